CREATE VIEW orders AS SELECT 1::bigint AS id;
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE);
