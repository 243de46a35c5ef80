SELECT 'policy' AS kind,
       ARRAY[n.nspname::text, c.relname::text, p.polname::text] AS identity,
       jsonb_build_object(
           'permissive', p.polpermissive,
           'command', CASE p.polcmd
               WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END,
           'roles', (SELECT jsonb_agg(r.name ORDER BY r.name COLLATE "C")
                       FROM (SELECT CASE WHEN o.role = 0 THEN 'public' ELSE pg_get_userbyid(o.role)::text END AS name
                               FROM unnest(p.polroles) AS o (role)) r),
           'using', pg_get_expr(p.polqual, p.polrelid),
           'check', pg_get_expr(p.polwithcheck, p.polrelid),
           'comment', d.description) AS payload,
       p.oid AS oid,
       0 AS part
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_policy'::regclass AND d.objoid = p.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
