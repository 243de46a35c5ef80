CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
CREATE VIEW big AS SELECT id, total FROM orders WHERE total > 100;
