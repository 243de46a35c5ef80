package dev.seamwright.schemadiff.postgres.recording;

import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Statements in a log of PostgreSQL: stderr, csvlog or jsonlog, written because of log_statement or a duration. */
final class ServerLog {
    private static final Pattern MESSAGE =
            Pattern.compile("^(?:duration: [\\d.]+ ms +)?(?:statement|execute [^:]*): (.*)$", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("^.*?\\bLOG: {1,2}(.*)$");
    private static final int CSV_USER = 1;
    private static final int CSV_MESSAGE = 13;

    private ServerLog() {}

    /** @param role only whose statements; null: everyone's. Plain logs do not tell it */
    static List<Seen> read(String file, String text, @Nullable String role) {
        var seen = new ArrayList<Seen>();
        if (text.startsWith("{")) {
            text.lines().filter(line -> line.startsWith("{")).forEach(line -> {
                var entry = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                add(file, entry.path("message").asText(), entry.path("user").asText(), role, seen);
            });
        } else if (LINE.matcher(text.lines().findFirst().orElse("")).matches()) {
            plain(text).forEach(message -> add(file, message, "", null, seen));
        } else {
            for (var row : csv(text)) {
                if (row.size() > CSV_MESSAGE) {
                    add(file, row.get(CSV_MESSAGE), row.get(CSV_USER), role, seen);
                }
            }
        }
        return seen;
    }

    private static void add(String file, String message, String user, @Nullable String role, List<Seen> seen) {
        var matcher = MESSAGE.matcher(message);
        if (matcher.matches() && (role == null || role.equals(user))) {
            seen.add(new Seen(null, matcher.group(1), List.of(file), 1L, null));
        }
    }

    /** A message goes on in lines that begin with a tab. */
    private static List<String> plain(String text) {
        var messages = new ArrayList<String>();
        StringBuilder current = null;
        for (var line : text.lines().toList()) {
            var matcher = LINE.matcher(line);
            if (line.startsWith("\t") && current != null) {
                current.append('\n').append(line.substring(1));
                continue;
            }
            if (current != null) {
                messages.add(current.toString());
            }
            current = matcher.matches() ? new StringBuilder(matcher.group(1)) : null;
        }
        if (current != null) {
            messages.add(current.toString());
        }
        return messages;
    }

    private static List<List<String>> csv(String text) {
        var rows = new ArrayList<List<String>>();
        var row = new ArrayList<String>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            } else {
                field.append(c);
            }
        }
        return rows;
    }
}
