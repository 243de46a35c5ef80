package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.InvalidInput;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Both ways in one file, told apart by comments: goose, sql-migrate, dbmate. */
final class AnnotatedFormat {
    private static final Pattern GOOSE = Pattern.compile("--\\s*\\+(goose|migrate)\\s+(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DBMATE = Pattern.compile("--\\s*migrate:(up|down)\\b(.*)");

    private final Reading reading;
    private final Layout layout;

    AnnotatedFormat(Reading reading, Layout layout) {
        this.reading = reading;
        this.layout = layout;
    }

    private enum Part {
        BEFORE,
        UP,
        DOWN
    }

    void read(List<SourceFile> files) {
        var migrations = files.stream()
                .filter(file -> file.name().endsWith(".sql") && !isDump(file))
                .toList();
        for (var file : Reading.byNumber(migrations)) {
            read(file);
        }
    }

    /** dbmate keeps the schema that came of it beside the migrations. */
    private boolean isDump(SourceFile file) {
        boolean dump = layout == Layout.DBMATE && file.name().equals("schema.sql");
        if (dump) {
            reading.note(file, 1, "is dbmate's copy of the schema; it is left out");
        }
        return dump;
    }

    private void read(SourceFile file) {
        var up = new StringBuilder();
        var part = Part.BEFORE;
        boolean found = false;
        boolean inTransaction = true;
        int number = 1;
        for (var line : file.text().split("\n", -1)) {
            var annotation = annotation(line.strip());
            var place = "%s:%d".formatted(file.path(), number);
            switch (annotation) {
                case "" -> {
                    if (part == Part.BEFORE && !line.isBlank() && !line.strip().startsWith("--")) {
                        throw new InvalidInput(
                                place, "stands before the annotation that begins the way up; move it below");
                    }
                    up.append(part == Part.UP ? line : "");
                }
                case "up", "up notransaction" -> {
                    if (found) {
                        throw new InvalidInput(place, "begins the way up a second time");
                    }
                    found = true;
                    part = Part.UP;
                    inTransaction &= annotation.equals("up");
                }
                case "down", "down notransaction" -> part = Part.DOWN;
                case "no transaction" -> inTransaction = false;
                case "statementbegin" -> {}
                // what stood between the two need not end with a semicolon
                case "statementend" -> up.append(part == Part.UP ? ";" : "");
                default -> throw new InvalidInput(place, "the annotation '%s' is not known".formatted(line.strip()));
            }
            up.append('\n');
            number++;
        }
        if (!found) {
            throw new InvalidInput(file.path(), "has no annotation that begins the way up");
        }
        reading.step(file, file.name(), Reading.number(file.name()), up.toString(), inTransaction);
    }

    /** In small letters; empty when the line is none. */
    private String annotation(String line) {
        if (layout == Layout.DBMATE) {
            var dbmate = DBMATE.matcher(line);
            if (!dbmate.matches()) {
                return "";
            }
            return dbmate.group(1) + (dbmate.group(2).contains("transaction:false") ? " notransaction" : "");
        }
        var goose = GOOSE.matcher(line);
        return goose.matches() ? goose.group(2).strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ") : "";
    }
}
