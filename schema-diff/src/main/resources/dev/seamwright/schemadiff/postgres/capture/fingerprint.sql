WITH namespace AS (
    SELECT n.oid FROM pg_namespace n WHERE n.nspname !~ '^pg_(toast|temp)' AND n.nspname <> 'information_schema'
),
relation AS (
    SELECT c.oid, c.xmin FROM pg_class c WHERE c.relpersistence <> 't' AND c.relnamespace IN (SELECT oid FROM namespace)
),
entry AS (
    SELECT 1 AS catalog, oid, 0 AS part, xmin FROM relation
     UNION ALL
    SELECT 2, a.attrelid, a.attnum, a.xmin FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid WHERE a.attnum > 0
     UNION ALL
    SELECT 3, a.adrelid, a.adnum, a.xmin FROM pg_attrdef a JOIN relation r ON r.oid = a.adrelid
     UNION ALL
    SELECT 4, k.oid, 0, k.xmin FROM pg_constraint k WHERE k.connamespace IN (SELECT oid FROM namespace)
     UNION ALL
    SELECT 5, i.indexrelid, 0, i.xmin FROM pg_index i JOIN relation r ON r.oid = i.indrelid
     UNION ALL
    SELECT 6, t.oid, 0, t.xmin FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid
     UNION ALL
    SELECT 7, w.oid, 0, w.xmin FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class
     UNION ALL
    SELECT 8, p.oid, 0, p.xmin FROM pg_policy p
     UNION ALL
    SELECT 9, p.oid, 0, p.xmin FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM namespace)
     UNION ALL
    SELECT 10, t.oid, 0, t.xmin FROM pg_type t WHERE t.typnamespace IN (SELECT oid FROM namespace)
     UNION ALL
    SELECT 11, e.oid, 0, e.xmin FROM pg_enum e
     UNION ALL
    SELECT 12, n.oid, 0, n.xmin FROM pg_namespace n WHERE n.oid IN (SELECT oid FROM namespace)
     UNION ALL
    SELECT 13, x.oid, 0, x.xmin FROM pg_extension x
     UNION ALL
    SELECT 14, s.seqrelid, 0, s.xmin FROM pg_sequence s JOIN relation r ON r.oid = s.seqrelid
     UNION ALL
    SELECT 15, i.inhrelid, i.inhseqno, i.xmin FROM pg_inherits i
     UNION ALL
    SELECT 16, p.partrelid, 0, p.xmin FROM pg_partitioned_table p
     UNION ALL
    SELECT 17, d.objoid, d.objsubid, d.xmin FROM pg_description d WHERE d.objoid >= 16384
     UNION ALL
    SELECT 18, d.oid, 0, d.xmin FROM pg_default_acl d
     UNION ALL
    SELECT 19, p.oid, 0, p.xmin FROM pg_publication p
     UNION ALL
    SELECT 20, p.oid, 0, p.xmin FROM pg_publication_rel p
     UNION ALL
    SELECT 21, p.oid, 0, p.xmin FROM pg_publication_namespace p -- from 15
     UNION ALL -- from 15
    SELECT 23, o.oid, 0, o.xmin FROM pg_operator o WHERE o.oprnamespace IN (SELECT oid FROM namespace)
     UNION ALL
    SELECT 24, o.oid, 0, o.xmin FROM pg_opclass o
     UNION ALL
    SELECT 25, o.oid, 0, o.xmin FROM pg_opfamily o
     UNION ALL
    SELECT 26, c.oid, 0, c.xmin FROM pg_cast c
     UNION ALL
    SELECT 27, c.oid, 0, c.xmin FROM pg_collation c WHERE c.oid >= 16384
     UNION ALL
    SELECT 28, e.oid, 0, e.xmin FROM pg_event_trigger e
     UNION ALL
    SELECT 29, s.oid, 0, s.xmin FROM pg_foreign_server s
     UNION ALL
    SELECT 30, f.oid, 0, f.xmin FROM pg_foreign_data_wrapper f
     UNION ALL
    SELECT 31, f.ftrelid, 0, f.xmin FROM pg_foreign_table f
     UNION ALL
    SELECT 32, s.oid, 0, s.xmin FROM pg_statistic_ext s
     UNION ALL
    SELECT 33, c.oid, 0, c.xmin FROM pg_ts_config c
     UNION ALL
    SELECT 34, d.oid, 0, d.xmin FROM pg_ts_dict d
     UNION ALL
    SELECT 35, m.mapcfg, m.maptokentype * 100 + m.mapseqno, m.xmin FROM pg_ts_config_map m
     UNION ALL
    SELECT 36, l.oid, 0, l.xmin FROM pg_language l
     UNION ALL
    SELECT 38, m.roleid, m.member::int, m.xmin FROM pg_auth_members m
     UNION ALL
    SELECT 39, a.aggfnoid, 0, a.xmin FROM pg_aggregate a
     UNION ALL
    SELECT 40, c.oid, 0, c.xmin FROM pg_conversion c WHERE c.oid >= 16384
     UNION ALL
    SELECT 41, a.oid, 0, a.xmin FROM pg_am a
     UNION ALL
    SELECT 42, s.objoid, s.objsubid, s.xmin FROM pg_seclabel s
     UNION ALL
    SELECT 43, r.rngtypid, 0, r.xmin FROM pg_range r
     UNION ALL
    SELECT 44, u.umid, hashtext(coalesce(u.umoptions::text, '')), '0'::xid FROM pg_user_mappings u
     UNION ALL
    SELECT 45, o.oid, 0, o.xmin FROM pg_amop o
     UNION ALL
    SELECT 46, p.oid, 0, p.xmin FROM pg_amproc p
     UNION ALL
    SELECT 47, t.oid, 0, t.xmin FROM pg_transform t
     UNION ALL
    SELECT 48, p.oid, 0, p.xmin FROM pg_ts_parser p
     UNION ALL
    SELECT 49, t.oid, 0, t.xmin FROM pg_ts_template t
     UNION ALL
    SELECT 50, p.objoid, p.objsubid, p.xmin FROM pg_init_privs p
     UNION ALL
    SELECT 51, t.oid, 0, t.xmin FROM pg_tablespace t
     UNION ALL
    SELECT 52, r.oid, hashtext(r.rolname::text), '0'::xid FROM pg_roles r
),
own AS (
    -- in catalogs that all databases of the server share
    SELECT 22 AS catalog, s.setdatabase AS oid, s.setrole::int AS part, s.xmin FROM pg_db_role_setting s
     UNION ALL
    SELECT 37, b.oid, 0, b.xmin FROM pg_database b WHERE b.datname = current_database()
     UNION ALL
    SELECT 53, d.objoid, 0, d.xmin FROM pg_shdescription d WHERE d.classoid = 'pg_database'::regclass
     UNION ALL
    SELECT 54, s.subdbid, hashtext(ROW(s.subname, s.subowner, s.subenabled, s.subslotname, s.subpublications)::text), '0'::xid
      FROM pg_subscription s
),
entry_sum AS (
    SELECT count(*) AS number, coalesce(sum(hashtextextended(xmin::text, (catalog::bigint << 56) + (oid::bigint << 16) + part)), 0) AS hash
      FROM entry
),
own_sum AS (
    SELECT count(*) AS number, coalesce(sum(hashtextextended(xmin::text, (catalog::bigint << 56) + (oid::bigint << 16) + part)), 0) AS hash
      FROM own
)
SELECT e.number || ':' || e.hash || '/' || o.number || ':' || o.hash, e.number || ':' || e.hash
  FROM entry_sum e, own_sum o
