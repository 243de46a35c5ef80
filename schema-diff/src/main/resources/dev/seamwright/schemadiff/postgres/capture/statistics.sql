SELECT 'statistics' AS kind,
       ARRAY[n.nspname::text, s.stxname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(s.stxowner),
           'table', s.stxrelid::regclass::text,
           'definition', pg_get_statisticsobjdef(s.oid),
           'target', nullif(s.stxstattarget, -1),
           'comment', d.description) AS payload,
       s.oid AS oid,
       0 AS part
  FROM pg_statistic_ext s
  JOIN pg_namespace n ON n.oid = s.stxnamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_statistic_ext'::regclass AND d.objoid = s.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_statistic_ext'::regclass AND e.objid = s.oid AND e.deptype = 'e')
