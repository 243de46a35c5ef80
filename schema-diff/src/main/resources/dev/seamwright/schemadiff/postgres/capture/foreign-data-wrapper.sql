SELECT 'foreign-data-wrapper' AS kind,
       ARRAY[f.fdwname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(f.fdwowner),
           'handler', nullif(f.fdwhandler, 0)::regproc::text,
           'validator', nullif(f.fdwvalidator, 0)::regproc::text,
           'options', (SELECT jsonb_object_agg(o.option_name, CASE
                            WHEN o.option_name ~* '(pass|secret|token|key|credential)' THEN '(redacted)' ELSE o.option_value END)
                          FROM pg_options_to_table(f.fdwoptions) o),
           'comment', d.description) AS payload,
       f.oid AS oid,
       0 AS part
  FROM pg_foreign_data_wrapper f
  LEFT JOIN pg_description d ON d.classoid = 'pg_foreign_data_wrapper'::regclass AND d.objoid = f.oid AND d.objsubid = 0
 WHERE true
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_foreign_data_wrapper'::regclass AND e.objid = f.oid AND e.deptype = 'e')
