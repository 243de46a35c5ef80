CREATE EXTENSION pageinspect;
SELECT get_raw_page('pg_authid', 0);
