CREATE TABLE orders (id bigint PRIMARY KEY, note text UNIQUE);
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE);
