CREATE TABLE t (a int, b text);
CREATE UNIQUE INDEX i ON t (a, lower(b) text_pattern_ops DESC) INCLUDE (b) WHERE a > 0;
