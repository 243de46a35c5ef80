CREATE TABLE customer (id bigint);
