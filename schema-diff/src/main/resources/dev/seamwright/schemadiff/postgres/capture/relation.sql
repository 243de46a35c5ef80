SELECT CASE c.relkind
           WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized-view' WHEN 'f' THEN 'foreign-table' ELSE 'table'
       END AS kind,
       ARRAY[n.nspname::text, c.relname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(c.relowner),
           'comment', d.description,
           'persistence', CASE c.relpersistence WHEN 'u' THEN 'unlogged' END,
           'options', (SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(c.reloptions) o),
           'toastOptions', (SELECT jsonb_object_agg(o.option_name, o.option_value)
                              FROM pg_class t, pg_options_to_table(t.reloptions) o
                             WHERE t.oid = c.reltoastrelid),
           'rowSecurity', nullif(c.relrowsecurity, false),
           'forceRowSecurity', nullif(c.relforcerowsecurity, false),
           'replicaIdentity', CASE
               WHEN c.relkind NOT IN ('r', 'p') THEN NULL
               WHEN c.relreplident = 'n' THEN 'nothing'
               WHEN c.relreplident = 'f' THEN 'full'
               WHEN c.relreplident = 'i' THEN coalesce(
                   (SELECT 'index ' || i.indexrelid::regclass::text FROM pg_index i
                     WHERE i.indrelid = c.oid AND i.indisreplident), 'nothing')
           END,
           'accessMethod', nullif(am.amname, 'heap'),
           'tablespace', s.spcname,
           'ofType', CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
           'partitionKey', pg_get_partkeydef(c.oid),
           'partitionOf', CASE WHEN c.relispartition THEN p.parents -> 0 END,
           'partitionBound', pg_get_expr(c.relpartbound, c.oid),
           'detaching', nullif(p.detaching, false), -- from 14
           'inherits', CASE WHEN NOT c.relispartition THEN p.parents END,
           'definition', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, false) END,
           'server', f.srvname,
           'foreignOptions', (SELECT jsonb_object_agg(o.option_name, o.option_value)
                                FROM pg_options_to_table(f.ftoptions) o)) AS payload,
       c.oid AS oid,
       0 AS part
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_am am ON am.oid = c.relam
  LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
  LEFT JOIN (SELECT i.inhrelid,
                    bool_or(i.inhdetachpending) AS detaching, -- from 14
                    jsonb_agg(jsonb_build_array(pn.nspname, pc.relname) ORDER BY i.inhseqno) AS parents
               FROM pg_inherits i
               JOIN pg_class pc ON pc.oid = i.inhparent AND pc.relkind IN ('r', 'p', 'f')
               JOIN pg_namespace pn ON pn.oid = pc.relnamespace
              GROUP BY i.inhrelid) p ON p.inhrelid = c.oid
  LEFT JOIN (SELECT ft.ftrelid, ft.ftoptions, fs.srvname
               FROM pg_foreign_table ft
               JOIN pg_foreign_server fs ON fs.oid = ft.ftserver) f ON f.ftrelid = c.oid
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
