CREATE TABLE orders (id bigint PRIMARY KEY, note text);
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p, q WITH (connect = false, slot_name = NONE);
