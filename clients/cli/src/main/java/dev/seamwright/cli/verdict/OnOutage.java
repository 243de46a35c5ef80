package dev.seamwright.cli.verdict;

import java.util.Locale;

/** What to do when the broker cannot answer. It is chosen by whoever asks, and printed with every answer. */
public enum OnOutage {
    /** There is no verdict, and that is what the exit code says. */
    FAIL,
    /** The signed answer of the last time counts, for as long as it is young enough. */
    LAST_KNOWN,
    /** There is no verdict, and an exit code of its own says that whoever asks goes on without one. */
    PASS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
