SELECT 'text-search-parser' AS kind,
       ARRAY[n.nspname::text, p.prsname::text] AS identity,
       jsonb_build_object(
           'start', p.prsstart::regproc::text,
           'token', p.prstoken::regproc::text,
           'end', p.prsend::regproc::text,
           'headline', nullif(p.prsheadline::oid, 0)::regproc::text,
           'types', p.prslextype::regproc::text,
           'comment', d.description) AS payload,
       p.oid AS oid,
       0 AS part
  FROM pg_ts_parser p
  JOIN pg_namespace n ON n.oid = p.prsnamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_ts_parser'::regclass AND d.objoid = p.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_ts_parser'::regclass AND e.objid = p.oid AND e.deptype = 'e')
