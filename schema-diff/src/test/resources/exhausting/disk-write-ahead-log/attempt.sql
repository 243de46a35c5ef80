SET statement_timeout = 0;
CREATE TABLE t AS SELECT i, repeat('x', 1000) AS v FROM generate_series(1, 2000) i;
DO $$ BEGIN LOOP UPDATE t SET v = repeat(chr(65 + (random() * 20)::int), 1000); COMMIT; END LOOP; END $$;
