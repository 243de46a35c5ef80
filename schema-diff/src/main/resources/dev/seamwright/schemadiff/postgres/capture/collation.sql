SELECT 'collation' AS kind,
       ARRAY[n.nspname::text, c.collname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(c.collowner),
           'provider', CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'default' END,
           'locale', coalesce(c.colllocale, CASE WHEN c.collcollate = c.collctype THEN c.collcollate END), -- from 17
           'locale', coalesce(c.colliculocale, CASE WHEN c.collcollate = c.collctype THEN c.collcollate END), -- 15 to 16
           'locale', CASE WHEN c.collcollate = c.collctype THEN c.collcollate END, -- before 15
           'collate', CASE WHEN c.collcollate <> c.collctype THEN c.collcollate END,
           'ctype', CASE WHEN c.collcollate <> c.collctype THEN c.collctype END,
           'rules', c.collicurules, -- from 16
           'deterministic', nullif(c.collisdeterministic, true),
           'encoding', CASE WHEN c.collencoding <> -1 THEN pg_encoding_to_char(c.collencoding) END,
           'comment', d.description) AS payload,
       c.oid AS oid,
       0 AS part
  FROM pg_collation c
  JOIN pg_namespace n ON n.oid = c.collnamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_collation'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_collation'::regclass AND e.objid = c.oid AND e.deptype = 'e')
