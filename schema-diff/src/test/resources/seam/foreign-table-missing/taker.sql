CREATE EXTENSION postgres_fdw;
CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw;
CREATE FOREIGN TABLE customer (id bigint) SERVER away OPTIONS (schema_name 'crm', table_name 'customer');
CREATE FOREIGN TABLE fits (id bigint) SERVER away OPTIONS (schema_name 'crm', table_name 'customers');
