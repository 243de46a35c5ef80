CREATE TABLE orders (customer_id integer);
