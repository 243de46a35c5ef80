package dev.seamwright.schemadiff.postgres.drift;

/**
 * What was no part of a comparison.
 *
 * @param subject what it is, {@code table public.flyway_schema_history} for example
 * @param provenance whose it is, or why it tells nothing, in words
 */
public record Disregarded(String subject, String provenance) {}
