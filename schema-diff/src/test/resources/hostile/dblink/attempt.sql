CREATE EXTENSION dblink;
SELECT dblink_connect('host=127.0.0.1 port=${port} user=postgres password=x');
