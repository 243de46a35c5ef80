CREATE ROLE app;
ALTER FUNCTION pg_catalog.pg_read_file(text) OWNER TO app;
