package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import org.jspecify.annotations.Nullable;

/**
 * A finding about a change of a schema.
 *
 * @param change what it is about; null for what no fact tells
 */
public record SchemaFinding(
        Finding finding, Axes axes, @Nullable SchemaChange change) {}
