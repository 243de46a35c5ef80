CREATE TABLE t (a bigint NOT NULL, b varchar(20));
