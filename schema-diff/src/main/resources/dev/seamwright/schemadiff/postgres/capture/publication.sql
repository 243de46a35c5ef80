SELECT 'publication' AS kind,
       ARRAY[p.pubname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(p.pubowner),
           'allTables', nullif(p.puballtables, false),
           'insert', p.pubinsert,
           'update', p.pubupdate,
           'delete', p.pubdelete,
           'truncate', p.pubtruncate,
           'viaRoot', nullif(p.pubviaroot, false),
           'generatedColumns', CASE p.pubgencols WHEN 's' THEN 'stored' END, -- from 18
           'schemas', (SELECT jsonb_agg(n.nspname ORDER BY n.nspname COLLATE "C") -- from 15
                         FROM pg_publication_namespace pn -- from 15
                         JOIN pg_namespace n ON n.oid = pn.pnnspid -- from 15
                        WHERE pn.pnpubid = p.oid), -- from 15
           'comment', d.description) AS payload,
       p.oid AS oid,
       0 AS part
  FROM pg_publication p
  LEFT JOIN pg_description d ON d.classoid = 'pg_publication'::regclass AND d.objoid = p.oid AND d.objsubid = 0
