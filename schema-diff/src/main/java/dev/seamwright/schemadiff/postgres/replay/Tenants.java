package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the tenant whose rows are among the sample rows. */
final class Tenants {
    /** The first values of the types that name tenants. */
    private static final List<String> CANDIDATES = List.of("1", "00000000-0000-4000-8000-000000000001", "a");

    private static final int MOST_TABLES = 20;

    private Tenants() {}

    /** The candidate that sees the most rows of tables with policies, without an error; the first when none sees any. */
    static String choose(Connection connection, Identity identity, @Nullable String role) throws SQLException {
        if (!(identity.tenant() instanceof Tenant.Setting setting)) {
            return "";
        }
        var best = CANDIDATES.getFirst();
        var most = 0L;
        try (var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var row = statement.executeQuery("""
                    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                      FROM pg_catalog.pg_class c
                      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE c.relrowsecurity AND c.relkind IN ('r', 'p')
                     ORDER BY c.oid
                     LIMIT %d
                    """.formatted(MOST_TABLES))) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            for (var candidate : CANDIDATES) {
                var seen = 0L;
                for (var table : tables) {
                    seen += rows(connection, setting.name(), candidate, role, table);
                }
                if (seen > most) {
                    most = seen;
                    best = candidate;
                }
            }
        }
        return best;
    }

    private static long rows(Connection connection, String setting, String tenant, @Nullable String role, String table)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("BEGIN");
            try {
                statement.execute("SELECT set_config(%s, %s, true)"
                        .formatted(statement.enquoteLiteral(setting), statement.enquoteLiteral(tenant)));
                if (role != null) {
                    statement.execute("SET LOCAL ROLE " + statement.enquoteIdentifier(role, true));
                }
                try (var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    row.next();
                    return row.getLong(1);
                }
            } catch (SQLException refusal) {
                if (connection.isClosed()) {
                    throw refusal;
                }
                return 0; // of another type, or not to be read at all
            } finally {
                if (!connection.isClosed()) {
                    statement.execute("ROLLBACK");
                }
            }
        }
    }
}
