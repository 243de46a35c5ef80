package dev.seamwright.schemadiff.postgres.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A query of the catalogs, kept in a file beside this class. A line that ends with {@code -- from 15}, {@code -- before 15} or
 * {@code -- 15 to 16} is for those major versions of the server only.
 */
final class CatalogQuery {
    private static final Pattern VERSIONS =
            Pattern.compile(" -- (?:from (?<from>\\d+)|before (?<before>\\d+)|(?<first>\\d+) to (?<last>\\d+))$");

    private CatalogQuery() {}

    /** The text of the query for a server. */
    static String text(String name, int majorVersion) {
        try (var file = Objects.requireNonNull(CatalogQuery.class.getResourceAsStream(name + ".sql"), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> isFor(line, majorVersion))
                    .map(line -> VERSIONS.matcher(line).replaceFirst(""))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFor(String line, int majorVersion) {
        var versions = VERSIONS.matcher(line);
        if (!versions.find()) {
            return true;
        }
        if (versions.group("from") != null) {
            return majorVersion >= Integer.parseInt(versions.group("from"));
        }
        if (versions.group("before") != null) {
            return majorVersion < Integer.parseInt(versions.group("before"));
        }
        return majorVersion >= Integer.parseInt(versions.group("first"))
                && majorVersion <= Integer.parseInt(versions.group("last"));
    }
}
