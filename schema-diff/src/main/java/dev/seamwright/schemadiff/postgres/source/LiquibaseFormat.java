package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Liquibase's formatted SQL: changesets begin with a comment, and other comments speak to Liquibase. */
final class LiquibaseFormat {
    private static final Pattern HEADER =
            Pattern.compile("(?i)\\A\\s*--\\s*liquibase\\s+formatted\\s+sql\\b.*", Pattern.DOTALL);
    private static final Pattern CHANGESET =
            Pattern.compile("--\\s*changeset\\s+(\"[^\"]+\"|[^\\s:]+):(\"[^\"]+\"|\\S+)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+):(\"[^\"]*\"|\\S+)");
    private static final Pattern PROPERTY = Pattern.compile(
            "--\\s*property\\s+name[=:](\\S+)\\s+value[=:](\"[^\"]*\"|\\S+).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMAND = Pattern.compile(
            "--\\s*(rollback|preconditions?|precondition-[\\w-]+|comment|valid-?check-?sum|ignore-?lines|liquibase)\\b(.*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z][\\w.\\-]*)}");

    private final Reading reading;
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> seen = new HashMap<>();

    LiquibaseFormat(Reading reading) {
        this.reading = reading;
    }

    static boolean isFormatted(String text) {
        return HEADER.matcher(text).matches();
    }

    void read(List<SourceFile> files) {
        // as its includeAll orders them
        files.stream().sorted(Comparator.comparing(SourceFile::path)).forEach(file -> {
            if (isFormatted(file.text())) {
                read(file);
            } else {
                reading.note(file, 1, "does not begin with '--liquibase formatted sql'; Liquibase leaves it out");
            }
        });
    }

    private static final class Changeset {
        private final String id;
        private final int line;
        private final Map<String, String> attributes = new HashMap<>();
        private final StringBuilder text = new StringBuilder();
        private int lines = 1;

        Changeset(String id, int line) {
            this.id = id;
            this.line = line;
        }

        /** Adds a line, which keeps its number. */
        void add(int number, String sql) {
            text.repeat("\n", number - lines).append(sql);
            lines = number;
        }

        String attribute(String name) {
            return attributes.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private void read(SourceFile file) {
        var changesets = new ArrayList<Changeset>();
        Changeset current = null;
        int ignored = 0;
        boolean inRollback = false;
        int number = 0;
        for (var line : file.text().split("\n", -1)) {
            number++;
            var text = line.strip();
            var begin = CHANGESET.matcher(text);
            var command = COMMAND.matcher(text);
            var property = PROPERTY.matcher(text);
            if (inRollback) {
                inRollback = !text.endsWith("*/");
                continue;
            }
            if (ignored != 0) {
                ignored = text.matches("(?i)--\\s*ignore-?lines:end") ? 0 : ignored > 0 ? ignored - 1 : ignored;
                continue;
            }
            if (begin.matches()) {
                current = begin(file, number, begin.group(1), begin.group(2), begin.group(3));
                changesets.add(current);
            } else if (property.matches()) {
                properties.putIfAbsent(property.group(1), unquoted(property.group(2)));
            } else if (text.matches("(?i)/\\*\\s*liquibase\\s+rollback.*")) {
                inRollback = !text.endsWith("*/");
            } else if (command.matches()) {
                ignored =
                        command(file, number, command.group(1), command.group(2).strip());
            } else if (current != null) {
                current.add(number, sql(current, replaced(file, number, line)));
            } else if (!text.isEmpty() && !text.startsWith("--")) {
                throw new InvalidInput(
                        "%s:%d".formatted(file.path(), number),
                        "stands before the first '--changeset author:id'; move it below one");
            }
        }
        changesets.forEach(changeset -> step(file, changeset));
    }

    private Changeset begin(SourceFile file, int number, String author, String id, String attributes) {
        var name = unquoted(author) + ":" + unquoted(id);
        var place = "%s:%d".formatted(file.path(), number);
        var other = seen.putIfAbsent(file.path() + " " + name, place);
        if (other != null) {
            throw new InvalidInput(place, "the changeset %s is at %s too".formatted(name, other));
        }
        var changeset = new Changeset(name, number);
        var attribute = ATTRIBUTE.matcher(attributes);
        while (attribute.find()) {
            changeset.attributes.put(attribute.group(1).toLowerCase(Locale.ROOT), unquoted(attribute.group(2)));
        }
        return changeset;
    }

    /** How many lines are ignored after it; negative: until it is said. */
    private int command(SourceFile file, int number, String command, String rest) {
        var name = command.toLowerCase(Locale.ROOT);
        if (name.startsWith("precondition")) {
            reading.note(file, number, "the precondition is not evaluated; its changeset is applied");
        } else if (name.startsWith("ignore")) {
            var count = rest.replaceFirst("^:", "").strip();
            return count.equalsIgnoreCase("start") ? -1 : count.matches("\\d{1,6}") ? Integer.parseInt(count) : 0;
        }
        return 0;
    }

    private String replaced(SourceFile file, int number, String line) {
        var placeholder = PLACEHOLDER.matcher(line);
        var result = new StringBuilder();
        while (placeholder.find()) {
            var value = properties.get(placeholder.group(1));
            if (value == null) {
                throw new InvalidInput(
                        "%s:%d".formatted(file.path(), number),
                        "the parameter %s has no value here; add a --property, or give the files with their values"
                                .formatted(placeholder.group()));
            }
            placeholder.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return placeholder.appendTail(result).toString();
    }

    /** The line, with a semicolon in place of the changeset's own delimiter. */
    private static String sql(Changeset changeset, String line) {
        var delimiter = changeset.attribute("endDelimiter").replaceAll("\\\\[rns]|[\\r\\n]", "");
        var text = line.stripTrailing();
        if (delimiter.isEmpty() || delimiter.equals(";") || !text.endsWith(delimiter)) {
            return line;
        }
        return text.substring(0, text.length() - delimiter.length()) + ";";
    }

    private void step(SourceFile file, Changeset changeset) {
        var reason = leftOut(changeset);
        if (reason != null) {
            reading.note(file, changeset.line, "the changeset %s %s".formatted(changeset.id, reason));
            return;
        }
        reading.step(
                file,
                changeset.id,
                changeset.id,
                changeset.text.toString(),
                !changeset.attribute("runInTransaction").equalsIgnoreCase("false"));
    }

    private static @Nullable String leftOut(Changeset changeset) {
        if (changeset.attribute("ignore").equalsIgnoreCase("true")) {
            return "is to be ignored";
        }
        var databases =
                List.of(changeset.attribute("dbms").toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1));
        if (databases.contains("!postgresql") || databases.contains("none")) {
            return "is not for PostgreSQL";
        }
        boolean named = databases.stream().anyMatch(name -> !name.isEmpty() && !name.startsWith("!"));
        return named && !databases.contains("postgresql") && !databases.contains("all")
                ? "is not for PostgreSQL"
                : null;
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
