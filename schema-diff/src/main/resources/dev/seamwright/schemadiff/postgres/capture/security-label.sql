SELECT 'security-label' AS kind,
       ARRAY[l.provider, l.objtype, l.objname] AS identity,
       jsonb_build_object('label', l.label) AS payload,
       NULL::oid AS oid,
       0 AS part
  FROM pg_seclabels l
 WHERE l.objtype NOT IN ('role', 'tablespace', 'database')
    OR l.objtype = 'database' AND l.objoid = (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())
