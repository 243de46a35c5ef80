CREATE TABLE t (a int, b text);
CREATE SEQUENCE s;
