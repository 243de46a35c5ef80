CREATE TABLE orders (id bigint PRIMARY KEY, note text, code text);
CREATE PUBLICATION p FOR TABLE orders;
