CREATE TABLE customer (id bigint, twice bigint GENERATED ALWAYS AS (id * 2) STORED);
