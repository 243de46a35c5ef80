CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
CREATE SEQUENCE numbers;
ALTER SEQUENCE numbers OWNED BY orders.id;
