CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL DEFAULT '', email text UNIQUE);
CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, total numeric(10, 2) NOT NULL DEFAULT 0, note varchar(10));
CREATE INDEX orders_by_customer ON orders (customer);
