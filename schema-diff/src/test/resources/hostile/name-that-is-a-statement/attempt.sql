CREATE FUNCTION "f() OWNER TO app; ALTER ROLE app SUPERUSER; --"(int) RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1';
SELECT 1 / (SELECT count(*) = 1 FROM pg_proc WHERE proleakproof AND proname LIKE 'f()%')::int;
