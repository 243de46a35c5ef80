SELECT 'operator' AS kind,
       ARRAY[n.nspname::text, o.oprname || '(' || CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ', ' ||
             CASE WHEN o.oprright = 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END || ')'] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(o.oprowner),
           'function', CASE WHEN o.oprcode <> 0 THEN o.oprcode::regprocedure::text END,
           'result', CASE WHEN o.oprresult <> 0 THEN format_type(o.oprresult, NULL) END,
           'commutator', nullif(o.oprcom, 0)::regoperator::text,
           'negator', nullif(o.oprnegate, 0)::regoperator::text,
           'restrict', nullif(o.oprrest::oid, 0)::regproc::text,
           'join', nullif(o.oprjoin::oid, 0)::regproc::text,
           'hashes', nullif(o.oprcanhash, false),
           'merges', nullif(o.oprcanmerge, false),
           'comment', d.description) AS payload,
       o.oid AS oid,
       0 AS part
  FROM pg_operator o
  JOIN pg_namespace n ON n.oid = o.oprnamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_operator'::regclass AND d.objoid = o.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_operator'::regclass AND e.objid = o.oid AND e.deptype = 'e')
