CREATE ROLE streamer REPLICATION;
SET ROLE streamer;
SELECT pg_create_physical_replication_slot('s', true), pg_create_logical_replication_slot('l', 'pgoutput');
