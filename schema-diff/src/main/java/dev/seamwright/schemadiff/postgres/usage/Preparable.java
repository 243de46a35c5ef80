package dev.seamwright.schemadiff.postgres.usage;

import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which texts PostgreSQL can prepare: one statement that reads or writes rows. */
public final class Preparable {
    private static final Pattern FIRST_WORD =
            Pattern.compile("(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/|\\()*+([A-Za-z_]*)", Pattern.DOTALL);
    private static final Pattern QUOTED =
            Pattern.compile("--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"", Pattern.DOTALL);
    private static final Pattern STAR = Pattern.compile("(?i)(?:\\b(?:select|all|distinct|returning)|,|\\.)\\s*\\*");
    private static final Pattern WITHOUT_COLUMNS = Pattern.compile(
            "(?i)\\binsert\\s+into\\s+[^\\s(]+(?:\\s+as\\s+[^\\s(]+)?\\s*(?:overriding\\s+\\w+\\s+value\\s*)?"
                    + "(?:values\\b|select\\b|with\\b|table\\b|\\(\\s*(?:select|with|values)\\b)");
    private static final Set<String> WORDS =
            Set.of("select", "insert", "update", "delete", "merge", "values", "with", "table");

    private Preparable() {}

    /** Why the text cannot be prepared; empty: it can, if it is right. */
    public static Optional<String> obstacle(String sql) {
        try {
            var statements = Script.parse("statement", sql).statements().size();
            if (statements != 1) {
                return Optional.of("It is %d statements; record each by itself.".formatted(statements));
            }
        } catch (Rejected notSql) {
            return Optional.of("It is no SQL: %s.".formatted(notSql.error()));
        }
        var word = firstWord(sql);
        return WORDS.contains(word)
                ? Optional.empty()
                : Optional.of(
                        "It is a utility statement (%s), which PostgreSQL does not prepare.".formatted(kind(sql)));
    }

    /** What kind of statement it is: its first word, in upper case. */
    public static String kind(String sql) {
        return firstWord(sql).toUpperCase(Locale.ROOT);
    }

    /** The statement's first word, in lower case. */
    static String firstWord(String sql) {
        var matcher = FIRST_WORD.matcher(sql);
        return matcher.lookingAt() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** Whether it may insert rows. */
    public static boolean mayInsert(String sql) {
        var text = sql.toLowerCase(Locale.ROOT);
        return text.contains("insert") || text.contains("merge");
    }

    /** Whether it may change rows itself. */
    public static boolean mayWrite(String sql) {
        var text = sql.toLowerCase(Locale.ROOT);
        return mayInsert(sql) || text.contains("update") || text.contains("delete");
    }

    /** Whether it asks for whatever columns there are. */
    static boolean star(String sql) {
        return STAR.matcher(withoutQuoted(sql)).find() || firstWord(sql).equals("table");
    }

    /** Whether it inserts without naming the columns. */
    static boolean positional(String sql) {
        return WITHOUT_COLUMNS.matcher(withoutQuoted(sql)).find();
    }

    private static String withoutQuoted(String sql) {
        return QUOTED.matcher(sql).replaceAll("x");
    }
}
