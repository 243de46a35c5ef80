LISTEN everyone;
SELECT count(pg_notify('everyone', repeat('x', 7000) || i)) FROM generate_series(1, 1000) i;
