SELECT 'sequence' AS kind,
       ARRAY[n.nspname::text, c.relname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(c.relowner),
           'comment', d.description,
           'type', format_type(s.seqtypid, NULL),
           'start', s.seqstart::text,
           'increment', s.seqincrement::text,
           'minimum', s.seqmin::text,
           'maximum', s.seqmax::text,
           'cache', s.seqcache::text,
           'cycle', s.seqcycle,
           'persistence', CASE WHEN own.refobjid IS NULL AND c.relpersistence = 'u' THEN 'unlogged' END,
           'ownedBy', (SELECT jsonb_build_array(tn.nspname, t.relname, a.attname)
                         FROM pg_class t
                         JOIN pg_namespace tn ON tn.oid = t.relnamespace
                         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = own.refobjsubid
                        WHERE t.oid = own.refobjid)) AS payload,
       c.oid AS oid,
       0 AS part
  FROM pg_sequence s
  JOIN pg_class c ON c.oid = s.seqrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_depend own ON own.classid = 'pg_class'::regclass AND own.objid = c.oid
       AND own.refclassid = 'pg_class'::regclass AND own.refobjsubid > 0 AND own.deptype IN ('a', 'i')
  LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE own.deptype IS DISTINCT FROM 'i'
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
