DROP INDEX doc_near;
CREATE INDEX doc_near ON doc USING hnsw (embedding vector_l2_ops) WITH (m = 16);
