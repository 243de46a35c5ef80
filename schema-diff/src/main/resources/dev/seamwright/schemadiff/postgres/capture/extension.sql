SELECT 'extension' AS kind,
       ARRAY[x.extname::text] AS identity,
       jsonb_build_object(
           'version', nullif(x.extversion, available.default_version),
           'schema', n.nspname,
           'comment', d.description) AS payload,
       x.oid AS oid,
       0 AS part
  FROM pg_extension x
  JOIN pg_namespace n ON n.oid = x.extnamespace
  LEFT JOIN pg_available_extensions available ON available.name = x.extname
  LEFT JOIN pg_description d ON d.classoid = 'pg_extension'::regclass AND d.objoid = x.oid AND d.objsubid = 0
