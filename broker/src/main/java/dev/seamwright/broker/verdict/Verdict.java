package dev.seamwright.broker.verdict;

import dev.seamwright.broker.matrix.Matrix;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The answer, with what it rests on.
 *
 * @param reasons warnings first, then what decided
 * @param successful rows that count and succeeded
 * @param failed rows that count and failed, or whose provider is missing
 * @param unknown rows that count and have no result
 * @param ignored rows that do not count
 */
public record Verdict(
        Deployable deployable,
        List<Reason> reasons,
        int successful,
        int failed,
        int unknown,
        int ignored,
        Matrix matrix) {
    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** What decided, in one text. */
    public String reason() {
        return reasons.stream()
                .filter(reason -> reason.level() != Reason.Level.WARNING)
                .map(Reason::text)
                .collect(Collectors.joining("\n"));
    }
}
