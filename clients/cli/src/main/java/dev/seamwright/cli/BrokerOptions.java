package dev.seamwright.cli;

import dev.seamwright.cli.http.BrokerAddress;
import dev.seamwright.cli.http.BrokerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which broker to ask, and how. Options win over variables, our variables over those of the Pact tools. A picocli mixin. */
public final class BrokerOptions {
    private static final String LOCAL = "http://127.0.0.1:9292";

    @Option(
            names = {"-b", "--broker", "--broker-base-url"},
            paramLabel = "URL",
            description = "The broker. Default: SEAMWRIGHT_BROKER_URL or PACT_BROKER_BASE_URL, else " + LOCAL + ".")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "An API token. Default: SEAMWRIGHT_TOKEN or PACT_BROKER_TOKEN; with _FILE at its end, "
                    + "a variable names a file that holds the token. Prefer the variables: other users see options.")
    private @Nullable String token;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "For basic authentication. Default: PACT_BROKER_USERNAME.")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "For basic authentication. Default: PACT_BROKER_PASSWORD.")
    private @Nullable String password;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long one request may take. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds = 30;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print each request, and the cause of a failure, to stderr.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }

    BrokerClient client(Surroundings surroundings) {
        return client(surroundings, address(surroundings));
    }

    BrokerClient client(Surroundings surroundings, BrokerAddress address) {
        if (timeoutSeconds < 1) {
            throw new UsageFailure("--timeout is " + timeoutSeconds + "; give at least one second");
        }
        return new BrokerClient(
                address,
                Duration.ofSeconds(timeoutSeconds),
                surroundings.sleeper(),
                verbose ? surroundings.err() : null);
    }

    private BrokerAddress address(Surroundings surroundings) {
        var chosenToken = token != null
                ? Optional.of(token)
                : user == null
                        ? secret(surroundings, "SEAMWRIGHT_TOKEN", "PACT_BROKER_TOKEN")
                        : Optional.<String>empty();
        var chosenUser = user != null ? Optional.of(user) : surroundings.variable("PACT_BROKER_USERNAME");
        var chosenPassword = password != null ? Optional.of(password) : secret(surroundings, "PACT_BROKER_PASSWORD");
        var origin = url != null ? "--broker" : "SEAMWRIGHT_BROKER_URL or PACT_BROKER_BASE_URL";
        return BrokerAddress.of(
                origin,
                url != null
                        ? url
                        : surroundings
                                .variable("SEAMWRIGHT_BROKER_URL")
                                .or(() -> surroundings.variable("PACT_BROKER_BASE_URL"))
                                .orElse(LOCAL),
                chosenToken.orElse(null),
                chosenUser.orElse(null),
                chosenPassword.orElse(null));
    }

    private static Optional<String> secret(Surroundings surroundings, String... names) {
        for (var name : names) {
            var value = surroundings.variable(name);
            if (value.isPresent()) {
                return value.map(String::strip);
            }
            var file = surroundings.variable(name + "_FILE");
            if (file.isPresent()) {
                return Optional.of(read(surroundings, name + "_FILE", file.get()));
            }
        }
        return Optional.empty();
    }

    private static String read(Surroundings surroundings, String variable, String file) {
        try {
            return Files.readString(surroundings.directory().resolve(file)).strip();
        } catch (IOException failure) {
            throw new UsageFailure(
                    "%s names %s, which cannot be read: %s".formatted(variable, file, FileFailure.reason(failure)));
        }
    }
}
