ALTER TABLE doc DROP embedding;
ALTER TABLE doc ADD embedding vector(4);
