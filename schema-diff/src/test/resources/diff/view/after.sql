CREATE TABLE t (a int, b text);
CREATE VIEW v WITH (security_barrier, security_invoker = true) AS SELECT a, b FROM t WHERE a > 1 WITH CHECK OPTION;
