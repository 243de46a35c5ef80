SELECT count(pg_advisory_lock(i)) FROM generate_series(1, 1000) i;
