SELECT 'schema' AS kind,
       ARRAY[n.nspname::text] AS identity,
       jsonb_build_object('owner', pg_get_userbyid(n.nspowner), 'comment', d.description) AS payload,
       n.oid AS oid,
       0 AS part
  FROM pg_namespace n
  LEFT JOIN pg_description d ON d.classoid = 'pg_namespace'::regclass AND d.objoid = n.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_namespace'::regclass AND e.objid = n.oid AND e.deptype = 'e')
