DROP INDEX doc_near;
CREATE INDEX doc_near ON doc USING hnsw (embedding vector_cosine_ops) WITH (m = 8, ef_construction = 32);
