SELECT 'operator-class' AS kind,
       ARRAY[n.nspname::text, o.opcname::text, am.amname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(o.opcowner),
           'type', format_type(o.opcintype, NULL),
           'default', nullif(o.opcdefault, false),
           'key', CASE WHEN o.opckeytype <> 0 THEN format_type(o.opckeytype, NULL) END,
           'family', (SELECT jsonb_build_array(fn.nspname, f.opfname)
                        FROM pg_opfamily f JOIN pg_namespace fn ON fn.oid = f.opfnamespace WHERE f.oid = o.opcfamily),
           'comment', d.description) AS payload,
       o.oid AS oid,
       0 AS part
  FROM pg_opclass o
  JOIN pg_namespace n ON n.oid = o.opcnamespace
  JOIN pg_am am ON am.oid = o.opcmethod
  LEFT JOIN pg_description d ON d.classoid = 'pg_opclass'::regclass AND d.objoid = o.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_opclass'::regclass AND e.objid = o.oid AND e.deptype = 'e')
