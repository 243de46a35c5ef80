CREATE TABLE customer (id bigint NOT NULL, region text NOT NULL, at timestamptz NOT NULL DEFAULT now());
