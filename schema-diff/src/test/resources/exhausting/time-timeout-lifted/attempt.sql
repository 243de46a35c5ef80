SET statement_timeout = 0;
SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d;
