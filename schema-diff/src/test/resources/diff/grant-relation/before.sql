CREATE TABLE t (a int, b text);
CREATE SEQUENCE s;
GRANT SELECT ON t TO pg_monitor;
