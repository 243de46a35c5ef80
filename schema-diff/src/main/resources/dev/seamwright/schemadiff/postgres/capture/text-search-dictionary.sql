SELECT 'text-search-dictionary' AS kind,
       ARRAY[n.nspname::text, t.dictname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(t.dictowner),
           'template', (SELECT jsonb_build_array(tn.nspname, tt.tmplname)
                          FROM pg_ts_template tt JOIN pg_namespace tn ON tn.oid = tt.tmplnamespace WHERE tt.oid = t.dicttemplate),
           'options', t.dictinitoption,
           'comment', d.description) AS payload,
       t.oid AS oid,
       0 AS part
  FROM pg_ts_dict t
  JOIN pg_namespace n ON n.oid = t.dictnamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_ts_dict'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_ts_dict'::regclass AND e.objid = t.oid AND e.deptype = 'e')
