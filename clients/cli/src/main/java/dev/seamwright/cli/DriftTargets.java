package dev.seamwright.cli;

import dev.seamwright.cli.database.Databases;
import dev.seamwright.schemadiff.postgres.drift.Connector;
import dev.seamwright.verifier.replay.ReplayTarget;
import dev.seamwright.verifier.replay.RequestHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the targets of drift checks are, which only the worker knows: each in a file of its own. The first line is a JDBC URL of PostgreSQL, or
 * the http URL of an OpenAPI document with headers in the lines after it.
 */
final class DriftTargets {
    private final Map<String, Address> targets = new LinkedHashMap<>();

    /** Where a target is. */
    sealed interface Address {
        record Database(Connector connector) implements Address {}

        record Document(String url, List<RequestHeader> headers) implements Address {}
    }

    private DriftTargets() {}

    /**
     * Reads {@code NAME=FILE}, any number of them.
     *
     * @throws UsageFailure when a file cannot be read, or holds no address
     */
    static DriftTargets read(Surroundings surroundings, List<String> options) {
        var read = new DriftTargets();
        for (var option : options) {
            var equals = option.indexOf('=');
            if (equals < 1 || equals == option.length() - 1) {
                throw new UsageFailure("--target: write NAME=FILE, where the file holds the address; not " + option);
            }
            var name = option.substring(0, equals);
            if (read.targets.put(name, address(surroundings, name, option.substring(equals + 1))) != null) {
                throw new UsageFailure("--target %s is given twice".formatted(name));
            }
        }
        return read;
    }

    private static Address address(Surroundings surroundings, String name, String file) {
        List<String> lines;
        try {
            lines = Files.readString(surroundings.directory().resolve(file))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException failure) {
            throw new UsageFailure(
                    "--target %s: %s cannot be read: %s".formatted(name, file, FileFailure.reason(failure)));
        }
        if (lines.isEmpty()) {
            throw new UsageFailure("--target %s: %s is empty; write the address into it".formatted(name, file));
        }
        var url = lines.getFirst();
        if (url.startsWith("jdbc:")) {
            return new Address.Database(new Databases(surroundings).named(name, url));
        }
        var values = new HeaderValues(surroundings);
        return new Address.Document(
                ReplayTarget.at(url).baseUrl(),
                lines.stream()
                        .skip(1)
                        .map(line -> values.parse("--target " + name, line))
                        .toList());
    }

    boolean isEmpty() {
        return targets.isEmpty();
    }

    Set<String> names() {
        return targets.keySet();
    }

    /** @throws IllegalStateException when there is no such target: nobody asks for one */
    Address at(String name) {
        var address = targets.get(name);
        if (address == null) {
            throw new IllegalStateException("no target " + name);
        }
        return address;
    }
}
