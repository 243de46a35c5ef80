package dev.seamwright.verifier.worker;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.verifier.probe.ConformanceSettings;
import dev.seamwright.verifier.replay.Redaction;
import dev.seamwright.verifier.replay.ReplayOptions;
import dev.seamwright.verifier.replay.ReplayTarget;
import dev.seamwright.verifier.replay.RequestHeader;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider that a worker can ask. {@code {version}} in URLs and in the command stands for the version that a job is about.
 *
 * @param versions those that run, or can be started; empty: any, which needs {@code {version}} somewhere
 * @param start a command that starts it, a job at a time; absent: it runs already
 * @param conformance how far it may be probed
 * @param readyUrl answers below 400 when it is ready; absent: any answer of the base URL will do
 * @param redacted names of headers and query parameters whose values are not shown, besides the usual ones
 */
public record ServedProvider(
        String name,
        List<String> versions,
        String baseUrl,
        @Nullable String stateUrl,
        boolean tearsDown,
        @Nullable String messageUrl,
        List<RequestHeader> headers,
        List<String> redacted,
        ReplayOptions options,
        @Nullable String start,
        @Nullable String readyUrl,
        Duration readyWithin,
        ConformanceSettings conformance) {
    private static final String VERSION = "{version}";

    /** A provider that is probed with care. */
    public ServedProvider(
            String name,
            List<String> versions,
            String baseUrl,
            @Nullable String stateUrl,
            boolean tearsDown,
            @Nullable String messageUrl,
            List<RequestHeader> headers,
            List<String> redacted,
            ReplayOptions options,
            @Nullable String start,
            @Nullable String readyUrl,
            Duration readyWithin) {
        this(
                name,
                versions,
                baseUrl,
                stateUrl,
                tearsDown,
                messageUrl,
                headers,
                redacted,
                options,
                start,
                readyUrl,
                readyWithin,
                ConformanceSettings.SAFE);
    }

    /** It comes from the broker and goes into a command of the shell and into URLs. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

    /** @throws InvalidInput when something does not fit together */
    public ServedProvider {
        new ParticipantName(name);
        versions = List.copyOf(versions);
        versions.forEach(VersionNumber::new);
        headers = List.copyOf(headers);
        redacted = List.copyOf(redacted);
        var hasPlaceholder = Stream.of(baseUrl, start == null ? "" : start).anyMatch(text -> text.contains(VERSION));
        if (versions.isEmpty() && !hasPlaceholder) {
            throw new InvalidInput(
                    name,
                    "has no version: give the one that runs, or say {version} in the base URL or in the command that starts it");
        }
        if (versions.size() > 1 && !hasPlaceholder) {
            throw new InvalidInput(name, "has several versions, but only one can answer: say {version} somewhere");
        }
        if (readyUrl != null && start == null) {
            throw new InvalidInput(name, "has a URL that tells when it is ready, but no command that starts it");
        }
    }

    Jobs.Offer offer() {
        return new Jobs.Offer(name, versions);
    }

    /** Whether two jobs at once would meet in its state, or in its process. */
    boolean isExclusive() {
        return start != null || (stateUrl != null && !options.statesAreIndependent());
    }

    /** @throws InvalidInput when the version holds what has no place in a command or a URL */
    ReplayTarget target(String version) {
        return new ReplayTarget(
                filled(baseUrl, version),
                stateUrl == null ? null : filled(stateUrl, version),
                tearsDown,
                messageUrl == null ? null : filled(messageUrl, version),
                headers);
    }

    /** @throws InvalidInput as above */
    static String filled(String text, String version) {
        if (!text.contains(VERSION)) {
            return text;
        }
        if (!HARMLESS.matcher(version).matches()) {
            throw new InvalidInput(
                    "version", "'%s' cannot stand in a command or a URL in place of {version}".formatted(version));
        }
        return text.replace(VERSION, version);
    }

    Redaction redaction() {
        return new Redaction(redacted, headers);
    }
}
