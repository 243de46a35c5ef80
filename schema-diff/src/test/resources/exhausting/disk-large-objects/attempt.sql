SET statement_timeout = 0;
DO $$ BEGIN FOR i IN 1..1000000000 LOOP PERFORM lo_from_bytea(0, convert_to(repeat(md5(i::text), 30000), 'UTF8')); END LOOP; END $$;
