package dev.seamwright.recorder;

import java.util.List;

/**
 * A text that was given to the driver.
 *
 * @param keys the generated columns that are asked for; {@code *}: all
 */
record Sql(String text, Way way, List<String> keys) {
    /** By which kind of statement it runs, which decides what the driver makes of {@code ?} and <code>{call …}</code>. */
    enum Way {
        STATEMENT,
        PREPARED,
        CALLABLE
    }

    Sql {
        keys = List.copyOf(keys);
    }
}
