package dev.seamwright.schemadiff.openapi.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
