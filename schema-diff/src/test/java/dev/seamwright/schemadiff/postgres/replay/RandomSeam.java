package dev.seamwright.schemadiff.postgres.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A random schema with rows, the statements of a consumer, and changes. */
final class RandomSeam {
    private static final List<String> LABELS = List.of("open", "paid", "gone");

    private final Random random;
    private final List<Table> tables = new ArrayList<>();
    private int fresh;

    /** What the consumer binds: a key that exists, one that does not, an amount, a text, a number with a fraction, a tenant. */
    enum Value {
        KEY,
        FRESH,
        AMOUNT,
        TEXT,
        NUMBER,
        TENANT
    }

    /** SQL with {@code $1} and so on, each once and in order. */
    record Query(String sql, List<Value> values) {}

    private record Column(String name, String type, String constraint, Value value, boolean enumerated) {
        boolean required() {
            return constraint.contains("NOT NULL") && !constraint.contains("DEFAULT");
        }
    }

    private record Table(String name, int parent, List<Column> columns, boolean unique) {
        boolean nullable(String column) {
            return columns.stream()
                    .anyMatch(c -> c.name().equals(column) && !c.constraint().contains("NOT NULL"));
        }

        String view() {
            return "v_" + name;
        }
    }

    RandomSeam(long seed) {
        this.random = new Random(seed);
        var count = 3 + random.nextInt(2);
        for (var i = 0; i < count; i++) {
            var columns = new ArrayList<Column>();
            columns.add(new Column("id", "int", "PRIMARY KEY", Value.FRESH, false));
            columns.add(new Column("tenant", "int", "NOT NULL", Value.TENANT, false));
            if (i > 0) {
                columns.add(new Column("parent", "int", "NOT NULL REFERENCES t" + (i - 1), Value.KEY, false));
            }
            columns.add(new Column("code", pick("text", "varchar(20)"), pick("", "NOT NULL"), Value.TEXT, false));
            columns.add(new Column(
                    "qty",
                    pick("int", "bigint"),
                    pick("", "NOT NULL", "NOT NULL DEFAULT 0", "CHECK (qty > -100)"),
                    Value.AMOUNT,
                    false));
            columns.add(new Column("price", "numeric(10,2)", pick("", "DEFAULT 1"), Value.NUMBER, false));
            columns.add(new Column("status", "status", pick("", "NOT NULL DEFAULT 'open'"), Value.TEXT, true));
            columns.add(new Column("made", "timestamptz", "NOT NULL DEFAULT now()", Value.TEXT, true));
            tables.add(new Table("t" + i, i - 1, columns, random.nextBoolean()));
        }
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private Table table() {
        return tables.get(random.nextInt(tables.size()));
    }

    String schema() {
        var ddl = new StringBuilder("CREATE TYPE status AS ENUM ('open', 'paid', 'gone');\n");
        for (var table : tables) {
            ddl.append("CREATE TABLE %s (%s%s);\n"
                    .formatted(
                            table.name(),
                            table.columns().stream()
                                    .map(column ->
                                            "%s %s %s".formatted(column.name(), column.type(), column.constraint()))
                                    .collect(Collectors.joining(", ")),
                            table.unique() ? ", CONSTRAINT %s_code UNIQUE (code)".formatted(table.name()) : ""));
            ddl.append("CREATE VIEW %s AS SELECT id, code, qty FROM %s WHERE status IS DISTINCT FROM 'gone';\n"
                    .formatted(table.view(), table.name()));
            ddl.append(
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON %s, %s TO app;\n".formatted(table.name(), table.view()));
        }
        return ddl.toString();
    }

    /** What rows a real database has. */
    enum Rows {
        /** None fits the checks that a change may add. */
        OLD,
        /** They fit them; one has nothing where that is allowed, which fits any check. */
        FITTING
    }

    /** Rows as a real database has them, not as a replay would make them. */
    String rows(Rows kind) {
        var sql = new StringBuilder();
        for (var table : tables) {
            sql.append(
                    "INSERT INTO %s (id, tenant, %scode, qty, price, status) SELECT g, g %% 2 + 1, %s'code' || g, %s, %s, 'paid' FROM generate_series(1, 6) g;\n"
                            .formatted(
                                    table.name(),
                                    table.parent() < 0 ? "" : "parent, ",
                                    table.parent() < 0 ? "" : "g, ",
                                    kind == Rows.OLD
                                            ? "g * 3 - 90"
                                            : table.nullable("qty") ? "nullif(g, 3) * 3 + 150" : "g * 3 + 150",
                                    kind == Rows.OLD ? "NULL" : "g"));
        }
        return sql.toString();
    }

    /** A value that this consumer might bind. */
    String value(Value value) {
        return switch (value) {
            case KEY -> String.valueOf(1 + random.nextInt(6));
            case FRESH -> String.valueOf(1000 + fresh++);
            case AMOUNT ->
                random.nextInt(4) == 0
                        ? pick("-50", "0", "1", "9", "10", "11", "99", "101")
                        : String.valueOf(random.nextInt(300) - 20);
            case TEXT -> pick("a", "b", "code1", "longer " + random.nextInt(1000));
            case NUMBER -> pick("0", "1", "2.50", "-3", "250");
            case TENANT -> pick("1", "1", "2");
        };
    }

    Query query() {
        var table = table();
        var name = table.name();
        var column = table.columns().get(random.nextInt(table.columns().size())).name();
        return switch (random.nextInt(14)) {
            case 0 -> new Query("SELECT %s, id FROM %s WHERE id = $1".formatted(column, name), List.of(Value.KEY));
            case 1 -> new Query("SELECT * FROM %s WHERE qty > $1 ORDER BY id".formatted(name), List.of(Value.AMOUNT));
            case 2 -> new Query("SELECT count(*) FROM " + name, List.of());
            case 3 ->
                table.parent() < 0
                        ? new Query("SELECT code || 'x' FROM " + name, List.of())
                        : new Query(
                                "SELECT a.%s, b.code FROM %s a JOIN t%d b ON b.id = a.parent WHERE a.price >= $1"
                                        .formatted(column, name, table.parent()),
                                List.of(Value.NUMBER));
            case 4 ->
                new Query("SELECT id, code, qty FROM %s WHERE code = $1".formatted(table.view()), List.of(Value.TEXT));
            case 5 -> new Query("SELECT id FROM %s WHERE status = '%s'".formatted(name, label()), List.of());
            case 6 ->
                new Query("UPDATE %s SET qty = $1 WHERE id = $2".formatted(name), List.of(Value.AMOUNT, Value.KEY));
            case 7 ->
                new Query(
                        "UPDATE %s SET price = price + 1, code = $1 WHERE id = 3".formatted(name), List.of(Value.TEXT));
            case 8 -> new Query("DELETE FROM %s WHERE code = $1".formatted(name), List.of(Value.TEXT));
            case 9 ->
                new Query("UPDATE %s SET status = '%s' WHERE id = $1".formatted(name, label()), List.of(Value.KEY));
            case 10 -> insert(table, "ON CONFLICT (id) DO UPDATE SET code = excluded.code");
            case 11 -> insert(table, table.unique() ? "ON CONFLICT (code) DO NOTHING" : "RETURNING " + column);
            case 12 -> positional(table);
            default -> insert(table, "");
        };
    }

    private String label() {
        return LABELS.get(random.nextInt(LABELS.size()));
    }

    /** All columns without a default, and some of the others. */
    private Query insert(Table table, String end) {
        var columns = table.columns().stream()
                .filter(column -> !column.enumerated())
                .filter(column -> column.required() || column.name().equals("id") || random.nextBoolean())
                .toList();
        return new Query(
                "INSERT INTO %s (%s) VALUES (%s) %s"
                        .formatted(
                                table.name(),
                                columns.stream().map(Column::name).collect(Collectors.joining(", ")),
                                parameters(columns.size()),
                                end),
                columns.stream().map(Column::value).toList());
    }

    private static Query positional(Table table) {
        var columns =
                table.columns().stream().filter(column -> !column.enumerated()).toList();
        return new Query(
                "INSERT INTO %s VALUES (%s, 'open', now())".formatted(table.name(), parameters(columns.size())),
                columns.stream().map(Column::value).toList());
    }

    private static String parameters(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "$" + i).collect(Collectors.joining(", "));
    }

    /** Some statements of a migration; a database may refuse them. */
    List<String> change() {
        var table = table();
        var name = table.name();
        var columns = table.columns().subList(1, table.columns().size());
        var column = columns.get(random.nextInt(columns.size())).name();
        var alter = "ALTER TABLE %s ".formatted(name);
        return switch (random.nextInt(24)) {
            case 0 -> List.of(alter + "DROP COLUMN " + column);
            case 1 -> List.of(alter + "DROP COLUMN " + column + " CASCADE");
            case 2 -> List.of(alter + "RENAME COLUMN " + column + " TO renamed");
            case 3 -> List.of(alter + "RENAME TO renamed_" + name);
            case 4 ->
                List.of(
                        alter + "RENAME TO renamed_" + name,
                        "CREATE VIEW %s AS SELECT * FROM renamed_%s".formatted(name, name),
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO app".formatted(name));
            case 5 -> List.of(alter + "ADD COLUMN added text");
            case 6 -> List.of(alter + "ADD COLUMN added int NOT NULL DEFAULT 7");
            case 7 ->
                List.of(alter + "ADD COLUMN added int NOT NULL DEFAULT 7", alter + "ALTER COLUMN added DROP DEFAULT");
            case 8 -> List.of("DROP VIEW " + table.view());
            case 9 -> List.of("DROP VIEW " + table.view(), alter + "ALTER COLUMN qty TYPE text USING qty::text");
            case 10 -> List.of(alter + "ALTER COLUMN price TYPE int USING price::int");
            case 11 -> List.of("DROP VIEW " + table.view(), alter + "ALTER COLUMN code TYPE varchar(40)");
            case 12 -> List.of(alter + "ALTER COLUMN " + column + " SET NOT NULL");
            case 13 -> List.of(alter + "ALTER COLUMN " + column + " DROP DEFAULT");
            case 14 -> List.of(alter + "ADD CHECK (qty > %s) NOT VALID".formatted(pick("-10", "10", "100")));
            case 15 -> List.of(alter + "ADD CHECK (qty > 0 AND qty < 0) NOT VALID");
            case 16 -> List.of(alter + "DROP CONSTRAINT IF EXISTS %s_code".formatted(name));
            case 17 -> List.of("DROP TABLE %s CASCADE".formatted(name));
            case 18 ->
                List.of("REVOKE %s ON %s FROM app".formatted(pick("SELECT", "INSERT", "UPDATE", "DELETE"), name));
            case 19 -> List.of("ALTER TYPE status RENAME VALUE '%s' TO 'renamed'".formatted(label()));
            case 20 -> List.of(alter + "ENABLE ROW LEVEL SECURITY");
            case 21 ->
                List.of(
                        alter + "ENABLE ROW LEVEL SECURITY",
                        "CREATE POLICY own ON %s USING (tenant = current_setting('app.tenant')::int)".formatted(name));
            case 22 -> List.of(alter + "ALTER COLUMN qty TYPE smallint");
            default -> List.of(alter + "ADD CHECK (price IS NOT NULL) NOT VALID");
        };
    }
}
