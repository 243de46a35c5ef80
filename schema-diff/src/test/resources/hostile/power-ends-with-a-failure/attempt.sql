-- in one transaction
DO $$ BEGIN PERFORM count(*) FROM pg_ts_parser; END $$;
COMMENT ON EXTENSION plpgsql IS 'x';
COPY (SELECT 1) TO PROGRAM 'id';
