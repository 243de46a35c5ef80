SELECT 'event-trigger' AS kind,
       ARRAY[t.evtname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(t.evtowner),
           'event', t.evtevent,
           'tags', to_jsonb(t.evttags),
           'function', t.evtfoid::regproc::text,
           'enabled', CASE t.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END,
           'comment', d.description) AS payload,
       t.oid AS oid,
       0 AS part
  FROM pg_event_trigger t
  LEFT JOIN pg_description d ON d.classoid = 'pg_event_trigger'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE true
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_event_trigger'::regclass AND e.objid = t.oid AND e.deptype = 'e')
