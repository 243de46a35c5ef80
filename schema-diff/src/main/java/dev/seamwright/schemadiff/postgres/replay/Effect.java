package dev.seamwright.schemadiff.postgres.replay;

import java.util.List;

/** What a migration does to a statement. */
public sealed interface Effect {
    /** Nothing that can be seen. */
    record None() implements Effect {}

    /** It fails afterwards. */
    record Fails(Outcome outcome, Cause cause) implements Effect {}

    /** It works, but not for a session that prepared it before. */
    record FailsPrepared(Failure failure, Cause cause) implements Effect {}

    /** It fails where it writes a row of old that breaks a constraint which came NOT VALID; on other rows it works. */
    record FailsOnRows(Outcome.FailsOnRows outcome, Cause cause) implements Effect {}

    /** It works, and means something else. */
    record Silent(List<Difference> differences, Cause cause) implements Effect {
        public Silent {
            differences = List.copyOf(differences);
        }
    }

    /** It failed before, so the migration does not break it. */
    record FailedBefore(Outcome outcome) implements Effect {}

    /** Nobody can say, and why. */
    record Unresolved(String reason) implements Effect {}

    /**
     * What differs without an error.
     *
     * @param detail for people: before and after
     */
    record Difference(Aspect aspect, String detail) {}

    /** In what a statement can differ without an error. */
    enum Aspect {
        /** Types of parameters. */
        PARAMETERS,
        /** Names or types of the result's columns. */
        COLUMNS,
        /** The rows of the result, or how many were written. */
        ROWS,
        /** What is stored afterwards. */
        STORED
    }

    /**
     * The statement of the migration that did it.
     *
     * @param script the name of the script
     * @param line of its first character, from 1
     */
    record Cause(String script, int line, String sql) {}
}
