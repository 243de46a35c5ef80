package dev.seamwright.broker.db;

import org.jspecify.annotations.Nullable;

/**
 * Where the data is, and as whom.
 *
 * @param server the login the broker serves with: owns nothing, no superuser, no BYPASSRLS
 * @param owner the login that migrates; null: somebody else has migrated already
 * @param poolSize connections at most
 * @param preparedStatements false behind a PgBouncer older than 1.21 in transaction mode, which cannot follow them
 */
public record DatabaseSettings(Login server, @Nullable Login owner, int poolSize, boolean preparedStatements) {

    /**
     * @param url {@code jdbc:postgresql://host:port/database}
     */
    public record Login(String url, String user, String password) {
        @Override
        public String toString() {
            return user + "@" + url;
        }
    }
}
