CREATE TYPE state AS ENUM ('new', 'paid');
CREATE TABLE orders (id bigint PRIMARY KEY, state state);
CREATE PUBLICATION p FOR TABLE orders;
