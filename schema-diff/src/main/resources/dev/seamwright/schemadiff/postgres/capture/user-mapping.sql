SELECT 'user-mapping' AS kind,
       ARRAY[m.srvname::text, CASE WHEN m.umuser = 0 THEN 'public' ELSE m.usename::text END] AS identity,
       jsonb_build_object(
           'options', (SELECT jsonb_object_agg(o.option_name, CASE
                            WHEN o.option_name IN ('user', 'username') THEN o.option_value ELSE '(redacted)' END)
                         FROM pg_options_to_table(m.umoptions) o)) AS payload,
       m.umid AS oid,
       0 AS part
  FROM pg_user_mappings m
