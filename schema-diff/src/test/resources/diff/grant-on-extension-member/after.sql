CREATE EXTENSION pg_stat_statements;
REVOKE SELECT ON pg_stat_statements FROM PUBLIC;
GRANT SELECT ON pg_stat_statements TO pg_monitor;
