CREATE TABLE orders (id bigint PRIMARY KEY, region text, note text);
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE);
