SELECT 'setting' AS kind,
       ARRAY[CASE WHEN s.setrole = 0 THEN 'public' ELSE pg_get_userbyid(s.setrole)::text END, split_part(c, '=', 1)] AS identity,
       jsonb_build_object('value', substr(c, strpos(c, '=') + 1)) AS payload,
       NULL::oid AS oid,
       0 AS part
  FROM pg_db_role_setting s, unnest(s.setconfig) c
 WHERE s.setdatabase = (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())
