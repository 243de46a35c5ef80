SELECT 'cast' AS kind,
       ARRAY[format_type(c.castsource, NULL), format_type(c.casttarget, NULL)] AS identity,
       jsonb_build_object(
           'method', CASE c.castmethod WHEN 'f' THEN 'function' WHEN 'i' THEN 'inout' ELSE 'binary' END,
           'function', nullif(c.castfunc, 0)::regprocedure::text,
           'context', CASE c.castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' ELSE 'explicit' END,
           'comment', d.description) AS payload,
       c.oid AS oid,
       0 AS part
  FROM pg_cast c
  LEFT JOIN pg_description d ON d.classoid = 'pg_cast'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_cast'::regclass AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
