package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.schemadiff.postgres.capture.OwnerNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * Where statements are to be executed.
 *
 * @param role that executes them; it stands for owners that it cannot act for
 * @param roles for which it can act
 */
record Target(String database, String role, boolean superuser, int serverVersion, Set<String> roles) {
    /** The owner of the object, in a grant. */
    static final String OWNER = "(owner)";

    private static final int MAINTAIN = 170_000;
    private static final int NAMED_NOT_NULL = 180_000;

    Target {
        roles = Set.copyOf(roles);
    }

    static Target of(Connection connection) throws SQLException {
        var roles = new HashSet<String>();
        try (var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery(
                    "SELECT rolname FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')")) {
                while (rows.next()) {
                    roles.add(rows.getString(1));
                }
            }
            try (var row = statement.executeQuery("""
                    SELECT current_database(), current_user, rolsuper, current_setting('server_version_num')::int
                      FROM pg_roles WHERE rolname = current_user
                    """)) {
                row.next();
                return new Target(row.getString(1), row.getString(2), row.getBoolean(3), row.getInt(4), roles);
            }
        }
    }

    /** Who owns here what {@code owner} owns there. */
    String owner(String owner) {
        return roles.contains(owner) ? owner : role;
    }

    /** The name here of a role that is granted something. */
    String known(String role) {
        return role.equals(OWNER) || role.equals(OwnerNames.DATABASE_OWNER) ? this.role : role;
    }

    boolean knowsMaintain() {
        return serverVersion >= MAINTAIN;
    }

    /** Whether NOT NULL is a constraint with a name. */
    boolean namesNotNull() {
        return serverVersion >= NAMED_NOT_NULL;
    }
}
