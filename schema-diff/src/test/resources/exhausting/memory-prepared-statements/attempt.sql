SET statement_timeout = 0;
DO $$ BEGIN FOR i IN 1..1000000000 LOOP EXECUTE format('PREPARE p%s AS SELECT %L', i, repeat('x', 100000)); END LOOP; END $$;
