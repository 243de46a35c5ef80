SELECT 'column-order' AS kind,
       ARRAY[n.nspname::text, c.relname::text] AS identity,
       jsonb_build_object('columns', jsonb_agg(a.attname ORDER BY a.attnum)) AS payload,
       NULL::oid AS oid,
       0 AS part
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 GROUP BY c.oid, n.nspname
