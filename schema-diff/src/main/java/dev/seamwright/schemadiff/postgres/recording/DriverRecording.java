package dev.seamwright.schemadiff.postgres.recording;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a recorder has written in one process ({@code seamwright-recorder} in a JVM, {@code seamwright-testing} in Python): a JSON object a line. Texts have a number ({@code {"statement":1,"sql":…}}), and so
 * has what ran alike ({@code {"run":2,"statement":1,"place":…}}), of which later lines tell how often ({@code {"run":2,"calls":7}}).
 *
 * @param notes what is wrong with the file, though it can be read
 */
record DriverRecording(List<Run> runs, List<String> notes) {
    private static final String FORMAT = "seamwright-recording/1";

    /** How a text reached the server: by which kind of statement of JDBC, or with another driver as it stands. */
    enum Way {
        STATEMENT,
        PREPARED,
        CALLABLE,
        /** With $1 for values, by a driver that keeps statements prepared on the server. */
        NATIVE,
        /** With $1 where a driver put values into the text. */
        INTERPOLATED;

        /** Whether the driver may keep it prepared on the server. */
        boolean isPrepared() {
            return this != STATEMENT && this != INTERPOLATED;
        }

        /** Whether JDBC's ways of writing are in it. */
        boolean isJdbc() {
            return this != NATIVE && this != INTERPOLATED;
        }
    }

    /**
     * A text that was given to the driver.
     *
     * @param keys the generated columns that were asked for
     */
    record Text(String sql, Way way, List<String> keys) {}

    /**
     * A statement that ran.
     *
     * @param user of the connection; null: not known
     * @param place of the code that ran it; null: not known
     * @param test in which it ran; null: in none, or not known in which
     * @param byTest whether the test itself ran it
     * @param failure SQLSTATE, or an exception of Java; null: it worked
     */
    record Run(
            Text text,
            @Nullable String user,
            @Nullable String place,
            @Nullable String test,
            boolean byTest,
            @Nullable String failure,
            long calls) {
        Run calls(long calls) {
            return new Run(text, user, place, test, byTest, failure, calls);
        }
    }

    DriverRecording {
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }

    /** @throws InvalidInput when it is no recording, with the line that is wrong */
    static DriverRecording read(String file, String text) {
        var texts = new HashMap<Integer, Text>();
        var runs = new TreeMap<Integer, Run>();
        var notes = new ArrayList<String>();
        var whole = text.endsWith("\n") ? text : text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.length() < text.length()) {
            notes.add("%s ends within a line, as when its process was killed; the line is left out.".formatted(file));
        }
        var lines = whole.lines().toList();
        if (lines.isEmpty()
                || !line(file, 1, lines.getFirst()).path("format").asText().equals(FORMAT)) {
            throw new InvalidInput(
                    "", "%s is no recording: its first line must have the format \"%s\"".formatted(file, FORMAT));
        }
        for (var i = 1; i < lines.size(); i++) {
            var line = line(file, i + 1, lines.get(i));
            if (line.has("sql")) {
                texts.put(line.path("statement").asInt(), text(file, i + 1, line));
            } else if (line.has("calls")) {
                var calls = line.path("calls").asLong();
                runs.computeIfPresent(line.path("run").asInt(), (number, run) -> run.calls(calls));
            } else {
                var its = texts.get(line.path("statement").asInt());
                if (its == null) {
                    throw wrong(file, i + 1, "names a statement that no line before it has");
                }
                runs.put(line.path("run").asInt(), run(its, line));
            }
        }
        return new DriverRecording(List.copyOf(runs.values()), notes);
    }

    private static JsonNode line(String file, int number, String line) {
        try {
            return Json.parse(line.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidInput notJson) {
            throw wrong(file, number, "is no JSON");
        }
    }

    private static InvalidInput wrong(String file, int line, String what) {
        return new InvalidInput("", "%s:%d %s".formatted(file, line, what));
    }

    private static Text text(String file, int number, JsonNode line) {
        var keys = new ArrayList<String>();
        line.path("keys").forEach(key -> keys.add(key.asText()));
        for (var way : Way.values()) {
            if (way.name().equalsIgnoreCase(line.path("by").asText())) {
                return new Text(line.path("sql").asText(), way, List.copyOf(keys));
            }
        }
        throw wrong(file, number, "must say by which kind of statement it ran");
    }

    private static Run run(Text text, JsonNode line) {
        return new Run(
                text,
                optional(line, "user"),
                optional(line, "place"),
                optional(line, "test"),
                line.path("byTest").asBoolean(),
                optional(line, "failed"),
                1);
    }

    private static @Nullable String optional(JsonNode line, String name) {
        return line.has(name) ? line.path(name).asText() : null;
    }
}
