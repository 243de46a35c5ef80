SELECT x.extname::text AS extension,
       replace(e.classid::regclass::text, 'pg_', '') AS catalog,
       count(*) AS members
  FROM pg_depend e
  JOIN pg_extension x ON x.oid = e.refobjid
 WHERE e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e'
 GROUP BY x.extname, e.classid
