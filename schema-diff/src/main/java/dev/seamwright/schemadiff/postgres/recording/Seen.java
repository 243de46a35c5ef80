package dev.seamwright.schemadiff.postgres.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement as it was seen, with whatever values it had.
 *
 * @param name that its authors gave it; null: none
 * @param calls how often it was counted; null: it was not
 */
record Seen(
        @Nullable String name,
        String sql,
        List<String> sources,
        @Nullable Long calls,
        @Nullable Long rows) {
    Seen {
        sources = List.copyOf(sources);
    }
}
