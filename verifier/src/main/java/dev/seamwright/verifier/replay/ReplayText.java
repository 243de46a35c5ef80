package dev.seamwright.verifier.replay;

import dev.seamwright.verifier.replay.Outcome.Mismatched;
import dev.seamwright.verifier.replay.Outcome.NotVerified;
import dev.seamwright.verifier.replay.Outcome.Verified;
import java.util.stream.Collectors;

/** Results for people. */
public final class ReplayText {
    private ReplayText() {}

    /** What failed with its mismatches, then what is not verified with its cause, and the numbers last. */
    public static String of(ReplayResult result) {
        var text = new StringBuilder();
        text.append("%s → %s\n".formatted(result.consumer(), result.provider()));
        for (var interaction : result.interactions()) {
            switch (interaction.outcome()) {
                case Verified _ -> text.append("  ok    %s\n".formatted(line(interaction.title())));
                case Mismatched mismatched -> {
                    text.append("  FAIL  %s%s\n"
                            .formatted(line(interaction.title()), interaction.pending() ? " (pending)" : ""));
                    mismatched.mismatches().forEach(mismatch -> text.append(mismatch(mismatch)));
                }
                case NotVerified not ->
                    text.append("  ?     %s\n          not verified, %s: %s\n"
                            .formatted(line(interaction.title()), not.cause().word(), line(not.detail())));
            }
        }
        var size = result.interactions().size();
        var failed = result.mismatched().count();
        var unknown = result.notVerified().count();
        return text.append("  %d interactions: %d verified, %d failed, %d not verified%s\n"
                        .formatted(
                                size,
                                size - failed - unknown,
                                failed,
                                unknown,
                                result.isWhole() ? "" : " (of those that were asked for)"))
                .toString();
    }

    private static String mismatch(FieldMismatch mismatch) {
        var place = mismatch.path() == null ? mismatch.attribute() : mismatch.attribute() + " " + mismatch.path();
        var text = "          %s: %s\n".formatted(place, line(mismatch.description()));
        return mismatch.diff() == null
                ? text
                : text
                        + mismatch.diff()
                                .lines()
                                .map(line -> "            " + line)
                                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(String text) {
        return text.replaceAll("\\R", " ");
    }
}
