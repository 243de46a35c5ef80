package dev.seamwright.cli.verdict;

import java.util.Locale;

/** The forms of a verdict. */
public enum VerdictFormat {
    TABLE,
    JSON,
    MARKDOWN,
    JUNIT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
