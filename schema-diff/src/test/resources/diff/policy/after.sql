CREATE TABLE t (a int, b text);
CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE TO pg_monitor, pg_checkpoint USING (a = 1) WITH CHECK (a = 2);
