package dev.seamwright.schemadiff.postgres.replay;

import org.jspecify.annotations.Nullable;

/**
 * A type that is not the one that the consumer saw in its own tests.
 *
 * @param subject {@code parameter 1}, or {@code column total}
 * @param before null: there was none
 * @param after null: there is none
 * @param breaking whether a client that binds and reads by type fails; else the new type takes in all that the old one did
 */
public record TypeChange(
        String subject, @Nullable String before, @Nullable String after, boolean breaking) {}
