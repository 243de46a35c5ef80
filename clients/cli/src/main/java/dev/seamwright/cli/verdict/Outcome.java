package dev.seamwright.cli.verdict;

import dev.seamwright.cli.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of a question. */
public sealed interface Outcome {
    /** What the shell learns. Only a verdict is a yes. */
    ExitCode exitCode();

    /** The verdict, if there is one. */
    Optional<Verdict> verdict();

    /** The broker answered. */
    record Given(Verdict its) implements Outcome {
        @Override
        public ExitCode exitCode() {
            return its.answer().exitCode();
        }

        @Override
        public Optional<Verdict> verdict() {
            return Optional.of(its);
        }
    }

    /**
     * The broker did not answer; it did so before, and signed that.
     *
     * @param why it does not answer now
     */
    record LastKnown(Verdict its, Instant at, Duration age, String why) implements Outcome {
        @Override
        public ExitCode exitCode() {
            return its.answer().exitCode();
        }

        @Override
        public Optional<Verdict> verdict() {
            return Optional.of(its);
        }
    }

    /**
     * Nobody knows.
     *
     * @param passing whether to go on is the policy
     */
    record NoVerdict(String why, boolean passing) implements Outcome {
        @Override
        public ExitCode exitCode() {
            return passing ? ExitCode.PASSED_WITHOUT_A_VERDICT : ExitCode.COULD_NOT_FIND_OUT;
        }

        @Override
        public Optional<Verdict> verdict() {
            return Optional.empty();
        }
    }
}
