CREATE TABLE orders (id int, year int) PARTITION BY RANGE (id);
CREATE TABLE orders_2026 (id int, year int);
