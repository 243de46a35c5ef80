CREATE FUNCTION system(cstring) RETURNS int AS 'libc.so.6', 'system' LANGUAGE c;
