package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.Catalog.Column;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The database in its two states: with the rows of other tenants, and without them. */
final class Stage {
    /** Of the review's own objects in the reviewed database. */
    static final String SCHEMA = "seamwright_review";

    private final Connection owner;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final Map<String, String> failures = new TreeMap<>();

    Stage(Connection owner, Catalog catalog, Tenancy tenancy) {
        this.owner = owner;
        this.catalog = catalog;
        this.tenancy = tenancy;
    }

    /** Tables of which rows of others could not be taken away or put back, with PostgreSQL's refusal. */
    Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Tables that hold rows themselves; a partition's are its parent's. */
    List<Relation> holders() {
        return catalog.tables().stream()
                .filter(table -> table.parents().stream()
                        .noneMatch(parent -> catalog.relations().containsKey(parent)
                                && catalog.relation(parent).kind() == 'p'))
                .toList();
    }

    /** Makes the function by which any role may see the rows of others: to tell whether it has changed them. */
    void prepare() throws SQLException {
        execute(owner, "CREATE SCHEMA " + SCHEMA);
        execute(owner, "GRANT USAGE ON SCHEMA " + SCHEMA + " TO PUBLIC");
        execute(owner, "CREATE TABLE %s.watched (query text NOT NULL)".formatted(SCHEMA));
        for (var table : holders()) {
            var others = tenancy.notOwn(table, "t");
            if (others != null) {
                execute(
                        owner,
                        "INSERT INTO %s.watched VALUES (%s)"
                                .formatted(
                                        SCHEMA,
                                        Catalog.literal("SELECT %s || ' ' || t::text FROM %s%s t WHERE %s"
                                                .formatted(
                                                        Catalog.literal(table.name()),
                                                        only(table),
                                                        table.name(),
                                                        others))));
            }
        }
        execute(owner, """
                CREATE FUNCTION %1$s.others() RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
                DECLARE w record;
                BEGIN
                    FOR w IN SELECT query FROM %1$s.watched LOOP RETURN QUERY EXECUTE w.query; END LOOP;
                END $$
                """.formatted(SCHEMA));
    }

    private static String only(Relation table) {
        return table.kind() == 'p' ? "" : "ONLY ";
    }

    /** All rows of others, by what {@link #prepare} made. */
    static List<String> others(Statement statement) throws SQLException {
        var rows = new ArrayList<String>();
        try (var row = statement.executeQuery("SELECT o FROM %s.others() o ORDER BY 1".formatted(SCHEMA))) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    List<String> others() throws SQLException {
        try (var statement = owner.createStatement()) {
            return others(statement);
        }
    }

    /** Puts the rows of others aside. */
    void removeOthers() throws SQLException {
        var tables = new ArrayList<Relation>();
        for (var table : holders()) {
            var others = tenancy.others(table, "t");
            if (others != null) {
                execute(owner, "DROP TABLE IF EXISTS " + saved(table));
                execute(
                        owner,
                        "CREATE TABLE %s AS SELECT * FROM %s%s t WHERE %s"
                                .formatted(saved(table), only(table), table.name(), others));
                tables.add(table);
            }
        }
        // what has no tenant column is another's as long as the row is there to which it points
        tables.sort((a, b) ->
                Boolean.compare(tenancy.column(a).isPresent(), tenancy.column(b).isPresent()));
        repeat(
                tables,
                table ->
                        "DELETE FROM %s%s t WHERE %s".formatted(only(table), table.name(), tenancy.others(table, "t")));
        refresh();
    }

    /** Puts them back. */
    void restoreOthers() throws SQLException {
        var tables = holders().stream()
                .filter(table -> tenancy.others(table, "t") != null)
                .toList();
        repeat(tables, table -> {
            var columns = table.columns().stream()
                    .filter(column ->
                            !column.computed() || column.defaultValue().isEmpty())
                    .map(Column::name)
                    .toList();
            // what is still there could not be taken away
            return "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %3$s ON CONFLICT DO NOTHING"
                    .formatted(table.name(), String.join(", ", columns), saved(table));
        });
        refresh();
    }

    /** Executes a statement for each table, again for those that PostgreSQL refused while it took others. */
    private void repeat(List<Relation> tables, java.util.function.Function<Relation, String> sql) throws SQLException {
        var left = new ArrayList<>(tables);
        for (var before = left.size() + 1; !left.isEmpty() && left.size() < before; ) {
            before = left.size();
            for (var table : List.copyOf(left)) {
                try {
                    execute(owner, sql.apply(table));
                    left.remove(table);
                    failures.remove(table.name());
                } catch (SQLException refused) {
                    if (owner.isClosed()) {
                        throw refused;
                    }
                    failures.put(table.name(), Rejected.error(refused));
                }
            }
        }
    }

    private static String saved(Relation table) {
        return "%s.saved_%d".formatted(SCHEMA, table.oid());
    }

    /** Brings the materialized views up to date. */
    void refresh() throws SQLException {
        for (var relation : catalog.relations().values()) {
            if (relation.kind() == 'm') {
                try {
                    execute(owner, "REFRESH MATERIALIZED VIEW " + relation.name());
                } catch (SQLException refused) {
                    if (owner.isClosed()) {
                        throw refused;
                    }
                    failures.put(relation.name(), Rejected.error(refused));
                }
            }
        }
    }
}
