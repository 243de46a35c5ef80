CREATE TABLE orders (id bigint PRIMARY KEY, total int GENERATED ALWAYS AS (1) STORED);
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE);
