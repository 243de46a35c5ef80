CREATE TABLE customer (id bigint, mail text);
