package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Flyway's names: {@code V1_2__add.sql}, {@code B3__base.sql}, {@code R__views.sql}, {@code U1_2__add.sql}; a {@code .conf} file beside
 * one may say {@code executeInTransaction=false}.
 */
final class FlywayFormat {
    private static final Pattern VERSIONED = Pattern.compile("([VBU])(\\d+(?:[._]\\d+)*)__(.*)\\.sql");
    private static final Pattern REPEATABLE = Pattern.compile("R__(.*)\\.sql");
    private static final Pattern CALLBACK = Pattern.compile("(?:before|after|create)[A-Z]\\w*?(?:__.*)?\\.sql");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Za-z][\\w:.\\-]*}");
    private static final Pattern NO_TRANSACTION =
            Pattern.compile("(?m)^\\s*(?:flyway\\.)?executeInTransaction\\s*=\\s*false\\s*$");

    private final Reading reading;
    private final Map<String, SourceFile> configurations = new HashMap<>();

    FlywayFormat(Reading reading) {
        this.reading = reading;
    }

    static boolean isMigration(String name) {
        return VERSIONED.matcher(name).matches() || REPEATABLE.matcher(name).matches();
    }

    private record Versioned(Version version, String description, SourceFile file) {}

    void read(List<SourceFile> files) {
        var versioned = new TreeMap<Version, Versioned>();
        var baselines = new TreeMap<Version, Versioned>();
        var repeatable = new ArrayList<SourceFile>();
        for (var file : files) {
            var name = VERSIONED.matcher(file.name());
            if (file.name().endsWith(".conf")) {
                configurations.put(file.path().substring(0, file.path().length() - ".conf".length()), file);
            } else if (name.matches()) {
                var found =
                        new Versioned(new Version(name.group(2)), name.group(3).replace('_', ' '), file);
                switch (name.group(1)) {
                    case "V" -> add(versioned, found);
                    case "B" -> add(baselines, found);
                    default -> reading.note(file, 1, "undoes a migration; it is left out");
                }
            } else if (REPEATABLE.matcher(file.name()).matches()) {
                repeatable.add(file);
            } else if (CALLBACK.matcher(file.name()).matches()) {
                reading.note(file, 1, "is a callback of Flyway, and is not run here");
            } else {
                reading.note(file, 1, "is not named like V1__name.sql or R__name.sql; Flyway leaves it out");
            }
        }
        // a new database begins with the newest baseline
        Optional.ofNullable(baselines.lastEntry()).ifPresent(baseline -> {
            step(baseline.getValue());
            versioned.headMap(baseline.getKey(), /* inclusive= */ true).clear();
        });
        versioned.values().forEach(this::step);
        repeatable.stream()
                .sorted(Comparator.comparing(SourceFile::name))
                .forEach(file -> step(file, file.name(), null));
    }

    private static void add(Map<Version, Versioned> versions, Versioned found) {
        var other = versions.putIfAbsent(found.version(), found);
        if (other != null) {
            throw new InvalidInput(
                    found.file().path(),
                    "has the same version %s as %s"
                            .formatted(found.version().text(), other.file().path()));
        }
    }

    private void step(Versioned migration) {
        step(migration.file(), migration.file().name(), migration.version().text());
    }

    private void step(SourceFile file, String name, @Nullable String version) {
        refusePlaceholders(file);
        var configuration = configurations.get(file.path());
        boolean inTransaction = configuration == null
                || !NO_TRANSACTION.matcher(configuration.text()).find();
        reading.step(file, name, version, file.text(), inTransaction);
    }

    private static void refusePlaceholders(SourceFile file) {
        int number = 1;
        for (var line : file.text().split("\n", -1)) {
            var placeholder = PLACEHOLDER.matcher(line);
            if (placeholder.find()) {
                throw new InvalidInput(
                        "%s:%d".formatted(file.path(), number),
                        "the placeholder %s has no value here; give the files with their values"
                                .formatted(placeholder.group()));
            }
            number++;
        }
    }
}
