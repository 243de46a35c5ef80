CREATE TYPE state AS ENUM ('new', 'paid', 'gone');
CREATE DOMAIN email AS varchar(200);
CREATE TABLE orders (id bigint PRIMARY KEY, amount numeric(12,2), at timestamptz, state state, mail email, note text, code int, wide int);
CREATE PUBLICATION p FOR TABLE orders;
