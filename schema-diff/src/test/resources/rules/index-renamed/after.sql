CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
CREATE INDEX orders_customer ON orders (customer);
