SET statement_timeout = 0;
SET work_mem = '2000GB';
SET hash_mem_multiplier = 1000;
SELECT count(*) FROM (SELECT DISTINCT i, repeat('x', 500) FROM generate_series(1, 100000000) i) s;
