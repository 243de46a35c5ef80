package dev.seamwright.broker.verdict;

import java.util.Locale;

/** The answer of a verdict. */
public enum Deployable {
    YES,
    /** Something that is required failed, or is missing. */
    NO,
    /** Nothing failed, but something that is required was not verified. */
    UNKNOWN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
