SELECT 'database' AS kind,
       ARRAY[]::text[] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(b.datdba),
           'connectionLimit', nullif(b.datconnlimit, -1),
           'comment', d.description) AS payload,
       NULL::oid AS oid,
       0 AS part
  FROM pg_database b
  LEFT JOIN pg_shdescription d ON d.classoid = 'pg_database'::regclass AND d.objoid = b.oid
 WHERE b.datname = current_database()
