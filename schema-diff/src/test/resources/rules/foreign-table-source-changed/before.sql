CREATE EXTENSION postgres_fdw;
CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'a.example', dbname 'shop');
CREATE FOREIGN TABLE remote (id int) SERVER away OPTIONS (table_name 'orders');
