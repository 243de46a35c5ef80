package dev.seamwright.cli;

import dev.seamwright.verifier.replay.Redaction;
import dev.seamwright.verifier.replay.ReplayOptions;
import dev.seamwright.verifier.replay.ReplayTarget;
import dev.seamwright.verifier.replay.RequestHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a provider is, how it is started, and how it is asked. A picocli mixin. */
final class ProviderOptions {
    @Option(names = "--base-url", paramLabel = "URL", description = "Where the provider answers.")
    private @Nullable String baseUrl;

    @Option(
            names = "--state-url",
            paramLabel = "URL",
            description =
                    "Takes provider states: a POST of consumer, state, params and action for each. A JSON object in "
                            + "its answer gives values to the pact's generators.")
    private @Nullable String stateUrl;

    @Option(names = "--state-teardown", description = "Take each state back afterwards, with the action 'teardown'.")
    private boolean stateTeardown;

    @Option(
            names = "--message-url",
            paramLabel = "URL",
            description = "Gives messages: a POST of description and providerStates is answered with the message. "
                    + "Default: the base URL.")
    private @Nullable String messageUrl;

    @Option(
            names = "--header",
            paramLabel = "HEADER",
            description = "Sent with every request, in place of the pact's own: 'NAME: VALUE', NAME=@env:VARIABLE or "
                    + "NAME=@file:PATH. Prefer the latter for secrets: other users see options. Can be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--header-file", paramLabel = "FILE", description = "A file with such headers, one a line.")
    private @Nullable String headerFile;

    @Option(
            names = "--redact",
            paramLabel = "NAME",
            split = ",",
            description = "Headers and query parameters whose values stand in no log and no result, besides "
                    + "authorization, cookies and the like.")
    private List<String> redacted = new ArrayList<>();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many interactions at once; those that need a provider state run one by one, after the "
                    + "others. Default: ${DEFAULT-VALUE}.")
    private int parallel = 1;

    @Option(
            names = "--independent-states",
            description = "Provider states do not disturb one another: interactions with them run at once too.")
    private boolean independentStates;

    @Option(
            names = "--request-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "For one request, to the last byte of its answer. Default: ${DEFAULT-VALUE}.")
    private int requestSeconds = 30;

    @Option(
            names = "--total-timeout",
            paramLabel = "SECONDS",
            defaultValue = "1800",
            description = "For a whole pact. Default: ${DEFAULT-VALUE}.")
    private int totalSeconds = 1800;

    @Option(
            names = "--start",
            paramLabel = "COMMAND",
            description = "Starts the provider, in a shell; it and all that it starts is ended afterwards.")
    private @Nullable String start;

    @Option(
            names = "--ready-url",
            paramLabel = "URL",
            description = "Answers with a status below 400 when the provider is ready. Default: any "
                    + "answer of the base URL.")
    private @Nullable String readyUrl;

    @Option(
            names = "--ready-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long it may take to be ready. Default: ${DEFAULT-VALUE}.")
    private int readySeconds = 60;

    boolean hasBaseUrl() {
        return baseUrl != null;
    }

    String baseUrl() {
        if (baseUrl == null) {
            throw new UsageFailure("Give --base-url, where the provider answers");
        }
        return baseUrl;
    }

    @Nullable
    String stateUrl() {
        return stateUrl;
    }

    boolean tearsDown() {
        return stateTeardown;
    }

    @Nullable
    String messageUrl() {
        return messageUrl;
    }

    @Nullable
    String start() {
        return start;
    }

    @Nullable
    String readyUrl() {
        return readyUrl;
    }

    Duration readyWithin() {
        return Duration.ofSeconds(readySeconds);
    }

    List<String> redacted() {
        return redacted;
    }

    List<RequestHeader> headers(Surroundings surroundings) {
        var values = new HeaderValues(surroundings);
        var all = new ArrayList<RequestHeader>();
        if (headerFile != null) {
            all.addAll(values.file("--header-file", headerFile));
        }
        headers.forEach(header -> all.add(values.parse("--header", header)));
        return all;
    }

    ReplayOptions replayOptions() {
        return new ReplayOptions(
                parallel, independentStates, Duration.ofSeconds(requestSeconds), Duration.ofSeconds(totalSeconds));
    }

    ReplayTarget target(Surroundings surroundings) {
        return new ReplayTarget(baseUrl(), stateUrl, stateTeardown, messageUrl, headers(surroundings));
    }

    Redaction redaction(Surroundings surroundings) {
        return new Redaction(redacted, headers(surroundings));
    }
}
