CREATE EXTENSION dblink;
SELECT dblink_connect_u('host=127.0.0.1 port=${port}');
