CREATE TABLE log (line text);
CREATE TABLE event (line text);
CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE);
