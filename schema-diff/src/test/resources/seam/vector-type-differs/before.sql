CREATE EXTENSION vector;
CREATE TABLE doc (id bigint PRIMARY KEY, embedding vector(3));
