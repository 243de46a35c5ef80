CREATE SUBSCRIPTION s CONNECTION 'host=nowhere password=hunter2' PUBLICATION p WITH (connect = false, slot_name = NONE);
