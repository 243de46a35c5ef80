CREATE TABLE customers (id bigint NOT NULL, region text NOT NULL, PRIMARY KEY (id, region));
