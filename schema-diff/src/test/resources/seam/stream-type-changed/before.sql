CREATE TABLE orders (id integer PRIMARY KEY, note text);
CREATE PUBLICATION p FOR TABLE orders;
