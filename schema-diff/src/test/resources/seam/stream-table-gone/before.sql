CREATE TABLE orders (id bigint PRIMARY KEY, note text);
CREATE TABLE item (id bigint PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE orders, item;
