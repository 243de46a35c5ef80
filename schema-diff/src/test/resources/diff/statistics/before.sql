CREATE TABLE t (a int, b text);
CREATE STATISTICS s (ndistinct) ON a, b FROM t;
