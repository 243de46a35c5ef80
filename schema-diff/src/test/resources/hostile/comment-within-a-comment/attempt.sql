/* /* */ CREATE ROLE streamer REPLICATION -- */ SELECT pg_create_physical_replication_slot('s')
;
