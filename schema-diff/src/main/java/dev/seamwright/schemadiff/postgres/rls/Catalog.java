package dev.seamwright.schemadiff.postgres.rls;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogs say of the database that is reviewed: names are quoted where SQL needs it, and carry their schemas. Objects of
 * extensions and of PostgreSQL itself are left out.
 */
record Catalog(
        Map<Long, Relation> relations,
        List<Key> keys,
        List<ForeignKey> foreignKeys,
        List<Policy> policies,
        List<Routine> routines,
        List<Trigger> triggers,
        List<Sequence> sequences,
        List<Role> roles,
        Map<String, String> defaultSettings,
        Set<String> openByDefault,
        boolean publishes) {
    Catalog {
        relations = Map.copyOf(relations);
        keys = List.copyOf(keys);
        foreignKeys = List.copyOf(foreignKeys);
        policies = List.copyOf(policies);
        routines = List.copyOf(routines);
        triggers = List.copyOf(triggers);
        sequences = List.copyOf(sequences);
        roles = List.copyOf(roles);
        defaultSettings = Map.copyOf(defaultSettings);
        openByDefault = Set.copyOf(openByDefault);
    }

    /**
     * A table, view, materialized view or foreign table.
     *
     * @param kind as {@code pg_class.relkind}
     * @param parents oids of the tables of which it is a partition or child
     * @param options storage and view options, {@code security_invoker=true} for example
     * @param definition of a view, else empty
     */
    record Relation(
            long oid,
            String name,
            String bareName,
            char kind,
            boolean secured,
            boolean forced,
            String owner,
            List<Long> parents,
            List<String> options,
            String definition,
            List<Column> columns) {
        Relation {
            parents = List.copyOf(parents);
            options = List.copyOf(options);
            columns = List.copyOf(columns);
        }

        boolean isTable() {
            return kind == 'r' || kind == 'p';
        }

        Column column(int number) {
            return columns.stream()
                    .filter(column -> column.number() == number)
                    .findFirst()
                    .orElseThrow();
        }

        Optional<Column> named(String bare) {
            return columns.stream()
                    .filter(column -> column.bareName().equals(bare))
                    .findFirst();
        }
    }

    /**
     * A column.
     *
     * @param category as {@code pg_type.typcategory}, of a domain's base type
     * @param baseType of a domain, else the type; without length
     * @param length of {@code varchar(n)} and {@code char(n)}, else 0
     * @param filled whether PostgreSQL fills it: a default, an identity
     * @param computed whether nobody may write it: generated, or an identity that is always generated
     */
    record Column(
            int number,
            String name,
            String bareName,
            String type,
            char category,
            String baseType,
            int length,
            boolean notNull,
            boolean filled,
            boolean computed,
            String defaultValue,
            List<String> labels,
            List<String> checks) {
        Column {
            labels = List.copyOf(labels);
            checks = List.copyOf(checks);
        }

        boolean isBoolean() {
            return category == 'B';
        }

        /** Whether it is {@code GENERATED ALWAYS AS IDENTITY}: an INSERT may name it that says {@code OVERRIDING SYSTEM VALUE}. */
        boolean drawn() {
            return computed && defaultValue.isEmpty();
        }
    }

    /** A primary key, unique or exclusion constraint, unique index, or check; a check's columns are those that it names. */
    record Key(long relation, String name, KeyKind kind, List<Integer> columns, String definition) {
        Key {
            columns = List.copyOf(columns);
        }
    }

    enum KeyKind {
        PRIMARY,
        UNIQUE,
        EXCLUSION,
        CHECK
    }

    /** @param cascades whether deleting or changing the target's row changes this one */
    record ForeignKey(
            String name,
            long relation,
            List<Integer> columns,
            long target,
            List<Integer> targetColumns,
            boolean cascades) {
        ForeignKey {
            columns = List.copyOf(columns);
            targetColumns = List.copyOf(targetColumns);
        }
    }

    /**
     * A policy.
     *
     * @param command as {@code pg_policy.polcmd}: {@code *} is all
     * @param roles names; {@code public} is everyone
     * @param columns of the relation that it names
     * @param reads oids of other relations that it names
     * @param calls oids of the functions that it names
     */
    record Policy(
            long relation,
            String name,
            boolean permissive,
            char command,
            List<String> roles,
            String using,
            String check,
            List<Integer> columns,
            List<Long> reads,
            List<Long> calls) {
        Policy {
            roles = List.copyOf(roles);
            columns = List.copyOf(columns);
            reads = List.copyOf(reads);
            calls = List.copyOf(calls);
        }

        String text() {
            return using + " " + check;
        }
    }

    /** @param arguments of types that a caller gives, in order */
    record Routine(
            long oid,
            String name,
            String signature,
            boolean procedure,
            boolean trigger,
            List<Argument> arguments,
            boolean definer,
            boolean leakproof,
            List<String> settings,
            String body) {
        Routine {
            arguments = List.copyOf(arguments);
            settings = List.copyOf(settings);
        }

        /** Whether temporary tables of the caller cannot answer for the tables that it names. */
        boolean pinsSearchPath() {
            return settings.stream()
                    .filter(setting -> setting.startsWith("search_path="))
                    .map(setting -> setting.substring("search_path=".length())
                            .replace("\"", "")
                            .strip())
                    .anyMatch(
                            path -> path.equals("pg_temp") || path.endsWith(", pg_temp") || path.endsWith(",pg_temp"));
        }
    }

    record Argument(String type, char category, List<String> labels) {
        Argument {
            labels = List.copyOf(labels);
        }
    }

    record Trigger(long relation, long routine) {}

    /** @param feeds oid of the table whose column draws from it; 0: none */
    record Sequence(String name, long feeds) {}

    record Role(String name, boolean bypasses, boolean replicates) {}

    Relation relation(long oid) {
        var relation = relations.get(oid);
        if (relation == null) {
            throw new IllegalStateException("no relation with oid " + oid);
        }
        return relation;
    }

    List<Relation> tables() {
        return relations.values().stream()
                .filter(Relation::isTable)
                .sorted((a, b) -> Long.compare(a.oid(), b.oid()))
                .toList();
    }

    List<Policy> policiesOf(long relation) {
        return policies.stream().filter(policy -> policy.relation() == relation).toList();
    }

    Optional<Routine> routine(long oid) {
        return routines.stream().filter(routine -> routine.oid() == oid).findFirst();
    }

    Optional<Role> role(String name) {
        return roles.stream().filter(role -> role.name().equals(name)).findFirst();
    }

    /** Everything in which a setting may be read: policies, functions, views, defaults. */
    List<String> texts() {
        var texts = new ArrayList<String>();
        policies.forEach(policy -> texts.add(policy.text()));
        routines.forEach(routine -> texts.add(routine.body()));
        relations.values().forEach(relation -> texts.add(relation.definition()));
        return texts;
    }

    private static final String OWN =
            " n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '" + Stage.SCHEMA + "') ";

    private static String notOfExtension(String catalog, String oid) {
        return " NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '%s'::regclass AND e.objid = %s AND e.deptype = 'e') "
                .formatted(catalog, oid);
    }

    /** @param foreign oids of tables that stand in for foreign ones */
    static Catalog read(Connection connection, Set<Long> foreign) throws SQLException {
        var columns = columns(connection);
        var relations = relations(connection, columns, foreign);
        return new Catalog(
                relations,
                keys(connection, relations),
                foreignKeys(connection, relations),
                policies(connection),
                routines(connection),
                triggers(connection),
                sequences(connection),
                roles(connection),
                defaultSettings(connection),
                openByDefault(connection),
                query(connection, "SELECT count(*) > 0 FROM pg_publication", row -> row.getBoolean(1))
                        .getFirst());
    }

    private static Map<Long, List<Column>> columns(Connection connection) throws SQLException {
        var columns = new HashMap<Long, List<Column>>();
        query(
                connection,
                """
                WITH RECURSIVE base (oid, base, typmod) AS (
                    SELECT t.oid, CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, t.typtypmod FROM pg_type t
                    UNION
                    SELECT b.oid, t.typbasetype, t.typtypmod FROM base b JOIN pg_type t ON t.oid = b.base WHERE t.typtype = 'd'
                )
                SELECT a.attrelid, a.attnum, quote_ident(a.attname), a.attname, format_type(a.atttypid, a.atttypmod),
                       t.typcategory, t.typname,
                       CASE WHEN t.typname IN ('varchar', 'bpchar')
                            THEN greatest(CASE WHEN a.atttypmod > 0 THEN a.atttypmod ELSE b.typmod END - 4, 0) ELSE 0 END,
                       a.attnotnull OR EXISTS (SELECT FROM pg_type y WHERE y.oid = a.atttypid AND y.typnotnull),
                       a.atthasdef OR a.attidentity <> '', a.attgenerated <> '' OR a.attidentity = 'a',
                       coalesce(pg_get_expr(d.adbin, d.adrelid), ''),
                       coalesce((SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '{}'),
                       coalesce((SELECT array_agg(pg_get_constraintdef(k.oid)) FROM pg_constraint k WHERE k.contypid = a.atttypid), '{}')
                  FROM pg_attribute a
                  JOIN pg_class c ON c.oid = a.attrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN base b ON b.oid = a.atttypid
                  JOIN pg_type t ON t.oid = b.base AND t.typtype <> 'd'
                  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                 WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND %s
                 ORDER BY a.attrelid, a.attnum
                """.formatted(OWN),
                row -> columns.computeIfAbsent(row.getLong(1), absent -> new ArrayList<>())
                        .add(new Column(
                                row.getInt(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6).charAt(0),
                                row.getString(7),
                                row.getInt(8),
                                row.getBoolean(9),
                                row.getBoolean(10),
                                row.getBoolean(11),
                                row.getString(12),
                                texts(row, 13),
                                texts(row, 14))));
        return columns;
    }

    private static Map<Long, Relation> relations(
            Connection connection, Map<Long, List<Column>> columns, Set<Long> foreign) throws SQLException {
        return query(
                        connection,
                        """
                SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relname, c.relkind, c.relrowsecurity,
                       c.relforcerowsecurity, pg_get_userbyid(c.relowner),
                       coalesce((SELECT array_agg(i.inhparent::bigint) FROM pg_inherits i WHERE i.inhrelid = c.oid), '{}'),
                       coalesce(c.reloptions, '{}'),
                       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) ELSE '' END
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND %s AND %s
                """.formatted(OWN, notOfExtension("pg_class", "c.oid")),
                        row -> new Relation(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                foreign.contains(row.getLong(1))
                                        ? 'f'
                                        : row.getString(4).charAt(0),
                                row.getBoolean(5),
                                row.getBoolean(6),
                                row.getString(7),
                                longs(row, 8),
                                texts(row, 9),
                                row.getString(10),
                                columns.getOrDefault(row.getLong(1), List.of())))
                .stream()
                .collect(Collectors.toMap(Relation::oid, relation -> relation));
    }

    private static List<Key> keys(Connection connection, Map<Long, Relation> relations) throws SQLException {
        var keys = query(
                connection,
                """
                SELECT i.indrelid, coalesce(quote_ident(k.conname), i.indexrelid::regclass::text),
                       CASE WHEN i.indisprimary THEN 'PRIMARY' WHEN k.contype = 'x' THEN 'EXCLUSION' ELSE 'UNIQUE' END,
                       (SELECT array_agg(x.n::int ORDER BY x.place) FROM unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY x (n, place)
                         WHERE x.n > 0),
                       coalesce(pg_get_constraintdef(k.oid), pg_get_indexdef(i.indexrelid))
                  FROM pg_index i
                  LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = i.indrelid
                 WHERE i.indisunique OR i.indisexclusion
                UNION ALL
                SELECT k.conrelid, quote_ident(k.conname), 'CHECK', k.conkey::int[], pg_get_constraintdef(k.oid)
                  FROM pg_constraint k WHERE k.contype = 'c' AND k.conrelid <> 0
                """,
                row -> new Key(
                        row.getLong(1),
                        row.getString(2),
                        KeyKind.valueOf(row.getString(3)),
                        ints(row, 4),
                        row.getString(5)));
        return keys.stream()
                .filter(key -> relations.containsKey(key.relation()))
                .toList();
    }

    private static List<ForeignKey> foreignKeys(Connection connection, Map<Long, Relation> relations)
            throws SQLException {
        var keys = query(
                connection,
                """
                SELECT quote_ident(k.conname), k.conrelid, k.conkey::int[], k.confrelid, k.confkey::int[],
                       k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd')
                  FROM pg_constraint k WHERE k.contype = 'f' ORDER BY k.oid
                """,
                row -> new ForeignKey(
                        row.getString(1),
                        row.getLong(2),
                        ints(row, 3),
                        row.getLong(4),
                        ints(row, 5),
                        row.getBoolean(6)));
        return keys.stream()
                .filter(key -> relations.containsKey(key.relation()) && relations.containsKey(key.target()))
                .toList();
    }

    private static List<Policy> policies(Connection connection) throws SQLException {
        return query(
                connection,
                """
                SELECT p.polrelid, quote_ident(p.polname), p.polpermissive, p.polcmd,
                       (SELECT array_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END) FROM unnest(p.polroles) r),
                       coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''),
                       coalesce((SELECT array_agg(DISTINCT d.refobjsubid) FROM pg_depend d WHERE d.classid = 'pg_policy'::regclass
                           AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p.polrelid AND d.refobjsubid > 0), '{}'),
                       coalesce((SELECT array_agg(DISTINCT d.refobjid::bigint) FROM pg_depend d WHERE d.classid = 'pg_policy'::regclass
                           AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> p.polrelid), '{}'),
                       coalesce((SELECT array_agg(DISTINCT d.refobjid::bigint) FROM pg_depend d WHERE d.classid = 'pg_policy'::regclass
                           AND d.objid = p.oid AND d.refclassid = 'pg_proc'::regclass), '{}')
                  FROM pg_policy p ORDER BY p.oid
                """,
                row -> new Policy(
                        row.getLong(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getString(4).charAt(0),
                        texts(row, 5),
                        row.getString(6),
                        row.getString(7),
                        ints(row, 8),
                        longs(row, 9),
                        longs(row, 10)));
    }

    private static List<Routine> routines(Connection connection) throws SQLException {
        var arguments = new HashMap<Long, List<Argument>>();
        query(
                connection,
                """
                SELECT p.oid, format_type(t.oid, NULL), coalesce(b.typcategory, t.typcategory),
                       coalesce((SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '{}')
                  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                 CROSS JOIN LATERAL unnest(p.proargtypes) WITH ORDINALITY x (type, place)
                  JOIN pg_type t ON t.oid = x.type LEFT JOIN pg_type b ON b.oid = t.typbasetype
                 WHERE p.prokind IN ('f', 'p') AND %s ORDER BY p.oid, x.place
                """.formatted(OWN),
                row -> arguments
                        .computeIfAbsent(row.getLong(1), absent -> new ArrayList<>())
                        .add(new Argument(row.getString(2), row.getString(3).charAt(0), texts(row, 4))));
        return query(
                connection,
                """
                SELECT p.oid, quote_ident(n.nspname) || '.' || quote_ident(p.proname),
                       quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
                       p.prokind = 'p', p.prorettype IN ('trigger'::regtype, 'event_trigger'::regtype), p.prosecdef, p.proleakproof,
                       coalesce(p.proconfig, '{}'), CASE WHEN p.prosqlbody IS NULL THEN p.prosrc ELSE pg_get_function_sqlbody(p.oid) END
                  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                 WHERE p.prokind IN ('f', 'p') AND %s AND %s ORDER BY p.oid
                """.formatted(OWN, notOfExtension("pg_proc", "p.oid")),
                row -> new Routine(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        arguments.getOrDefault(row.getLong(1), List.of()),
                        row.getBoolean(6),
                        row.getBoolean(7),
                        texts(row, 8),
                        row.getString(9)));
    }

    private static List<Trigger> triggers(Connection connection) throws SQLException {
        return query(
                connection,
                "SELECT tgrelid, tgfoid FROM pg_trigger WHERE NOT tgisinternal ORDER BY oid",
                row -> new Trigger(row.getLong(1), row.getLong(2)));
    }

    private static List<Sequence> sequences(Connection connection) throws SQLException {
        return query(
                connection,
                """
                SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), coalesce(
                       (SELECT d.refobjid FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                           AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') LIMIT 1),
                       (SELECT a.adrelid FROM pg_depend d JOIN pg_attrdef a ON a.oid = d.objid
                         WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid LIMIT 1), 0)
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind = 'S' AND %s AND %s ORDER BY c.oid
                """.formatted(OWN, notOfExtension("pg_class", "c.oid")),
                row -> new Sequence(row.getString(1), row.getLong(2)));
    }

    private static List<Role> roles(Connection connection) throws SQLException {
        return query(
                connection,
                "SELECT rolname, rolbypassrls OR rolsuper, rolreplication FROM pg_roles ORDER BY oid",
                row -> new Role(row.getString(1), row.getBoolean(2), row.getBoolean(3)));
    }

    private static Map<String, String> defaultSettings(Connection connection) throws SQLException {
        var settings = new HashMap<String, String>();
        query(connection, """
                SELECT coalesce(nullif(s.setrole, 0)::regrole::text, ''), unnest(s.setconfig) FROM pg_db_role_setting s
                 WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                """, row -> {
            var setting = row.getString(2);
            return settings.put(setting.substring(0, setting.indexOf('=')), row.getString(1));
        });
        return settings;
    }

    private static Set<String> openByDefault(Connection connection) throws SQLException {
        return Set.copyOf(query(connection, """
                SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee)::text END
                  FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) a
                 WHERE d.defaclobjtype = 'r' AND a.privilege_type = 'SELECT' AND a.grantee <> d.defaclrole
                """, row -> row.getString(1)));
    }

    /** Reads one row. */
    interface Mapper<T extends @Nullable Object> {
        T map(ResultSet row) throws SQLException;
    }

    static <T extends @Nullable Object> List<T> query(Connection connection, String sql, Mapper<T> mapper)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (var rows = statement.executeQuery(sql)) {
                var result = new ArrayList<T>();
                while (rows.next()) {
                    result.add(mapper.map(rows));
                }
                return result;
            }
        }
    }

    static String literal(String text) {
        var quoted = '\'' + text.replace("'", "''").replace("\\", "\\\\") + '\'';
        return text.indexOf('\\') < 0 ? quoted : 'E' + quoted;
    }

    static String array(Collection<String> texts) {
        return texts.isEmpty()
                ? "'{}'::text[]"
                : texts.stream().map(Catalog::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static List<Integer> ints(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((Integer[]) array.getArray());
    }

    private static List<Long> longs(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((Long[]) array.getArray());
    }
}
