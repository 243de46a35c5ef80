package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event, made ready to be told in a format.
 *
 * @param data what a receiver of Standard Webhooks gets
 * @param judged the versions whose verdict is told; none: the event is about no version
 */
record Telling(String event, Instant at, ObjectNode data, List<Judged> judged) {
    private static final Pattern COMMIT = Pattern.compile("(?:^|.*[^0-9a-f])([0-9a-f]{40})");

    Telling {
        judged = List.copyOf(judged);
    }

    /**
     * A version and its verdict.
     *
     * @param environment null: for the main branches
     * @param url where the verdict can be seen
     */
    record Judged(
            ParticipantName participant,
            VersionNumber version,
            @Nullable EnvironmentName environment,
            Judgement judgement,
            String url) {

        /** The commit that the version was built from: a hash is its number, or ends it, as in {@code 1.4.0+9d2f…}. */
        Optional<String> commit() {
            var match = COMMIT.matcher(version.value());
            return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
        }

        String target() {
            return environment == null ? "the main branches" : environment.value();
        }

        /** For people, in a line. */
        String sentence() {
            var name = participant.value();
            return switch (judgement.answer()) {
                case YES -> "%s may be deployed to %s".formatted(name, target());
                case NO -> "%s must not be deployed to %s".formatted(name, target());
                case UNKNOWN -> "%s waits for verifications before it may go to %s".formatted(name, target());
                case ERROR -> "Nobody could find out whether %s may be deployed to %s".formatted(name, target());
            };
        }
    }
}
