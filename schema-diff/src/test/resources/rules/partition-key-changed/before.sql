CREATE TABLE orders (id int, year int) PARTITION BY RANGE (year);
CREATE TABLE orders_2026 (id int, year int);
