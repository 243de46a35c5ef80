CREATE TABLE customers (id bigint UNIQUE);
