CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port=${port} user=postgres password=x' PUBLICATION p;
