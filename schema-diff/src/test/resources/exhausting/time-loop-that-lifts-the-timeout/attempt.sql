DO $$ BEGIN LOOP PERFORM set_config('statement_timeout', '0', false); END LOOP; END $$;
