package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.Fact;

/**
 * A part of what makes a fact true.
 *
 * @param sql one statement, or several that belong together
 */
public record Ddl(Phase phase, Fact.Key key, String sql) {}
