SELECT u.kind, u.count
  FROM (SELECT 'large object' AS kind, count(*) AS count FROM pg_largeobject_metadata
         UNION ALL
        SELECT 'setting of a role for every database', count(*) FROM pg_db_role_setting WHERE setdatabase = 0
         UNION ALL
        SELECT 'privilege on a configuration parameter', count(*) FROM pg_parameter_acl -- from 15
         UNION ALL -- from 15
        SELECT 'relation of kind ' || c.relkind::text, count(*)
          FROM pg_class c
         WHERE c.relkind NOT IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 'c', 't')
         GROUP BY c.relkind
         UNION ALL
        SELECT 'constraint of kind ' || k.contype::text, count(*)
          FROM pg_constraint k
         WHERE k.contype NOT IN ('c', 'f', 'p', 'u', 'x', 'n', 't')
         GROUP BY k.contype
         UNION ALL
        SELECT 'routine of kind ' || p.prokind::text, count(*)
          FROM pg_proc p
         WHERE p.prokind NOT IN ('f', 'p', 'a', 'w')
         GROUP BY p.prokind
         UNION ALL
        SELECT 'type of kind ' || t.typtype::text, count(*)
          FROM pg_type t
         WHERE t.typtype NOT IN ('b', 'c', 'd', 'e', 'm', 'p', 'r')
         GROUP BY t.typtype
         UNION ALL
        SELECT 'object in a system schema', count(*)
          FROM (SELECT oid, relnamespace AS namespace, 'pg_class'::regclass AS class FROM pg_class WHERE relkind <> 't'
                 UNION ALL
                SELECT oid, pronamespace, 'pg_proc'::regclass FROM pg_proc
                 UNION ALL
                SELECT oid, oprnamespace, 'pg_operator'::regclass FROM pg_operator) o
         WHERE o.oid >= 16384
           AND o.namespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
           AND NOT EXISTS (SELECT FROM pg_depend e
                            WHERE e.classid = o.class AND e.objid = o.oid AND e.deptype IN ('e', 'i'))
         UNION ALL
        SELECT 'catalog ' || c.relname, greatest(c.reltuples, 1)::bigint
          FROM pg_class c
         WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.oid < 16384
           AND c.relname NOT IN (
               'pg_aggregate', 'pg_am', 'pg_amop', 'pg_amproc', 'pg_attrdef', 'pg_attribute', 'pg_auth_members', 'pg_authid',
               'pg_cast', 'pg_class', 'pg_collation', 'pg_constraint', 'pg_conversion', 'pg_database', 'pg_db_role_setting',
               'pg_default_acl', 'pg_depend', 'pg_description', 'pg_enum', 'pg_event_trigger', 'pg_extension',
               'pg_foreign_data_wrapper', 'pg_foreign_server', 'pg_foreign_table', 'pg_index', 'pg_inherits', 'pg_init_privs',
               'pg_language', 'pg_largeobject', 'pg_largeobject_metadata', 'pg_namespace', 'pg_opclass', 'pg_operator',
               'pg_opfamily', 'pg_parameter_acl', 'pg_partitioned_table', 'pg_policy', 'pg_proc', 'pg_publication',
               'pg_publication_namespace', 'pg_publication_rel', 'pg_range', 'pg_replication_origin', 'pg_rewrite',
               'pg_seclabel', 'pg_sequence', 'pg_shdepend', 'pg_shdescription', 'pg_shseclabel', 'pg_statistic',
               'pg_statistic_ext', 'pg_statistic_ext_data', 'pg_subscription', 'pg_subscription_rel', 'pg_tablespace',
               'pg_transform', 'pg_trigger', 'pg_ts_config', 'pg_ts_config_map', 'pg_ts_dict', 'pg_ts_parser', 'pg_ts_template',
               'pg_type', 'pg_user_mapping')) u
 WHERE u.count > 0
