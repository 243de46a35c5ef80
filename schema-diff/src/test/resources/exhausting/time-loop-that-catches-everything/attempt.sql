SET statement_timeout = 0;
DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(0.01); EXCEPTION WHEN OTHERS OR query_canceled THEN NULL; END; END LOOP; END $$;
