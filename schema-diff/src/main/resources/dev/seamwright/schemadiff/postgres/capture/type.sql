SELECT CASE t.typtype
           WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite-type' WHEN 'r' THEN 'range-type' ELSE 'base-type'
       END AS kind,
       ARRAY[n.nspname::text, t.typname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(t.typowner),
           'comment', d.description,
           'labels', CASE WHEN t.typtype = 'e' THEN
               (SELECT coalesce(jsonb_agg(l.enumlabel ORDER BY l.enumsortorder), '[]') FROM pg_enum l WHERE l.enumtypid = t.oid) END,
           'type', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
           'notNull', CASE WHEN t.typnotnull THEN true END,
           'default', coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault),
           'collation', CASE WHEN t.typtype = 'd' AND t.typcollation <> base.typcollation
                             THEN t.typcollation::regcollation::text END,
           'constraints', CASE WHEN t.typtype = 'd' THEN
               (SELECT jsonb_object_agg(k.conname, jsonb_strip_nulls(jsonb_build_object(
                           'expression', pg_get_expr(k.conbin, 0),
                           'validated', nullif(k.convalidated, true),
                           'comment', kd.description)))
                  FROM pg_constraint k
                  LEFT JOIN pg_description kd ON kd.classoid = 'pg_constraint'::regclass AND kd.objoid = k.oid
                 WHERE k.contypid = t.oid AND k.contype = 'c') END,
           'attributes', CASE WHEN t.typtype = 'c' THEN
               (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                           'name', a.attname,
                           'type', format_type(a.atttypid, a.atttypmod),
                           'collation', CASE WHEN a.attcollation <> at.typcollation THEN a.attcollation::regcollation::text END,
                           'comment', ad.description)) ORDER BY a.attnum), '[]')
                  FROM pg_attribute a
                  JOIN pg_type at ON at.oid = a.atttypid
                  LEFT JOIN pg_description ad
                         ON ad.classoid = 'pg_class'::regclass AND ad.objoid = a.attrelid AND ad.objsubid = a.attnum
                 WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) END,
           'range', (SELECT jsonb_strip_nulls(jsonb_build_object(
                         'subtype', format_type(r.rngsubtype, NULL),
                         'collation', CASE WHEN r.rngcollation <> st.typcollation THEN r.rngcollation::regcollation::text END,
                         'operatorClass', CASE WHEN NOT oc.opcdefault THEN (SELECT CASE WHEN ocn.nspname <> 'pg_catalog' THEN quote_ident(ocn.nspname) || '.' ELSE '' END
                                                                             || quote_ident(oc.opcname)
                                                                       FROM pg_namespace ocn WHERE ocn.oid = oc.opcnamespace) END,
                         'canonical', nullif(r.rngcanonical::oid, 0)::regproc::text,
                         'difference', nullif(r.rngsubdiff::oid, 0)::regproc::text,
                         'multirange', (SELECT CASE WHEN m.typname <> CASE -- from 14
                                                   WHEN t.typname ~ 'range' THEN regexp_replace(t.typname, 'range', 'multirange') -- from 14
                                                   ELSE t.typname || '_multirange' END THEN m.typname END -- from 14
                                          FROM pg_type m WHERE m.oid = r.rngmultitypid), -- from 14
                         'collatable', nullif(r.rngcollation <> 0, false)))
                       FROM pg_range r
                       JOIN pg_type st ON st.oid = r.rngsubtype
                       JOIN pg_opclass oc ON oc.oid = r.rngsubopc
                      WHERE r.rngtypid = t.oid),
           'base', CASE WHEN t.typtype IN ('b', 'p') THEN jsonb_strip_nulls(jsonb_build_object(
               'shell', CASE WHEN NOT t.typisdefined THEN true END,
               'length', t.typlen,
               'byValue', t.typbyval,
               'alignment', t.typalign,
               'storage', t.typstorage,
               'category', t.typcategory,
               'preferred', nullif(t.typispreferred, false),
               'delimiter', t.typdelim,
               'element', CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END,
               'collatable', nullif(t.typcollation <> 0, false),
               'input', nullif(t.typinput::oid, 0)::regproc::text,
               'output', nullif(t.typoutput::oid, 0)::regproc::text,
               'receive', nullif(t.typreceive::oid, 0)::regproc::text,
               'send', nullif(t.typsend::oid, 0)::regproc::text,
               'modifierInput', nullif(t.typmodin::oid, 0)::regproc::text,
               'modifierOutput', nullif(t.typmodout::oid, 0)::regproc::text,
               'subscript', nullif(t.typsubscript::oid, 0)::regproc::text, -- from 14
               'analyze', nullif(t.typanalyze::oid, 0)::regproc::text)) END) AS payload,
       t.oid AS oid,
       0 AS part
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
  LEFT JOIN pg_type base ON base.oid = t.typbasetype
  LEFT JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c' OR t.typtype IN ('b', 'p')
        AND NOT EXISTS (SELECT FROM pg_type element WHERE element.typarray = t.oid))
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')
