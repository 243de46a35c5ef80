CREATE TABLE orders (id bigint PRIMARY KEY, code int);
CREATE PUBLICATION p FOR TABLE orders;
