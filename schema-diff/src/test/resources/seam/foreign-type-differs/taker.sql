CREATE EXTENSION postgres_fdw;
CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw;
CREATE TYPE tier AS ENUM ('free');
CREATE FOREIGN TABLE customer (id integer, name text, tier tier, since timestamp) SERVER away;
