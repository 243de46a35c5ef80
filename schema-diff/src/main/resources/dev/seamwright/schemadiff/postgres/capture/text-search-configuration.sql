SELECT 'text-search-configuration' AS kind,
       ARRAY[n.nspname::text, t.cfgname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(t.cfgowner),
           'parser', (SELECT jsonb_build_array(pn.nspname, p.prsname)
                        FROM pg_ts_parser p JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE p.oid = t.cfgparser),
           'mappings', (SELECT jsonb_agg(jsonb_build_array(tt.alias, m.mapdict::regdictionary::text) ORDER BY m.maptokentype, m.mapseqno)
                           FROM pg_ts_config_map m
                           JOIN ts_token_type(t.cfgparser) tt ON tt.tokid = m.maptokentype
                          WHERE m.mapcfg = t.oid),
           'comment', d.description) AS payload,
       t.oid AS oid,
       0 AS part
  FROM pg_ts_config t
  JOIN pg_namespace n ON n.oid = t.cfgnamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_ts_config'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_ts_config'::regclass AND e.objid = t.oid AND e.deptype = 'e')
