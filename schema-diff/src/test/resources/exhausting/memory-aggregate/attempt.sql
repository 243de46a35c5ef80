SET statement_timeout = 0;
SELECT length(string_agg(repeat(md5(a.oid::text), 1000), '')) FROM pg_class a, pg_class b;
