SELECT 'server' AS kind,
       ARRAY[s.srvname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(s.srvowner),
           'wrapper', w.fdwname,
           'type', s.srvtype,
           'version', s.srvversion,
           'options', (SELECT jsonb_object_agg(o.option_name, CASE
                            WHEN o.option_name ~* '(pass|secret|token|key|credential)' THEN '(redacted)' ELSE o.option_value END)
                          FROM pg_options_to_table(s.srvoptions) o),
           'comment', d.description) AS payload,
       s.oid AS oid,
       0 AS part
  FROM pg_foreign_server s
  JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
  LEFT JOIN pg_description d ON d.classoid = 'pg_foreign_server'::regclass AND d.objoid = s.oid AND d.objsubid = 0
 WHERE true
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_foreign_server'::regclass AND e.objid = s.oid AND e.deptype = 'e')
