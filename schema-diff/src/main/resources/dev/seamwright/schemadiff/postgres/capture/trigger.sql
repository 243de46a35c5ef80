SELECT 'trigger' AS kind,
       ARRAY[n.nspname::text, c.relname::text, t.tgname::text] AS identity,
       jsonb_build_object(
           'definition', pg_get_triggerdef(t.oid, false),
           'function', t.tgfoid::regprocedure::text,
           'enabled', CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END,
           'inherited', CASE WHEN t.tgparentid <> 0 THEN true END,
           'comment', d.description) AS payload,
       t.oid AS oid,
       0 AS part
  FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_trigger parent ON parent.oid = t.tgparentid
  LEFT JOIN pg_description d ON d.classoid = 'pg_trigger'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE CASE WHEN t.tgparentid <> 0 THEN t.tgconstraint = 0 AND t.tgenabled <> parent.tgenabled ELSE NOT t.tgisinternal END
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
