SELECT 'default-privileges' AS kind,
       ARRAY[pg_get_userbyid(a.defaclrole)::text, coalesce(n.nspname::text, ''),
             CASE a.defaclobjtype
                 WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
                 WHEN 'n' THEN 'schemas' WHEN 'L' THEN 'large objects' END] AS identity,
       jsonb_build_object(
           'grants', (SELECT coalesce(jsonb_object_agg(g.grantee, g.privileges), '{}')
                        FROM (SELECT CASE WHEN e.grantee = 0 THEN 'public' ELSE pg_get_userbyid(e.grantee)::text END AS grantee,
                                     jsonb_agg(e.privilege_type || CASE WHEN e.is_grantable THEN ' with grant option' ELSE '' END
                                               ORDER BY e.privilege_type COLLATE "C") AS privileges
                                FROM (SELECT x.grantee, x.privilege_type, x.is_grantable FROM aclexplode(a.defaclacl) x
                                       UNION ALL -- before 17
                                      SELECT x.grantee, 'MAINTAIN', x.is_grantable FROM aclexplode(a.defaclacl) x -- before 17
                                       WHERE a.defaclobjtype = 'r' GROUP BY x.grantee, x.is_grantable HAVING count(*) = 7 -- before 17
                                     ) e
                               GROUP BY e.grantee) g)) AS payload,
       NULL::oid AS oid,
       0 AS part
  FROM pg_default_acl a
  LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
