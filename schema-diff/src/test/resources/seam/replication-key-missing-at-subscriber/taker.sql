CREATE TABLE orders (id bigint, note text);
CREATE INDEX ON orders (id);
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE);
