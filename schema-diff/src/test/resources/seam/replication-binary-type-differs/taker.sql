CREATE TABLE orders (id bigint PRIMARY KEY, code bigint);
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE, binary = true);
