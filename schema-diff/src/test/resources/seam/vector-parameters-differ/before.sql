CREATE EXTENSION vector;
CREATE TABLE doc (id bigint PRIMARY KEY, embedding vector(3));
CREATE INDEX doc_near ON doc USING hnsw (embedding vector_cosine_ops) WITH (m = 16);
