SELECT 'transform' AS kind,
       ARRAY[format_type(t.trftype, NULL), l.lanname::text] AS identity,
       jsonb_build_object(
           'fromSql', nullif(t.trffromsql::oid, 0)::regprocedure::text,
           'toSql', nullif(t.trftosql::oid, 0)::regprocedure::text,
           'comment', d.description) AS payload,
       t.oid AS oid,
       0 AS part
  FROM pg_transform t
  JOIN pg_language l ON l.oid = t.trflang
  LEFT JOIN pg_description d ON d.classoid = 'pg_transform'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE t.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_transform'::regclass AND e.objid = t.oid AND e.deptype = 'e')
