CREATE UNLOGGED TABLE t (a int, b text) WITH (fillfactor = 70, toast.autovacuum_enabled = off);
ALTER TABLE t REPLICA IDENTITY FULL;
