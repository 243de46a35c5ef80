package dev.seamwright.broker.verdict;

import dev.seamwright.broker.matrix.Matrix;
import dev.seamwright.broker.matrix.MatrixRow;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** A no, although all rows are well; warnings stay. */
    Verdict refused(List<? extends Reason> why) {
        return new Verdict(
                Deployable.NO,
                Stream.<Reason>concat(
                                reasons.stream().filter(reason -> reason.level() == Reason.Level.WARNING), why.stream())
                        .toList(),
                successful,
                failed,
                unknown,
                ignored,
                matrix);
    }

    /** The same verdict with more warnings. */
    Verdict with(List<? extends Reason> warnings) {
        return new Verdict(
                deployable,
                Stream.<Reason>concat(warnings.stream(), reasons.stream()).toList(),
                successful,
                failed,
                unknown,
                ignored,
                matrix);
    }

    /** The rows of several verdicts that have no result. */
    static List<MatrixRow> unknown(List<Verdict> verdicts) {
        return verdicts.stream()
                .flatMap(verdict -> verdict.matrix().rows().stream())
                .filter(row -> row.state() == MatrixRow.State.UNKNOWN)
                .toList();
    }

    /** What decided, in one text. */
    public String reason() {
        return reasons.stream()
                .filter(reason -> reason.level() != Reason.Level.WARNING)
                .map(Reason::text)
                .collect(Collectors.joining("\n"));
    }

    /** What holds for all of them together: no if one is no, else unknown if one is unknown. */
    static Deployable deployable(List<Verdict> verdicts) {
        var answers = verdicts.stream().map(Verdict::deployable).collect(Collectors.toSet());
        if (answers.contains(Deployable.NO)) {
            return Deployable.NO;
        }
        return answers.contains(Deployable.UNKNOWN) ? Deployable.UNKNOWN : Deployable.YES;
    }

    /** The reasons of {@link #deployable(List)}, each once, warnings first; a success only where nothing speaks against it. */
    static List<Reason> reasons(List<Verdict> verdicts) {
        var all = verdicts.stream()
                .flatMap(verdict -> verdict.reasons().stream())
                .distinct()
                .toList();
        var isYes = deployable(verdicts) == Deployable.YES;
        var isVerified = all.contains(new Reason.AllSuccessful());
        return all.stream()
                .filter(reason -> isYes || reason.level() != Reason.Level.SUCCESS)
                .filter(reason -> !isVerified || !(reason instanceof Reason.NoDependencies))
                .sorted(Comparator.comparingInt(reason -> reason.level() == Reason.Level.WARNING ? 0 : 1))
                .toList();
    }
}
