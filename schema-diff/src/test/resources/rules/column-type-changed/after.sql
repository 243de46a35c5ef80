CREATE TABLE orders (id int PRIMARY KEY, c integer);
