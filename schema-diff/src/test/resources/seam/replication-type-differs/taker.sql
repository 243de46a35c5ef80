CREATE TYPE state AS ENUM ('new', 'paid');
CREATE TABLE orders (id integer PRIMARY KEY, amount numeric(10,2), at timestamp, state state, mail varchar(100), note varchar(10), code uuid, wide bigint);
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE);
