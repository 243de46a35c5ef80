SELECT 'publication-table' AS kind,
       ARRAY[n.nspname::text, c.relname::text, p.pubname::text] AS identity,
       jsonb_build_object(
           'columns', (SELECT jsonb_agg(a.attname ORDER BY a.attname COLLATE "C") -- from 15
                         FROM unnest(r.prattrs::int2[]) AS k (attnum) -- from 15
                         JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = k.attnum), -- from 15
           'filter', pg_get_expr(r.prqual, r.prrelid), -- from 15
           'publication', p.pubname) AS payload,
       r.oid AS oid,
       0 AS part
  FROM pg_publication_rel r
  JOIN pg_publication p ON p.oid = r.prpubid
  JOIN pg_class c ON c.oid = r.prrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
