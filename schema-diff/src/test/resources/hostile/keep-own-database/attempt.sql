DO $$ BEGIN EXECUTE format('ALTER DATABASE %I IS_TEMPLATE true', current_database());
 EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 0', current_database());
 EXECUTE format('ALTER DATABASE %I SET work_mem = %L', current_database(), '1MB'); END $$;
