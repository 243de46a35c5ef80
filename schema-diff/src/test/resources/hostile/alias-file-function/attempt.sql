CREATE FUNCTION f(text) RETURNS text LANGUAGE internal AS 'pg_read_file_all';
