CREATE TABLE orders (id int, year int) PARTITION BY RANGE (year);
CREATE TABLE orders_2026 (id int, year int);
ALTER TABLE orders ATTACH PARTITION orders_2026 FOR VALUES FROM (2026) TO (2027);
