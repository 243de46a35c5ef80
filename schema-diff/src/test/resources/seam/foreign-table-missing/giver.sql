CREATE SCHEMA crm;
CREATE TABLE crm.customers (id bigint PRIMARY KEY);
