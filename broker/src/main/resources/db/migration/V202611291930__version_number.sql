SET LOCAL search_path = seamwright;

-- Versions by the beginning of their number, whatever the database's collation: the search must not read the whole history.
CREATE INDEX version_number ON version (workspace_id, number text_pattern_ops);
