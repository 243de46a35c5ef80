package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;

/**
 * A fact, or a part of it, that the database does not have after loading.
 *
 * @param sqlState PostgreSQL's, or {@code 0A000} where no statement can make it
 * @param message what PostgreSQL said
 * @param sql what was tried; empty where no statement can make it
 */
public record Unloaded(Fact.Key key, String sqlState, String message, String sql) {
    static final String IMPOSSIBLE = "0A000"; // feature_not_supported

    /** Whether a statement could meet it: who owns the database as a whole, and may connect to it, says nothing of what is in it. */
    public boolean isInDatabase() {
        return key.kind() != Kind.DATABASE && key.kind() != Kind.DATABASE_GRANT;
    }

    @Override
    public String toString() {
        return "%s %s: %s (SQLSTATE %s)".formatted(key.kind().label(), key.identity(), message, sqlState);
    }
}
