SELECT 'index' AS kind,
       ARRAY[n.nspname::text, c.relname::text, ic.relname::text] AS identity,
       jsonb_build_object(
           'method', am.amname,
           'unique', nullif(i.indisunique, false),
           'nullsNotDistinct', nullif(i.indnullsnotdistinct, false), -- from 15
           'keys', keys.keys,
           'include', keys.included,
           'statistics', keys.statistics,
           'predicate', pg_get_expr(i.indpred, i.indrelid),
           'options', CASE WHEN ic.reloptions IS NOT NULL THEN
               (SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(ic.reloptions) o) END,
           'tablespace', s.spcname,
           'clustered', nullif(i.indisclustered, false),
           'valid', CASE WHEN NOT i.indisvalid THEN false END,
           'partitionOf', parent.name,
           'comment', d.description) AS payload,
       ic.oid AS oid,
       0 AS part
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_am am ON am.oid = ic.relam
  LEFT JOIN pg_tablespace s ON s.oid = ic.reltablespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = ic.oid AND d.objsubid = 0
  LEFT JOIN (SELECT h.inhrelid, h.inhparent::regclass::text AS name FROM pg_inherits h) parent
         ON parent.inhrelid = ic.oid AND ic.relispartition
 CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                  'column', a.attname,
                  'expression', CASE WHEN k.attnum = 0 THEN pg_get_indexdef(i.indexrelid, k.place::int, false) END,
                  'collation', CASE WHEN i.indcollation[k.place - 1] NOT IN (0, coalesce(a.attcollation, 100))
                                    THEN i.indcollation[k.place - 1]::regcollation::text END,
                  'operatorClass', CASE WHEN NOT oc.opcdefault OR ia.attoptions IS NOT NULL
                                             OR oc.opcintype <> a.atttypid AND (oc.opcmethod, a.atttypid) IN (
                                                 SELECT other.opcmethod, other.opcintype FROM pg_opclass other WHERE other.opcdefault)
                                        THEN CASE WHEN ocn.nspname <> 'pg_catalog' THEN quote_ident(ocn.nspname) || '.' ELSE '' END
                                             || quote_ident(oc.opcname) END,
                  'operatorClassOptions', CASE WHEN ia.attoptions IS NOT NULL THEN
                      (SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(ia.attoptions) o) END,
                  'descending', CASE WHEN i.indoption[k.place - 1] & 1 = 1 THEN true END,
                  'nullsFirst', CASE WHEN (i.indoption[k.place - 1] & 2 = 2) <> (i.indoption[k.place - 1] & 1 = 1)
                                     THEN i.indoption[k.place - 1] & 2 = 2 END)) ORDER BY k.place)
                  FILTER (WHERE k.place <= i.indnkeyatts) AS keys,
              jsonb_agg(a.attname ORDER BY k.place) FILTER (WHERE k.place > i.indnkeyatts) AS included,
              jsonb_object_agg(k.place, ia.attstattarget) FILTER (WHERE ia.attstattarget >= 0) AS statistics
         FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
         JOIN pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = k.place
         LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum <> 0
         LEFT JOIN pg_opclass oc ON k.place <= i.indnkeyatts AND oc.oid = i.indclass[k.place - 1]
         LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace) keys
 WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
   AND c.relkind IN ('r', 'p', 'm')
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
