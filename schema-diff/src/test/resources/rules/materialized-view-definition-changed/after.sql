CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
CREATE MATERIALIZED VIEW sums AS SELECT customer, max(total) AS total FROM orders GROUP BY customer;
