SELECT 'conversion' AS kind,
       ARRAY[n.nspname::text, c.conname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(c.conowner),
           'from', pg_encoding_to_char(c.conforencoding),
           'to', pg_encoding_to_char(c.contoencoding),
           'function', c.conproc::regproc::text,
           'default', nullif(c.condefault, false),
           'comment', d.description) AS payload,
       c.oid AS oid,
       0 AS part
  FROM pg_conversion c
  JOIN pg_namespace n ON n.oid = c.connamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_conversion'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_conversion'::regclass AND e.objid = c.oid AND e.deptype = 'e')
