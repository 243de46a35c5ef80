package dev.seamwright.schemadiff.postgres.recording;

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
        String source,
        @Nullable Long calls,
        @Nullable Long rows) {}
