SELECT 'access-method' AS kind,
       ARRAY[a.amname::text] AS identity,
       jsonb_build_object(
           'type', CASE a.amtype WHEN 't' THEN 'table' ELSE 'index' END,
           'handler', a.amhandler::regproc::text,
           'comment', d.description) AS payload,
       a.oid AS oid,
       0 AS part
  FROM pg_am a
  LEFT JOIN pg_description d ON d.classoid = 'pg_am'::regclass AND d.objoid = a.oid AND d.objsubid = 0
 WHERE a.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_am'::regclass AND e.objid = a.oid AND e.deptype = 'e')
