SELECT 'text-search-template' AS kind,
       ARRAY[n.nspname::text, t.tmplname::text] AS identity,
       jsonb_build_object(
           'init', nullif(t.tmplinit::oid, 0)::regproc::text,
           'lexize', t.tmpllexize::regproc::text,
           'comment', d.description) AS payload,
       t.oid AS oid,
       0 AS part
  FROM pg_ts_template t
  JOIN pg_namespace n ON n.oid = t.tmplnamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_ts_template'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_ts_template'::regclass AND e.objid = t.oid AND e.deptype = 'e')
