CREATE SCHEMA s;
CREATE TABLE t (a int, b text);
