package dev.seamwright.schemadiff.postgres.recording;

import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Statements in an .sql file, with the names that sqlc, yesql and aiosql give them, and the placeholders of any driver. */
final class SqlFile {
    private static final Pattern NAME = Pattern.compile("(?m)^\\s*--\\s*name:\\s*([\\w-]+)");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|::|(?<![\\w:]):([A-Za-z_]\\w*)|\\?\\??|%s|%\\(([\\w]+)\\)s|%%",
            Pattern.DOTALL);

    private SqlFile() {}

    static List<Seen> read(String file, String text) {
        var seen = new ArrayList<Seen>();
        var names = NAME.matcher(text).results().toList();
        var first = names.isEmpty() ? text.length() : names.getFirst().start();
        statements(file, null, text.substring(0, first), 1, seen);
        for (var i = 0; i < names.size(); i++) {
            var end = i + 1 < names.size() ? names.get(i + 1).start() : text.length();
            var start = names.get(i).end();
            var body = text.indexOf('\n', start);
            if (body >= 0 && body < end) {
                statements(file, names.get(i), text.substring(body, end), line(text, body), seen);
            }
        }
        return seen;
    }

    private static int line(String text, int at) {
        return 1 + (int) text.chars().limit(at).filter(c -> c == '\n').count();
    }

    private static void statements(String file, @Nullable MatchResult name, String text, int line, List<Seen> seen) {
        for (var statement : Script.parse(file, text).statements()) {
            seen.add(new Seen(
                    name == null ? null : name.group(1),
                    numbered(statement.sql()),
                    List.of(file + ":" + (line + statement.line() - 1)),
                    null,
                    null));
        }
    }

    /** With {@code $1} in place of every other kind of placeholder; one name is one parameter. */
    static String numbered(String sql) {
        var names = new ArrayList<String>();
        return PLACEHOLDER.matcher(sql).replaceAll(match -> {
            var token = match.group();
            var name = match.group(1) != null ? match.group(1) : match.group(2);
            if (name != null) {
                if (!names.contains(name)) {
                    names.add(name);
                }
                return "\\$" + (names.indexOf(name) + 1);
            }
            return switch (token) {
                case "?", "%s" -> {
                    names.add(token + names.size());
                    yield "\\$" + names.size();
                }
                case "??" -> "?";
                case "%%" -> "%";
                default -> Matcher.quoteReplacement(token);
            };
        });
    }
}
