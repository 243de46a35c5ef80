package dev.seamwright.schemadiff.openapi.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is promised of an operation, by its {@code x-stability} or {@code x-stability-level}. */
public enum Stability {
    DRAFT,
    ALPHA,
    BETA,
    STABLE;

    /** The spelling in documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Stability> of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** What may be done to operations of a stability. */
    public enum Breaks {
        /** They may break at any time. */
        ALLOWED,
        /** What breaks them is risky. */
        RISKY,
        /** What was deprecated may go, once its sunset date has come. */
        AFTER_DEPRECATION;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Breaks> of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
        }
    }
}
