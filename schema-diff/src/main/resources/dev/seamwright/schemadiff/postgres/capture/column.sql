SELECT 'column' AS kind,
       ARRAY[n.nspname::text, c.relname::text, a.attname::text] AS identity,
       jsonb_build_object(
           'type', format_type(a.atttypid, a.atttypmod),
           'notNull', nullif(a.attnotnull, false),
           'notNullConstraint', CASE WHEN nn.conislocal AND nn.coninhcount = 0 -- from 18
                                          AND nn.conname <> c.relname || '_' || a.attname || '_not_null' -- from 18
                                          AND regexp_replace(nn.conname, '\d+$', '') <> c.relname || '_' || a.attname || '_not_null' -- from 18
                                          AND length(nn.conname) < 62 THEN nn.conname END, -- from 18
           'notNullValidated', nullif(nn.convalidated, true), -- from 18
           'notNullNoInherit', nullif(nn.connoinherit, false), -- from 18
           'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(ad.adbin, ad.adrelid) END,
           'generated', CASE WHEN a.attgenerated <> '' THEN jsonb_build_object(
               'kind', CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END,
               'expression', pg_get_expr(ad.adbin, ad.adrelid)) END,
           'identity', CASE WHEN a.attidentity <> '' THEN jsonb_build_object(
               'generation', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END) || ids.sequence END,
           'collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
           'storage', CASE WHEN a.attstorage <> t.typstorage AND c.relkind <> 'v' THEN
               CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END,
           'compression', CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END, -- from 14
           'statistics', nullif(a.attstattarget, -1),
           'options', CASE WHEN a.attoptions IS NOT NULL THEN
               (SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(a.attoptions) o) END,
           'foreignOptions', CASE WHEN a.attfdwoptions IS NOT NULL THEN
               (SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(a.attfdwoptions) o) END,
           'inherited', CASE WHEN NOT a.attislocal AND NOT c.relispartition THEN true END,
           'comment', d.description) AS payload,
       c.oid AS oid,
       a.attnum AS part
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
  LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = a.attnum
  LEFT JOIN (SELECT dep.refobjid,
                    dep.refobjsubid,
                    jsonb_build_object(
                        'sequence', s.seqrelid::regclass::text,
                        'start', s.seqstart::text, 'increment', s.seqincrement::text, 'minimum', s.seqmin::text,
                        'maximum', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle) AS sequence
               FROM pg_sequence s
               JOIN pg_depend dep ON dep.classid = 'pg_class'::regclass AND dep.objid = s.seqrelid
                    AND dep.refclassid = 'pg_class'::regclass AND dep.refobjsubid > 0 AND dep.deptype = 'i') ids
         ON ids.refobjid = c.oid AND ids.refobjsubid = a.attnum
  LEFT JOIN pg_constraint nn ON nn.contype = 'n' AND nn.conrelid = c.oid AND nn.conkey[1] = a.attnum -- from 18
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
