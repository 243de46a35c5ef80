CREATE TABLE orders (id bigint PRIMARY KEY, note text, loaded_at timestamptz NOT NULL, source text NOT NULL DEFAULT 'eu');
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE);
