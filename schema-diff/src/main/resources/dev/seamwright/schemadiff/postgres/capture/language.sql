SELECT 'language' AS kind,
       ARRAY[l.lanname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(l.lanowner),
           'trusted', l.lanpltrusted,
           'handler', nullif(l.lanplcallfoid, 0)::regproc::text,
           'inline', nullif(l.laninline, 0)::regproc::text,
           'validator', nullif(l.lanvalidator, 0)::regproc::text,
           'comment', d.description) AS payload,
       l.oid AS oid,
       0 AS part
  FROM pg_language l
  LEFT JOIN pg_description d ON d.classoid = 'pg_language'::regclass AND d.objoid = l.oid AND d.objsubid = 0
 WHERE l.lanispl
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_language'::regclass AND e.objid = l.oid AND e.deptype = 'e')
