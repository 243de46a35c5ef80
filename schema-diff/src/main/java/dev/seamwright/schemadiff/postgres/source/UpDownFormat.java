package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.InvalidInput;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/** A file for each way: {@code 1_name.up.sql} with {@code 1_name.down.sql}, or a folder with {@code up.sql} and {@code down.sql}. */
final class UpDownFormat {
    private final Reading reading;

    UpDownFormat(Reading reading) {
        this.reading = reading;
    }

    static boolean isUp(String name) {
        return name.endsWith(".up.sql") || name.equals("up.sql");
    }

    void read(List<SourceFile> files) {
        var seen = new HashMap<String, SourceFile>();
        for (var file : files) {
            if (!isUp(file.name())
                    && !file.name().endsWith(".down.sql")
                    && !file.name().equals("down.sql")) {
                throw new InvalidInput(
                        file.path(), "is neither an up nor a down migration; rename it, or leave it out");
            }
        }
        files.stream()
                .filter(file -> isUp(file.name()))
                .sorted(Comparator.comparing(UpDownFormat::title, SourceFile.NATURAL))
                .forEach(file -> {
                    var version = version(file);
                    var other = seen.putIfAbsent(version, file);
                    if (other != null) {
                        throw new InvalidInput(file.path(), "has the same version as " + other.path());
                    }
                    reading.step(file, title(file), version, file.text(), /* inTransaction= */ true);
                });
    }

    /** The number of a file, the name of a folder. */
    private static String version(SourceFile file) {
        var number = Reading.number(file.name());
        return number == null ? title(file) : number;
    }

    private static String title(SourceFile file) {
        if (!file.name().equals("up.sql")) {
            return file.name();
        }
        var folder = file.path().substring(0, Math.max(0, file.path().length() - "/up.sql".length()));
        return folder.substring(folder.lastIndexOf('/') + 1);
    }
}
