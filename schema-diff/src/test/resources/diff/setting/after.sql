DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = a, b', current_database());
EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET work_mem = ''8MB''', current_database()); END $$;
