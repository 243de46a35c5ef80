SELECT id FROM doc ORDER BY embedding <-> $1 LIMIT 5
