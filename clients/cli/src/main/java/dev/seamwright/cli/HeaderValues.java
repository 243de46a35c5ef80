package dev.seamwright.cli;

import dev.seamwright.verifier.replay.RequestHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Headers for a provider, as people give them: a value may stand in a variable or a file, so that no list of processes shows it. */
final class HeaderValues {
    private static final String VARIABLE = "@env:";
    private static final String FILE = "@file:";

    private final Surroundings surroundings;

    HeaderValues(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Reads {@code NAME: VALUE}, or {@code NAME=@env:VARIABLE}, or {@code NAME=@file:PATH}. */
    RequestHeader parse(String origin, String text) {
        var colon = text.indexOf(':');
        var equals = text.indexOf("=@");
        if (equals >= 0 && (colon < 0 || equals < colon)) {
            return of(origin, text.substring(0, equals).strip(), text.substring(equals + 1));
        }
        if (colon < 0) {
            throw new UsageFailure("%s: write NAME: VALUE, NAME=@env:VARIABLE or NAME=@file:PATH".formatted(origin));
        }
        return new RequestHeader(text.substring(0, colon).strip(), text.substring(colon + 1));
    }

    /** A header whose value may name a variable or a file. */
    RequestHeader of(String origin, String name, String value) {
        if (value.startsWith(VARIABLE)) {
            var variable = value.substring(VARIABLE.length());
            return new RequestHeader(
                    name,
                    surroundings
                            .variable(variable)
                            .orElseThrow(() -> new UsageFailure(
                                    "%s: the environment variable %s is not set".formatted(origin, variable))));
        }
        if (value.startsWith(FILE)) {
            return new RequestHeader(name, read(origin, value.substring(FILE.length())));
        }
        return new RequestHeader(name, value);
    }

    /** A header a line; lines that are empty or begin with # count for nothing. */
    List<RequestHeader> file(String origin, String file) {
        return read(origin, file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> parse(origin, line))
                .toList();
    }

    private String read(String origin, String file) {
        try {
            return Files.readString(surroundings.directory().resolve(file)).strip();
        } catch (IOException failure) {
            throw new UsageFailure("%s: %s cannot be read: %s".formatted(origin, file, FileFailure.reason(failure)));
        }
    }
}
