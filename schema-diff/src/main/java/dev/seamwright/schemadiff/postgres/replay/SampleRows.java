package dev.seamwright.schemadiff.postgres.replay;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts a few rows into tables, those first that others refer to. The values follow from the types; what constraints reject is tried again
 * with other values. A table that takes none of them stays empty.
 */
final class SampleRows {
    private static final int ATTEMPTS = 24;

    private final Connection connection;
    private final SampleValues values;
    private final Map<Long, Table> tables = new LinkedHashMap<>();

    private record Table(long oid, String name, boolean forced, List<Column> columns, List<ForeignKey> foreignKeys) {}

    private record Column(
            int number,
            String name,
            long type,
            int modifier,
            boolean notNull,
            boolean generated,
            boolean identity,
            boolean hasDefault) {}

    private record ForeignKey(long target, List<Integer> columns, List<Integer> targetColumns) {}

    private SampleRows(Connection connection, SampleValues values) {
        this.connection = connection;
        this.values = values;
    }

    /**
     * Fills the tables that are wanted, and those that they refer to; in one transaction.
     *
     * @param connection in autocommit mode, of a role that has the rights of the tables' owners
     * @param wanted by the name of the table alone
     */
    static void fill(Connection connection, SampleValues values, Predicate<String> wanted) throws SQLException {
        var rows = new SampleRows(connection, values);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("BEGIN");
            var chosen = rows.read(statement, wanted);
            var done = new HashSet<Long>();
            for (var table : chosen) {
                rows.fill(statement, table, done);
            }
            rows.forward(statement);
            statement.execute("COMMIT");
        }
    }

    private List<Table> read(Statement statement, Predicate<String> wanted) throws SQLException {
        var chosen = new ArrayList<Table>();
        try (var row = statement.executeQuery("""
                SELECT c.oid, c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relforcerowsecurity,
                       a.attnum, quote_ident(a.attname), a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated <> '',
                       a.attidentity <> '', a.atthasdef
                  FROM pg_catalog.pg_class c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass
                                      AND e.objid = c.oid AND e.deptype = 'e')
                 ORDER BY c.oid, a.attnum
                """)) {
            while (row.next()) {
                var table = tables.get(row.getLong(1));
                if (table == null) {
                    table = new Table(
                            row.getLong(1), row.getString(3), row.getBoolean(4), new ArrayList<>(), new ArrayList<>());
                    tables.put(table.oid(), table);
                    if (wanted.test(row.getString(2))) {
                        chosen.add(table);
                    }
                }
                table.columns()
                        .add(new Column(
                                row.getInt(5),
                                row.getString(6),
                                row.getLong(7),
                                row.getInt(8),
                                row.getBoolean(9),
                                row.getBoolean(10),
                                row.getBoolean(11),
                                row.getBoolean(12)));
            }
        }
        try (var row = statement.executeQuery("""
                SELECT k.conrelid, k.confrelid, k.conkey::int4[], k.confkey::int4[]
                  FROM pg_catalog.pg_constraint k
                 WHERE k.contype = 'f' AND k.conparentid = 0
                """)) {
            while (row.next()) {
                var table = tables.get(row.getLong(1));
                if (table != null) {
                    table.foreignKeys()
                            .add(new ForeignKey(
                                    row.getLong(2),
                                    List.of((Integer[]) row.getArray(3).getArray()),
                                    List.of((Integer[]) row.getArray(4).getArray())));
                }
            }
        }
        return chosen;
    }

    private void fill(Statement statement, Table table, Set<Long> done) throws SQLException {
        if (!done.add(table.oid())) {
            return;
        }
        for (var key : table.foreignKeys()) {
            var target = tables.get(key.target());
            if (target != null) {
                fill(statement, target, done);
            }
        }
        // policies are for the consumers, not for us
        if (table.forced()) {
            statement.execute("ALTER TABLE %s NO FORCE ROW LEVEL SECURITY".formatted(table.name()));
        }
        for (var number = 0; number < SampleValues.ROWS; number++) {
            insert(statement, table, number);
        }
        if (table.forced()) {
            statement.execute("ALTER TABLE %s FORCE ROW LEVEL SECURITY".formatted(table.name()));
        }
    }

    /** Takes the sequences beyond the values that were written past them. */
    private void forward(Statement statement) throws SQLException {
        var sequences = new ArrayList<String>();
        try (var row = statement.executeQuery("""
                SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                  FROM pg_catalog.pg_sequence s
                  JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE s.seqincrement > 0 AND s.seqstart <= %d AND s.seqmax > %d
                """.formatted(SampleValues.ROWS, SampleValues.ROWS))) {
            while (row.next()) {
                sequences.add(row.getString(1));
            }
        }
        for (var sequence : sequences) {
            try {
                statement.execute("SAVEPOINT of_sequence");
                statement.execute("SELECT setval('%s', %d)".formatted(sequence.replace("'", "''"), SampleValues.ROWS));
            } catch (SQLException refusal) {
                if (connection.isClosed()) {
                    throw refusal;
                }
                // it begins elsewhere, or is not ours
                statement.execute("ROLLBACK TO of_sequence");
            }
        }
    }

    private void insert(Statement statement, Table table, int number) throws SQLException {
        var random = new Random(table.oid() * SampleValues.ROWS + number);
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                statement.execute(
                        "SAVEPOINT of_row; " + sql(table, number, attempt, random) + "; SET CONSTRAINTS ALL IMMEDIATE");
                statement.execute("SET CONSTRAINTS ALL DEFERRED; RELEASE of_row");
                return;
            } catch (SQLException refusal) {
                if (connection.isClosed()) {
                    throw refusal;
                }
                statement.execute("ROLLBACK TO of_row");
                if (table.columns().isEmpty()) {
                    return;
                }
            }
        }
    }

    /** At first the plain values; then with every default, then whatever may please a constraint. */
    private String sql(Table table, int number, int attempt, Random random) {
        var names = new ArrayList<String>();
        var expressions = new ArrayList<String>();
        for (var column : table.columns()) {
            if (column.generated() || (attempt % 2 == 1 && (column.hasDefault() || column.identity()))) {
                continue;
            }
            names.add(column.name());
            expressions.add(expression(table, column, number, attempt, random));
        }
        return names.isEmpty()
                ? "INSERT INTO %s DEFAULT VALUES".formatted(table.name())
                : "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)"
                        .formatted(table.name(), String.join(", ", names), String.join(", ", expressions));
    }

    private String expression(Table table, Column column, int number, int attempt, Random random) {
        for (var key : table.foreignKeys()) {
            var index = key.columns().indexOf(column.number());
            var target = tables.get(key.target());
            if (index < 0 || target == null) {
                continue;
            }
            if (target.oid() == table.oid()) {
                return column.notNull() ? literal(values.value(column.type(), column.modifier(), number)) : "NULL";
            }
            var name = target.columns().stream()
                    .filter(other -> other.number() == key.targetColumns().get(index))
                    .findFirst()
                    .orElseThrow()
                    .name();
            return "(SELECT %s FROM %s ORDER BY ctid OFFSET %d LIMIT 1)".formatted(name, target.name(), number);
        }
        var choice = attempt < 2 ? 0 : random.nextInt(4);
        return switch (choice) {
            case 0 -> literal(values.value(column.type(), column.modifier(), number));
            case 1 -> literal(values.value(column.type(), column.modifier(), random.nextInt(2 * SampleValues.ROWS)));
            case 2 ->
                values.constants().isEmpty()
                        ? literal(values.value(column.type(), column.modifier(), number))
                        : literal(values.constants()
                                .get(random.nextInt(values.constants().size())));
            default -> column.notNull() ? literal(values.value(column.type(), column.modifier(), number)) : "NULL";
        };
    }

    static String literal(@Nullable String value) {
        return value == null
                ? "NULL"
                : (value.indexOf('\\') >= 0 ? "E" : "") + "'"
                        + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
