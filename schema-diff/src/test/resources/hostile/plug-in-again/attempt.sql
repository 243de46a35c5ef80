CREATE EXTENSION dblink;
CREATE OR REPLACE FUNCTION dblink_connect(text) RETURNS text LANGUAGE c AS '$libdir/dblink', 'dblink_connect';
