package dev.seamwright.schemadiff.postgres.rules;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a statement does to those who work meanwhile and afterwards, each aspect by itself.
 *
 * @param lock the strongest, as observed where the statement could be executed
 * @param work what its time grows with
 */
public record Hazard(Lock lock, Work work, Set<Harm> harms) {
    /** Who fails, whatever the time. */
    public enum Harm {
        /** Statements of the code that is deployed now. */
        OLD_CODE("old-code"),
        /** Statements that live sessions have prepared: "cached plan must not change result type". */
        PREPARED("prepared-statements"),
        /** No way back: rows or values are gone. */
        DATA_LOST("data-lost"),
        /** Other values or rows than before, without an error. */
        MEANING("meaning"),
        /** The migration itself. */
        MIGRATION("migration");

        private final String word;

        Harm(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public Hazard {
        var ordered = EnumSet.noneOf(Harm.class);
        ordered.addAll(harms);
        harms = Set.copyOf(ordered);
    }

    /** With these. */
    public static Hazard of(Lock lock, Work work, Harm... harms) {
        return new Hazard(lock, work, Set.of(harms));
    }
}
