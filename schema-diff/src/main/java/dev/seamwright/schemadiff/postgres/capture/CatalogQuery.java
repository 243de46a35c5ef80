package dev.seamwright.schemadiff.postgres.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A query of the catalogs, kept in a file beside this class. A line that ends with {@code -- from 15}, {@code -- before 15} or
 * {@code -- 15 to 16} is for those major versions of the server only.
 */
final class CatalogQuery {
    private static final Pattern VERSIONS =
            Pattern.compile(" -- (?:from (?<from>\\d+)|before (?<before>\\d+)|(?<first>\\d+) to (?<last>\\d+))$");

    /** Of which there are as many as there are tables, and more. */
    private static final Set<String> NUMEROUS = Set.of("relation", "column", "constraint", "index");

    private static final Pattern PAYLOAD =
            Pattern.compile("(?s)(?<=\\n {7})jsonb_build_object\\(\\n(?<members>.*?)\\) AS payload,");
    private static final Pattern MEMBER = Pattern.compile("(?m)^( {11}'\\w+'), ");

    private CatalogQuery() {}

    /** The text of the query for a server. */
    static String text(String name, int majorVersion) {
        var text = ofVersion(name, majorVersion);
        return NUMEROUS.contains(name) && majorVersion >= 16 ? withoutNulls(text) : text;
    }

    /**
     * The same query with a payload of the SQL standard's kind, which leaves out members that are null by itself, and is several times
     * faster than the other. By the layout of the file: a member begins a line.
     */
    private static String withoutNulls(String text) {
        return PAYLOAD.matcher(text)
                .replaceFirst(payload -> Matcher.quoteReplacement("JSON_OBJECT(\n%s ABSENT ON NULL) AS payload,"
                        .formatted(MEMBER.matcher(payload.group("members")).replaceAll("$1: "))));
    }

    private static String ofVersion(String name, int majorVersion) {
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
