CREATE TABLE c (a int);
