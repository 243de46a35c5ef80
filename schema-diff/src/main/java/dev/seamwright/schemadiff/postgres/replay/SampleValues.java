package dev.seamwright.schemadiff.postgres.replay;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of every type of a database, in PostgreSQL's text form. The values with small numbers are in the sample rows; those from
 * {@link #FRESH} on are in none.
 */
final class SampleValues {
    /** How many rows a table has. */
    static final int ROWS = 3;
    /** The first value that is in no row. */
    static final int FRESH = ROWS;

    private static final int LETTERS = 26;
    private static final int BITS = 8;
    private static final Pattern STRING = Pattern.compile("'((?:[^']|'')*)'");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.'])-?\\d+(?:\\.\\d+)?");

    private final Map<Long, Type> types = new HashMap<>();
    private final Map<String, List<String>> constants = new HashMap<>();

    private record Type(
            String schema,
            String name,
            char kind,
            char category,
            long element,
            long base,
            List<String> labels,
            List<Long> attributes,
            long subtype) {}

    private SampleValues() {}

    /** The values for the types that there are now. */
    static SampleValues read(Connection connection) throws SQLException {
        var values = new SampleValues();
        try (var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("""
                    SELECT t.oid, n.nspname, t.typname, t.typtype, t.typcategory, t.typelem, t.typbasetype,
                           (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid),
                           (SELECT array_agg(a.atttypid::int8 ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
                             WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
                           coalesce(r.rngsubtype, 0)
                      FROM pg_catalog.pg_type t
                      JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                      LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
                     WHERE n.nspname <> 'pg_toast' AND NOT (n.nspname = 'pg_catalog' AND t.typtype = 'c')
                    """)) {
                while (row.next()) {
                    values.types.put(row.getLong(1), type(row));
                }
            }
            try (var row = statement.executeQuery("""
                    SELECT k.conname, pg_catalog.pg_get_constraintdef(k.oid)
                      FROM pg_catalog.pg_constraint k
                      JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
                     WHERE k.contype = 'c' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                    """)) {
                while (row.next()) {
                    values.learn(row.getString(1), row.getString(2));
                }
            }
        }
        return values;
    }

    private static Type type(ResultSet row) throws SQLException {
        return new Type(
                row.getString(2),
                row.getString(3),
                row.getString(4).charAt(0),
                row.getString(5).charAt(0),
                row.getLong(6),
                row.getLong(7),
                list(row.getArray(8), String[].class),
                list(row.getArray(9), Long[].class),
                row.getLong(10));
    }

    private static <T> List<T> list(@Nullable Array array, Class<T[]> type) throws SQLException {
        return array == null ? List.of() : List.of(type.cast(array.getArray()));
    }

    /** A check constraint names the values around which it decides. */
    private void learn(String constraint, String definition) {
        var found = constants.computeIfAbsent(constraint, absent -> new ArrayList<>());
        var strings = STRING.matcher(definition);
        while (strings.find()) {
            found.add(strings.group(1).replace("''", "'"));
        }
        var numbers = NUMBER.matcher(definition);
        while (numbers.find()) {
            var number = new BigDecimal(numbers.group());
            found.add(number.toPlainString());
            found.add(number.add(BigDecimal.ONE).toPlainString());
            found.add(number.subtract(BigDecimal.ONE).toPlainString());
        }
    }

    /** Values of which the constraint speaks; of any type. */
    List<String> constants(@Nullable String constraint) {
        return constraint == null ? List.of() : constants.getOrDefault(constraint, List.of());
    }

    /** Values of which any constraint speaks. */
    List<String> constants() {
        return constants.values().stream().flatMap(List::stream).distinct().toList();
    }

    /**
     * The value with this number; null: there is none that we know.
     *
     * @param modifier of the column, as in {@code pg_attribute.atttypmod}; -1: none
     */
    @Nullable
    String value(long oid, int modifier, int number) {
        var type = types.get(oid);
        if (type == null) {
            return null;
        }
        return switch (type.kind()) {
            case 'e' ->
                type.labels().isEmpty()
                        ? null
                        : type.labels().get(number % type.labels().size());
            case 'd' -> value(type.base(), modifier, number);
            case 'c' -> composite(type, number);
            case 'r' -> range(value(type.subtype(), -1, 2 * number), value(type.subtype(), -1, 2 * number + 1));
            case 'm' -> {
                var range = types.values().stream()
                        .filter(other -> other.kind() == 'r'
                                && type.name().equals(other.name().replace("range", "multirange")))
                        .findFirst();
                yield range.map(r -> "{"
                                + range(value(r.subtype(), -1, 2 * number), value(r.subtype(), -1, 2 * number + 1))
                                + "}")
                        .orElse("{}");
            }
            default ->
                type.category() == 'A' && type.element() != 0
                        ? array(value(type.element(), -1, number))
                        : scalar(type.name(), modifier, number);
        };
    }

    private @Nullable String composite(Type type, int number) {
        var parts = new ArrayList<String>();
        for (var attribute : type.attributes()) {
            var part = value(attribute, -1, number);
            parts.add(part == null ? "" : quoted(part));
        }
        return "(" + String.join(",", parts) + ")";
    }

    private static String range(@Nullable String from, @Nullable String to) {
        return from == null || to == null ? "empty" : "[" + quoted(from) + "," + quoted(to) + ")";
    }

    private static String array(@Nullable String element) {
        return element == null ? "{}" : "{" + quoted(element) + "}";
    }

    private static String quoted(String part) {
        return '"' + part.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static @Nullable String scalar(String name, int modifier, int number) {
        var n = number + 1;
        return switch (name) {
            case "int2", "int4", "int8", "numeric", "float4", "float8", "money", "oid", "xid", "cid", "xid8" ->
                String.valueOf(n);
            case "text",
                    "varchar",
                    "bpchar",
                    "char",
                    "name",
                    "citext",
                    "ltree",
                    "lquery",
                    "tsvector",
                    "tsquery",
                    "unknown" -> letters(number);
            case "bool" -> String.valueOf(number % 2 == 0);
            case "date" -> "2024-01-%02d".formatted(n % BITS + 1);
            case "timestamp", "timestamptz" -> "2024-01-%02d 12:00:00".formatted(n % BITS + 1);
            case "time", "timetz" -> "%02d:00:00".formatted(n % LETTERS % BITS);
            case "interval" -> n + " days";
            case "uuid" -> "00000000-0000-4000-8000-%012d".formatted(n);
            case "json", "jsonb" -> "{\"a\": %d}".formatted(n);
            case "jsonpath" -> "$.a";
            case "xml" -> "<a>%d</a>".formatted(n);
            case "bytea" -> "\\x%02x".formatted(n & 0xff);
            case "inet", "cidr" -> "10.0.0." + n;
            case "macaddr" -> "08:00:2b:01:02:%02x".formatted(n & 0xff);
            case "macaddr8" -> "08:00:2b:01:02:03:04:%02x".formatted(n & 0xff);
            case "bit", "varbit" -> bits(Math.max(modifier, 1), n);
            case "point" -> "(%d,%d)".formatted(n, n);
            case "lseg", "path" -> "[(0,0),(%d,%d)]".formatted(n, n);
            case "box" -> "(0,0),(%d,%d)".formatted(n, n);
            case "polygon" -> "((0,0),(%d,0),(0,%d))".formatted(n, n);
            case "line" -> "{1,%d,0}".formatted(n);
            case "circle" -> "<(0,0),%d>".formatted(n);
            case "hstore" -> "a=>" + n;
            case "vector", "halfvec" -> "[" + "%d,".formatted(n).repeat(Math.max(modifier, 1) - 1) + n + "]";
            case "pg_lsn" -> "0/" + Integer.toHexString(n).toUpperCase(Locale.ROOT);
            case "regclass" -> "pg_class";
            case "regtype" -> "int4";
            case "regproc" -> "now";
            case "regnamespace" -> "pg_catalog";
            default -> null;
        };
    }

    private static String letters(int number) {
        var letter = String.valueOf((char) ('a' + number % LETTERS));
        return number < LETTERS ? letter : letter + (number / LETTERS);
    }

    private static String bits(int length, int number) {
        var bits = Integer.toBinaryString(number);
        return bits.length() >= length
                ? bits.substring(bits.length() - length)
                : "0".repeat(length - bits.length()) + bits;
    }
}
