SET statement_timeout = 0;
SELECT repeat(md5(random()::text), 50) FROM pg_class, pg_class b, pg_class c ORDER BY 1;
