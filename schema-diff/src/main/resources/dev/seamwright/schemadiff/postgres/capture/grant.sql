WITH object AS (
    SELECT 'schema-grant' AS kind, ARRAY[n.nspname::text] AS identity, n.nspowner AS owner, n.nspacl AS acl, 'n'::"char" AS class,
           'pg_namespace'::regclass AS catalog, n.oid AS oid, 0 AS part
      FROM pg_namespace n
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspacl IS NOT NULL
     UNION ALL
    SELECT 'relation-grant', ARRAY[n.nspname::text, c.relname::text], c.relowner, c.relacl,
           CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", 'pg_class'::regclass, c.oid, 0
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relacl IS NOT NULL
     UNION ALL
    SELECT 'column-grant', ARRAY[n.nspname::text, c.relname::text, a.attname::text], c.relowner, a.attacl, 'c'::"char",
           'pg_class'::regclass, c.oid, a.attnum
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND a.attacl IS NOT NULL AND NOT a.attisdropped
     UNION ALL
    SELECT 'routine-grant', ARRAY[n.nspname::text, p.proname || '(' || oidvectortypes(p.proargtypes) || ')'],
           p.proowner, p.proacl, 'f'::"char", 'pg_proc'::regclass, p.oid, 0
      FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND p.proacl IS NOT NULL
     UNION ALL
    SELECT 'type-grant', ARRAY[n.nspname::text, t.typname::text], t.typowner, t.typacl, 'T'::"char",
           'pg_type'::regclass, t.oid, 0
      FROM pg_type t
      JOIN pg_namespace n ON n.oid = t.typnamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND t.typacl IS NOT NULL
     UNION ALL
    SELECT 'language-grant', ARRAY[l.lanname::text], l.lanowner, l.lanacl, 'l'::"char", 'pg_language'::regclass, l.oid, 0
      FROM pg_language l
     WHERE l.lanispl AND l.lanacl IS NOT NULL
     UNION ALL
    SELECT 'foreign-data-wrapper-grant', ARRAY[f.fdwname::text], f.fdwowner, f.fdwacl, 'F'::"char",
           'pg_foreign_data_wrapper'::regclass, f.oid, 0
      FROM pg_foreign_data_wrapper f
     WHERE f.fdwacl IS NOT NULL
     UNION ALL
    SELECT 'server-grant', ARRAY[s.srvname::text], s.srvowner, s.srvacl, 'S'::"char", 'pg_foreign_server'::regclass, s.oid, 0
      FROM pg_foreign_server s
     WHERE s.srvacl IS NOT NULL
     UNION ALL
    SELECT 'database-grant', ARRAY[]::text[], b.datdba, b.datacl, 'd'::"char", 'pg_database'::regclass, b.oid, 0
      FROM pg_database b
     WHERE b.datname = current_database() AND b.datacl IS NOT NULL
),
granted AS (
    SELECT o.*, e.* FROM object o, aclexplode(o.acl) e
),
initial AS (
    -- what an extension granted on its members is the extension's
    SELECT o.*, e.*
      FROM object o
      LEFT JOIN pg_init_privs p ON p.classoid = o.catalog AND p.objoid = o.oid AND p.objsubid = o.part AND p.privtype = 'e'
     CROSS JOIN aclexplode(coalesce(p.initprivs, acldefault(o.class, o.owner))) e
),
difference AS (
    SELECT g.*, false AS revoked
      FROM granted g
     WHERE NOT EXISTS (SELECT FROM initial i
                        WHERE (i.catalog, i.oid, i.part, i.grantor, i.grantee, i.privilege_type, i.is_grantable)
                            = (g.catalog, g.oid, g.part, g.grantor, g.grantee, g.privilege_type, g.is_grantable))
     UNION ALL
    SELECT i.*, true
      FROM initial i
     WHERE NOT EXISTS (SELECT FROM granted g
                        WHERE (i.catalog, i.oid, i.part, i.grantor, i.grantee, i.privilege_type)
                            = (g.catalog, g.oid, g.part, g.grantor, g.grantee, g.privilege_type))
)
SELECT d.kind AS kind,
       d.identity
           || CASE WHEN d.grantee = 0 THEN 'public' WHEN d.grantee = d.owner THEN '(owner)' ELSE pg_get_userbyid(d.grantee)::text END
           || d.privilege_type
           || CASE WHEN d.grantor = d.owner THEN '(owner)' ELSE pg_get_userbyid(d.grantor)::text END AS identity,
       jsonb_build_object('grantable', nullif(d.is_grantable, false), 'revoked', nullif(d.revoked, false)) AS payload,
       NULL::oid AS oid,
       0 AS part
  FROM (SELECT x.kind, x.identity, x.owner, x.grantor, x.grantee, x.privilege_type, x.is_grantable, x.revoked FROM difference x
         UNION ALL -- before 17
        SELECT x.kind, x.identity, x.owner, x.grantor, x.grantee, 'MAINTAIN', x.is_grantable, x.revoked FROM difference x -- before 17
         WHERE x.class = 'r' GROUP BY 1, 2, 3, 4, 5, 7, 8 HAVING count(*) = 7 -- before 17
       ) d
