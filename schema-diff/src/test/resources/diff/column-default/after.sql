CREATE TABLE t (a int DEFAULT 1 + 2, b text);
