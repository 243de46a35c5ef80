CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE PUBLICATION p FOR TABLE orders;
