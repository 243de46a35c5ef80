CREATE TABLE customer (id bigint, name text);
