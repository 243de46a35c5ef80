SELECT 'constraint' AS kind,
       ARRAY[n.nspname::text, c.relname::text, k.conname::text] AS identity,
       jsonb_build_object(
           'type', CASE k.contype
               WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique'
               WHEN 'x' THEN 'exclusion' WHEN 't' THEN 'trigger' END,
           'expression', CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
           'columns', CASE WHEN k.contype IN ('f', 'p', 'u') THEN
               (SELECT jsonb_agg(a.attname ORDER BY key.place)
                  FROM unnest(k.conkey) WITH ORDINALITY AS key (attnum, place)
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.attnum) END,
           'references', CASE WHEN k.contype = 'f' THEN
               (SELECT jsonb_build_array(rn.nspname, rc.relname)
                  FROM pg_class rc JOIN pg_namespace rn ON rn.oid = rc.relnamespace WHERE rc.oid = k.confrelid) END,
           'referencedColumns', CASE WHEN k.contype = 'f' THEN
               (SELECT jsonb_agg(a.attname ORDER BY key.place)
                  FROM unnest(k.confkey) WITH ORDINALITY AS key (attnum, place)
                  JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.attnum) END,
           'match', CASE k.confmatchtype WHEN 'f' THEN 'full' WHEN 'p' THEN 'partial' END,
           'onUpdate', CASE k.confupdtype
               WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END,
           'onDelete', CASE k.confdeltype
               WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END,
           'onDeleteColumns', CASE WHEN k.confdelsetcols IS NOT NULL THEN -- from 15
               (SELECT jsonb_agg(a.attname ORDER BY key.place) -- from 15
                  FROM unnest(k.confdelsetcols) WITH ORDINALITY AS key (attnum, place) -- from 15
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.attnum) END, -- from 15
           'definition', CASE WHEN k.contype = 'x' THEN pg_get_constraintdef(k.oid, false) END,
           'period', nullif(k.conperiod, false), -- from 18
           'enforced', nullif(k.conenforced, true), -- from 18
           'deferrable', nullif(k.condeferrable, false),
           'initiallyDeferred', nullif(k.condeferred, false),
           'validated', nullif(k.convalidated, true),
           'noInherit', CASE WHEN k.contype = 'c' AND k.connoinherit THEN true END,
           'inherited', CASE WHEN k.contype IN ('p', 'u', 'x') AND k.conparentid <> 0 THEN true END,
           'index', nullif(jsonb_strip_nulls(jsonb_build_object(
               'include', CASE WHEN i.indnatts > i.indnkeyatts THEN
                   (SELECT jsonb_agg(a.attname ORDER BY key.place)
                      FROM unnest(i.indkey) WITH ORDINALITY AS key (attnum, place)
                      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
                     WHERE key.place > i.indnkeyatts) END,
               'nullsNotDistinct', nullif(i.indnullsnotdistinct, false), -- from 15
               'options', CASE WHEN ic.reloptions IS NOT NULL THEN
                   (SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(ic.reloptions) o) END,
               'tablespace', s.spcname,
               'clustered', nullif(i.indisclustered, false),
               'name', CASE WHEN ic.relname <> k.conname THEN ic.relname END,
               'comment', nullif(id.description, d.description))), '{}'),
           'comment', d.description) AS payload,
       k.oid AS oid,
       0 AS part
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
  LEFT JOIN pg_tablespace s ON s.oid = ic.reltablespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
  LEFT JOIN pg_description id ON id.classoid = 'pg_class'::regclass AND id.objoid = i.indexrelid AND id.objsubid = 0
 WHERE k.contype IN ('c', 'f', 'p', 'u', 'x')
   AND NOT (k.contype = 'f' AND k.conparentid <> 0)
   AND NOT (k.contype = 'c' AND k.coninhcount > 0 AND NOT k.conislocal)
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
