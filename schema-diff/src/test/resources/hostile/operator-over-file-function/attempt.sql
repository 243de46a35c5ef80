CREATE OPERATOR ### (RIGHTARG = text, FUNCTION = pg_catalog.pg_read_file);
