CREATE TYPE tier AS ENUM ('free', 'paid');
CREATE TABLE customer (id bigint, name varchar(50), tier tier, since timestamptz);
