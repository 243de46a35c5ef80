CREATE TABLE orders (id bigint PRIMARY KEY, note text);
CREATE PUBLICATION p FOR TABLE orders;
