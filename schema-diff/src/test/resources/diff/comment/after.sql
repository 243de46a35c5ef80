CREATE TABLE t (a int, b text);
COMMENT ON TABLE t IS 'things';
COMMENT ON COLUMN t.a IS 'first';
COMMENT ON SCHEMA public IS 'all';
DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), 'whole'); END $$;
