CREATE EXTENSION postgres_fdw;
CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw;
CREATE FOREIGN TABLE customer (id bigint, email text, address text OPTIONS (column_name 'mail')) SERVER away;
