package dev.seamwright.schemadiff.postgres.diff;

import dev.seamwright.contracts.dbschema.Fact;

/**
 * A removed and an added fact that are about one object, by its id. A candidate only: the ids are those of two captures, and what
 * happened in between is not known.
 */
public record RenameCandidate(Fact.Key before, Fact.Key after) {}
