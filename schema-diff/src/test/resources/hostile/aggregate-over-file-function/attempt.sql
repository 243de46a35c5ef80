CREATE AGGREGATE a (text) (SFUNC = pg_catalog.pg_read_file, STYPE = text);
