package dev.seamwright.broker.impact;

import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a unified diff does to one file.
 *
 * @param path as the diff names it after, without {@code b/}
 */
record UnifiedDiff(String path, List<Hunk> hunks) {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d{1,9})(?:,\\d{1,9})? \\+\\d{1,9}(?:,\\d{1,9})? @@.*");

    UnifiedDiff {
        hunks = List.copyOf(hunks);
    }

    /**
     * A part of it.
     *
     * @param start the line at which it says to begin, from 1
     * @param before the lines that it replaces, context included
     * @param after the lines that it writes
     * @param added those of them that are new
     */
    record Hunk(int start, List<String> before, List<String> after, List<String> added) {
        Hunk {
            before = List.copyOf(before);
            after = List.copyOf(after);
            added = List.copyOf(added);
        }
    }

    /** The files of a diff, in its order; none where it is no diff. */
    static List<UnifiedDiff> files(String text) {
        var files = new ArrayList<UnifiedDiff>();
        var path = "";
        var hunks = new ArrayList<Hunk>();
        var lines = lines(text);
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var hunk = HUNK.matcher(line);
            if (line.startsWith("--- ")
                    && i + 1 < lines.size()
                    && lines.get(i + 1).startsWith("+++ ")) {
                add(files, path, hunks);
                hunks = new ArrayList<>();
                path = path(lines.get(i), lines.get(i + 1));
                i++;
            } else if (hunk.matches() && !path.isEmpty()) {
                var end = end(lines, i + 1);
                hunks.add(hunk(Integer.parseInt(hunk.group(1)), lines.subList(i + 1, end)));
                i = end - 1;
            }
        }
        add(files, path, hunks);
        return List.copyOf(files);
    }

    private static void add(List<UnifiedDiff> files, String path, List<Hunk> hunks) {
        if (!hunks.isEmpty()) {
            files.add(new UnifiedDiff(path, hunks));
        }
    }

    private static String path(String before, String after) {
        var named = after.substring(4).strip();
        var path = (named.equals("/dev/null") ? before.substring(4).strip() : named).replaceFirst("\t.*", "");
        return path.replaceFirst("^[abciow]/", "");
    }

    private static int end(List<String> lines, int from) {
        var i = from;
        while (i < lines.size()
                && !lines.get(i).startsWith("diff ")
                && !HUNK.matcher(lines.get(i)).matches()
                && !(lines.get(i).startsWith("--- ")
                        && i + 1 < lines.size()
                        && lines.get(i + 1).startsWith("+++ "))) {
            i++;
        }
        return i;
    }

    private static Hunk hunk(int start, List<String> lines) {
        var before = new ArrayList<String>();
        var after = new ArrayList<String>();
        var added = new ArrayList<String>();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var rest = line.isEmpty() ? "" : line.substring(1);
            if (line.startsWith("+")) {
                after.add(rest);
                added.add(rest);
            } else if (line.startsWith("-")) {
                before.add(rest);
            } else if (line.startsWith(" ") || (line.isEmpty() && i + 1 < lines.size())) {
                before.add(rest);
                after.add(rest);
            }
        }
        return new Hunk(start, before, after, added);
    }

    /** All that is new, as one text. */
    String added() {
        return hunks.stream().flatMap(hunk -> hunk.added().stream()).collect(Collectors.joining("\n"));
    }

    /**
     * The text with the change made. A part is looked for at its line first, then at the next one that reads so.
     *
     * @throws Unprocessable when a part of it does not fit the text
     */
    String apply(String text) {
        var lines = new ArrayList<>(lines(text));
        var moved = 0;
        for (var hunk : hunks) {
            var at = find(lines, hunk.before(), hunk.start() - 1 + moved);
            if (at < 0) {
                throw new Unprocessable(
                        "The diff does not fit the recorded document: the lines at %d are others there. Make it against the document of the recorded version, or send the whole document as openapi."
                                .formatted(hunk.start()));
            }
            lines.subList(at, at + hunk.before().size()).clear();
            lines.addAll(at, hunk.after());
            moved += hunk.after().size() - hunk.before().size();
        }
        return String.join("\n", lines);
    }

    private static int find(List<String> lines, List<String> wanted, int near) {
        for (var distance = 0; distance <= lines.size(); distance++) {
            for (var at : new int[] {near - distance, near + distance}) {
                if (at >= 0
                        && at + wanted.size() <= lines.size()
                        && lines.subList(at, at + wanted.size()).equals(wanted)) {
                    return at;
                }
            }
        }
        return -1;
    }

    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\r?\n", -1));
    }
}
