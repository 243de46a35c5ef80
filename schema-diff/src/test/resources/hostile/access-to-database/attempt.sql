GRANT CONNECT ON DATABASE postgres TO PUBLIC;
SELECT 1 / (NOT has_database_privilege('postgres', 'CONNECT'))::int;
