package dev.seamwright.broker.impact;

import dev.seamwright.contracts.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A few plain sentences about a database as DDL: {@code What breaks if I drop orders.discount?}. Names are taken letter by letter. */
final class Sentence {
    private static final int CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    private static final Pattern PREFIX = Pattern.compile(
            "^\\s*(?:what\\s+(?:breaks|happens|would\\s+break)\\s+(?:if|when)\\s+(?:i|we|you)\\s+|can\\s+(?:i|we)\\s+)?",
            CASE);
    private static final String NAME = "((?:\"[^\"]+\"|[^\\s.\",;()?!]+)(?:\\.(?:\"[^\"]+\"|[^\\s.\",;()?!]+)){0,2})";
    private static final String END = "\\s*[?.!]*\\s*$";
    private static final Pattern DROP = Pattern.compile(
            "(?:drop|remove|delete)\\s+(?:the\\s+)?(column\\s+|table\\s+|view\\s+)?" + NAME + END, CASE);
    private static final Pattern RENAME = Pattern.compile(
            "rename\\s+(?:the\\s+)?(column\\s+|table\\s+)?" + NAME + "\\s+(?:to|as|into)\\s+" + NAME + END, CASE);
    private static final Pattern REQUIRE = Pattern.compile(
            "make\\s+(?:the\\s+)?(?:column\\s+)?" + NAME + "\\s+(?:required|mandatory|not\\s+null)" + END, CASE);
    private static final Pattern RETYPE = Pattern.compile(
            "(?:change|make|turn)\\s+(?:the\\s+)?(?:column\\s+|type\\s+of\\s+)?" + NAME
                    + "\\s+(?:to|into|an?)\\s+([\\p{L}][\\p{L}\\p{N} ]{0,40}(?:\\(\\d{1,4}(?:,\\s*\\d{1,4})?\\))?)"
                    + END,
            CASE);

    private Sentence() {}

    /**
     * The statement that does what the sentence says.
     *
     * @throws InvalidInput when it is none of those that are understood
     */
    static String ddl(String sentence) {
        var rest = PREFIX.matcher(sentence).replaceFirst("");
        var drop = DROP.matcher(rest);
        if (drop.matches()) {
            return drop(word(drop.group(1)), parts(drop.group(2)));
        }
        var rename = RENAME.matcher(rest);
        if (rename.matches()) {
            return rename(word(rename.group(1)), parts(rename.group(2)), parts(rename.group(3)));
        }
        var require = REQUIRE.matcher(rest);
        if (require.matches()) {
            return alter(parts(require.group(1)), "ALTER COLUMN %s SET NOT NULL");
        }
        var retype = RETYPE.matcher(rest);
        if (retype.matches()) {
            return alter(
                    parts(retype.group(1)),
                    "ALTER COLUMN %s TYPE " + retype.group(2).strip());
        }
        throw new InvalidInput(
                "/question",
                "Is not understood. It understands 'drop orders.discount', 'drop table orders', 'rename orders.total to amount',"
                        + " 'make orders.email required' and 'change orders.total to bigint'; send anything else as ddl, openapi,"
                        + " jsonPatch, mergePatch or diff.");
    }

    private static String drop(String what, List<String> name) {
        return switch (what) {
            // with what rests on it: that breaks, too
            case "table", "view" ->
                "DROP %s %s CASCADE".formatted(what.equals("view") ? "VIEW" : "TABLE", quoted(name));
            default ->
                name.size() == 1
                        ? "DROP TABLE %s CASCADE".formatted(quoted(name))
                        : alter(name, "DROP COLUMN %s CASCADE");
        };
    }

    private static String rename(String what, List<String> name, List<String> to) {
        var last = quoted(List.of(to.getLast()));
        return what.equals("table") || name.size() == 1
                ? "ALTER TABLE %s RENAME TO %s".formatted(quoted(name), last)
                : alter(name, "RENAME COLUMN %s TO " + last.replace("%", "%%"));
    }

    /** @param action with a place for the column */
    private static String alter(List<String> name, String action) {
        if (name.size() < 2) {
            throw new InvalidInput(
                    "/question", "Names no column: write it with its table, 'orders.%s'.".formatted(name.getLast()));
        }
        return "ALTER TABLE %s %s"
                .formatted(quoted(name.subList(0, name.size() - 1)), action.formatted(quoted(List.of(name.getLast()))));
    }

    private static String word(@Nullable String group) {
        return group == null ? "" : group.strip().toLowerCase(Locale.ROOT);
    }

    private static List<String> parts(String name) {
        return Arrays.stream(name.split("\\.(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                .toList();
    }

    /** A name with simple letters as it is, so that PostgreSQL folds it; any other one quoted. */
    private static String quoted(List<String> parts) {
        return parts.stream()
                .map(part -> part.startsWith("\"") || part.matches("[A-Za-z_][A-Za-z0-9_]*")
                        ? part
                        : '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }
}
