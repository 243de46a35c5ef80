CREATE TABLE t (a int NOT NULL, b int NOT NULL, PRIMARY KEY (b) INCLUDE (a) WITH (fillfactor = 80));
