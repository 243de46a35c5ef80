package dev.seamwright.schemadiff.postgres.recording;

import dev.seamwright.schemadiff.postgres.recording.NodeTree.Node;
import dev.seamwright.schemadiff.postgres.usage.ParseTree;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;

/**
 * Puts parameters in place of the literals of statements. PostgreSQL 18 parses them and tells where its constants are; it needs no schema
 * for that, and executes nothing. Positions in ORDER BY and GROUP BY, modifiers of types, and the predicate that names an index in ON
 * CONFLICT are parts of the statement and no values: they stay.
 */
public final class Literals {
    private static final String PREFIX = "PREPARE literals AS ";
    private static final Pattern NUMBER = Pattern.compile(
            "-?\\s*(?:0[xX][\\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\\d[\\d_]*)?\\.?[\\d_]*(?:[eE][+-]?\\d+)?)");
    private static final Pattern STRING =
            Pattern.compile("(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'(?:\\s*\\n\\s*'(?:[^']|'')*')*");
    private static final Pattern ESCAPED = Pattern.compile("[eE]'(?:[^'\\\\]|''|\\\\.)*'", Pattern.DOTALL);
    private static final Pattern DOLLARS = Pattern.compile("(\\$\\w*\\$).*?\\1", Pattern.DOTALL);
    private static final Pattern COMMENT =
            Pattern.compile("('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final int INT_DIGITS = 9;
    private static final int BIGINT_DIGITS = 18;

    private final Connection connection;

    /** @param connection to a PostgreSQL 18, in autocommit mode */
    public Literals(Connection connection) {
        this.connection = connection;
    }

    /**
     * What to put where, in bytes of the statement.
     *
     * @param parameter that stands there; 0: a value, for which a new one is made
     */
    private record Replacement(int from, int to, String type, int parameter) {
        Replacement(int from, int to, String type) {
            this(from, to, type, 0);
        }
    }

    /** @param parameters the numbers of the statement's parameters, as often as they are in it */
    private record Parsed(Node statement, List<Integer> parameters) {
        int highest() {
            return parameters.stream().mapToInt(number -> number).max().orElse(0);
        }

        boolean isAlone(int parameter) {
            return Collections.frequency(parameters, parameter) == 1;
        }
    }

    /** The statement without its literals and comments; empty: PostgreSQL cannot parse it, or what would come of it. */
    public Optional<String> replace(String sql) throws SQLException {
        var parsed = parse(sql);
        if (parsed == null) {
            return Optional.empty();
        }
        var bytes = sql.getBytes(StandardCharsets.UTF_8);
        var replacements = new ArrayList<Replacement>();
        collect(parsed.statement(), "", sql, bytes, replacements);
        untyped(parsed, parsed.statement(), bytes, replacements);
        replacements.sort(Comparator.comparingInt(Replacement::from));
        var text = new StringBuilder();
        var at = 0;
        var number = parsed.highest();
        for (var replacement : replacements) {
            if (replacement.from() < at) {
                return Optional.empty();
            }
            var parameter = replacement.parameter() > 0 ? replacement.parameter() : ++number;
            text.append(text(bytes, at, replacement.from()));
            text.append(
                    replacement.type().isEmpty()
                            ? "$" + parameter
                            : "CAST($%d AS %s)".formatted(parameter, replacement.type()));
            at = replacement.to();
        }
        text.append(text(bytes, at, bytes.length));
        var without = COMMENT.matcher(text)
                .replaceAll(match -> match.group(1) == null ? " " : Matcher.quoteReplacement(match.group(1)))
                .strip();
        return parse(without) == null ? Optional.empty() : Optional.of(without);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** The tree before any name is looked up. */
    private @Nullable Parsed parse(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("BEGIN; " + ParseTree.PRINT);
            SQLWarning notices;
            try {
                statement.execute(PREFIX + sql);
                notices = statement.getWarnings();
                statement.execute("DEALLOCATE literals");
            } catch (SQLException refusal) {
                if (connection.isClosed()) {
                    throw refusal;
                }
                // no such table, most of the time: it was parsed before that
                notices = statement.getWarnings();
            }
            statement.execute("ROLLBACK");
            return parsed(notices);
        }
    }

    private static @Nullable Parsed parsed(@Nullable SQLWarning notices) {
        for (var warning = notices; warning != null; warning = warning.getNextWarning()) {
            var message = warning instanceof PSQLWarning notice ? notice.getServerErrorMessage() : null;
            var detail = message == null ? null : message.getDetail();
            if (detail != null && detail.contains("{PREPARESTMT")) {
                var query =
                        NodeTree.parse(detail).nodes("utilityStmt").getFirst().nodes("query");
                return query.isEmpty() ? null : parsed(query.getFirst());
            }
        }
        return null;
    }

    private static Parsed parsed(Node statement) {
        var parameters = new ArrayList<Integer>();
        parameters(statement, parameters);
        return new Parsed(statement, List.copyOf(parameters));
    }

    private static void parameters(Node node, List<Integer> parameters) {
        if (node.name().equals("PARAMREF")) {
            parameters.add(node.number("number"));
        }
        for (var field : node.fields().keySet()) {
            node.nodes(field).forEach(child -> parameters(child, parameters));
        }
    }

    /**
     * A parameter of which nothing is asked but whether it is NULL gets a type, as the driver gives it one; any will do, and PostgreSQL
     * refuses it without. With {@code ?}, {@code (? IS NULL OR kind = ?)} has two parameters.
     */
    private static void untyped(Parsed parsed, Node node, byte[] bytes, List<Replacement> replacements) {
        if (node.name().equals("NULLTEST")) {
            for (var argument : node.nodes("arg")) {
                var number = argument.name().equals("PARAMREF") ? argument.number("number") : 0;
                var from = argument.number("location") - PREFIX.length();
                var to = from + ("$" + number).length();
                if (number > 0
                        && from >= 0
                        && to <= bytes.length
                        && parsed.isAlone(number)
                        && text(bytes, from, to).equals("$" + number)) {
                    replacements.add(new Replacement(from, to, "text", number));
                }
            }
        }
        for (var field : node.fields().keySet()) {
            node.nodes(field).forEach(child -> untyped(parsed, child, bytes, replacements));
        }
    }

    private void collect(Node node, String above, String sql, byte[] bytes, List<Replacement> replacements) {
        var isPrefixed = node.name().equals("TYPECAST") && node.number("location") < 0;
        if (isPrefixed && node.nodes("arg").getFirst().name().equals("A_CONST")) {
            var literal = node.nodes("arg").getFirst().number("location") - PREFIX.length();
            var type = node.nodes("typeName").getFirst().number("location") - PREFIX.length();
            var end = end(bytes, literal);
            if (type >= 0 && end > literal && type < literal) {
                replacements.add(
                        new Replacement(type, end, text(bytes, type, literal).strip()));
            }
            return;
        }
        if (node.name().equals("A_CONST")) {
            var from = node.number("location") - PREFIX.length();
            var end = from < 0 ? -1 : end(bytes, from);
            if (end > from && !above.equals("SORTBY") && !above.equals("groupClause")) {
                replacements.add(new Replacement(from, end, type(text(bytes, from, end))));
            }
            return;
        }
        for (var field : node.fields().keySet()) {
            if (field.equals("typmods") || (node.name().equals("INFERCLAUSE") && field.equals("whereClause"))) {
                continue;
            }
            for (var child : node.nodes(field)) {
                collect(child, field.equals("groupClause") ? field : node.name(), sql, bytes, replacements);
            }
        }
    }

    /** Where the literal that begins here ends; the same place: none does, it is a word. */
    private static int end(byte[] bytes, int from) {
        var rest = text(bytes, from, bytes.length);
        for (var pattern : List.of(ESCAPED, STRING, DOLLARS, NUMBER)) {
            var matcher = pattern.matcher(rest);
            if (matcher.lookingAt()) {
                return from + matcher.group().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return from;
    }

    /** A number has a type of its own, a string has that of its place. */
    private static String type(String literal) {
        if (!literal.matches("-?\\s*[\\d.].*")) {
            return "";
        }
        var digits = literal.replaceFirst("^-?\\s*", "").replace("_", "");
        if (!digits.matches("\\d+")) {
            return digits.matches("0[xXoObB].*") ? "bigint" : "numeric";
        }
        return digits.length() <= INT_DIGITS ? "integer" : digits.length() <= BIGINT_DIGITS ? "bigint" : "numeric";
    }
}
