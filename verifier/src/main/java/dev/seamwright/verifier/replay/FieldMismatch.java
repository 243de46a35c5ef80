package dev.seamwright.verifier.replay;

import org.jspecify.annotations.Nullable;

/**
 * One place at which an answer is not what the consumer expects.
 *
 * @param attribute {@code status}, {@code header}, {@code body}, {@code body-content-type} or {@code metadata}
 * @param path the header, the key of the metadata, or the path in the body ({@code $.items[0].price}); absent for a status
 * @param diff lines with - and +, where the body has some
 */
public record FieldMismatch(
        String attribute,
        @Nullable String path,
        @Nullable String expected,
        @Nullable String actual,
        String description,
        @Nullable String diff) {}
