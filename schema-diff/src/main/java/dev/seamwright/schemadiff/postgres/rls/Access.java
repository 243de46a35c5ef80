package dev.seamwright.schemadiff.postgres.rls;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a role may do, by PostgreSQL's own count: also what it inherits, and what everyone may.
 *
 * @param creates a schema in which it may make tables; null: none
 * @param roles to which its login may SET ROLE
 * @param owned relations that it may alter as their owner
 */
record Access(
        Map<Long, OnRelation> relations,
        Set<Long> routines,
        Map<String, String> sequences,
        @Nullable String creates,
        List<String> roles,
        Set<Long> owned) {
    private static final OnRelation NONE = new OnRelation(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    Access {
        relations = Map.copyOf(relations);
        routines = Set.copyOf(routines);
        sequences = Map.copyOf(sequences);
        roles = List.copyOf(roles);
        owned = Set.copyOf(owned);
    }

    /** Numbers of columns by command, and the privileges on the whole relation. */
    record OnRelation(
            Set<Integer> select, Set<Integer> insert, Set<Integer> update, Set<Integer> references, Set<String> whole) {
        OnRelation {
            select = Set.copyOf(select);
            insert = Set.copyOf(insert);
            update = Set.copyOf(update);
            references = Set.copyOf(references);
            whole = Set.copyOf(whole);
        }
    }

    OnRelation on(long relation) {
        return relations.getOrDefault(relation, NONE);
    }

    static Access of(Connection owner, String role) throws SQLException {
        var name = Catalog.literal(role);
        var relations = new HashMap<Long, OnRelation>();
        Catalog.query(
                owner,
                """
                SELECT c.oid,
                       array_agg(a.attnum::int) FILTER (WHERE has_column_privilege(%1$s, c.oid, a.attnum, 'SELECT')),
                       array_agg(a.attnum::int) FILTER (WHERE has_column_privilege(%1$s, c.oid, a.attnum, 'INSERT')),
                       array_agg(a.attnum::int) FILTER (WHERE has_column_privilege(%1$s, c.oid, a.attnum, 'UPDATE')),
                       array_agg(a.attnum::int) FILTER (WHERE has_column_privilege(%1$s, c.oid, a.attnum, 'REFERENCES')),
                       array_remove(ARRAY[CASE WHEN has_table_privilege(%1$s, c.oid, 'DELETE') THEN 'DELETE' END,
                                          CASE WHEN has_table_privilege(%1$s, c.oid, 'TRUNCATE') THEN 'TRUNCATE' END,
                                          CASE WHEN has_table_privilege(%1$s, c.oid, 'TRIGGER') THEN 'TRIGGER' END], NULL)
                  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_schema_privilege(%1$s, c.relnamespace, 'USAGE')
                 GROUP BY c.oid
                """.formatted(name),
                row -> relations.put(
                        row.getLong(1),
                        new OnRelation(
                                numbers(row.getArray(2)),
                                numbers(row.getArray(3)),
                                numbers(row.getArray(4)),
                                numbers(row.getArray(5)),
                                Set.of((String[]) row.getArray(6).getArray()))));
        var routines = Catalog.query(owner, """
                SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                   AND has_function_privilege(%1$s, p.oid, 'EXECUTE') AND has_schema_privilege(%1$s, n.oid, 'USAGE')
                """.formatted(name), row -> row.getLong(1));
        var sequences = new HashMap<String, String>();
        Catalog.query(owner, """
                SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                       concat_ws(',', CASE WHEN has_sequence_privilege(%1$s, c.oid, 'SELECT') THEN 'SELECT' END,
                                      CASE WHEN has_sequence_privilege(%1$s, c.oid, 'USAGE') THEN 'USAGE' END,
                                      CASE WHEN has_sequence_privilege(%1$s, c.oid, 'UPDATE') THEN 'UPDATE' END)
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind = 'S' AND has_schema_privilege(%1$s, n.oid, 'USAGE')
                """.formatted(name), row -> sequences.put(row.getString(1), row.getString(2)));
        var creates = Catalog.query(owner, """
                SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND has_schema_privilege(%s, oid, 'CREATE')
                 ORDER BY nspname LIMIT 1
                """.formatted(name), row -> row.getString(1));
        var roles = Catalog.query(
                owner,
                """
                SELECT rolname FROM pg_roles WHERE rolname <> %1$s AND NOT rolsuper AND pg_has_role(%1$s, oid, '%2$s') ORDER BY oid
                """.formatted(name, owner.getMetaData().getDatabaseMajorVersion() >= 16 ? "SET" : "MEMBER"),
                row -> row.getString(1));
        var owned = Catalog.query(
                owner,
                "SELECT oid FROM pg_class WHERE relkind IN ('r', 'p') AND pg_has_role(%s, relowner, 'USAGE')"
                        .formatted(name),
                row -> row.getLong(1));
        return new Access(
                relations,
                new HashSet<>(routines),
                sequences,
                creates.isEmpty() ? null : creates.getFirst(),
                roles,
                new HashSet<>(owned));
    }

    private static Set<Integer> numbers(java.sql.@Nullable Array array) throws SQLException {
        return array == null ? Set.of() : Set.of((Integer[]) array.getArray());
    }
}
