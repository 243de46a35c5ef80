package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes roles of a run superusers for as long as one vetted statement takes, so that it is executed in the candidate's own session and
 * transaction, and what it makes belongs to the candidate.
 */
final class Elevation {
    private static final Logger log = LoggerFactory.getLogger(Elevation.class);
    private static final String REFUSED = "42501";

    private final ShadowServer server;
    private final Connection admin;
    private final String database;

    Elevation(ShadowServer server, Connection admin, String database) {
        this.server = server;
        this.admin = admin;
        this.database = database;
    }

    interface Step {
        void in(Connection session) throws SQLException;
    }

    /** What a role gets for a moment. */
    enum Power {
        SUPERUSER("SUPERUSER", "NOSUPERUSER"),
        /** To give them to a role of its own. */
        ATTRIBUTES("BYPASSRLS REPLICATION", "NOBYPASSRLS NOREPLICATION"),
        /** The same on a server with other users, whose slots could not be told from the candidate's. */
        ATTRIBUTES_AMONG_OTHERS("BYPASSRLS", "NOBYPASSRLS");

        private final String given;
        private final String taken;

        Power(String given, String taken) {
            this.given = given;
            this.taken = taken;
        }
    }

    boolean possible() {
        return server.powers().superuser();
    }

    /** The shadow's own role. */
    String self() throws SQLException {
        return Names.read(admin, "SELECT current_user").getFirst();
    }

    /**
     * Executes the step while the candidate is a superuser. Event triggers do not fire meanwhile: their functions are the candidate's
     * code.
     *
     * @param session of the candidate, in a transaction; a failure undoes the step
     */
    void asSuperuser(Connection session, Step step) throws SQLException {
        during(session, Power.SUPERUSER, with -> {
            eventTriggers(with, "off");
            step.in(with);
            eventTriggers(with, "on");
        });
    }

    /**
     * Executes the step with the candidate's own rights while a role that it administers is a superuser.
     *
     * @param owner the role as an identifier in SQL; the step fails as it would without help when it is not the candidate's
     */
    void whileSuperuser(Connection session, String owner, Step step) throws SQLException {
        during(session, Power.SUPERUSER, with -> {
            eventTriggers(with, "off");
            raise(with, owner, "SUPERUSER");
        });
        step.in(session);
        during(session, Power.SUPERUSER, with -> {
            raise(with, owner, "NOSUPERUSER");
            eventTriggers(with, "on");
        });
    }

    /** In the candidate's session, which may have made the role in this transaction. */
    void raise(Connection session, String owner, String attribute) throws SQLException {
        var path = setting(session, "search_path");
        path(session, CATALOG);
        for (var role : Names.read(session, OWN_ROLE, Run.CANDIDATE, owner)) {
            Names.execute(session, "ALTER ROLE %s %s".formatted(Names.identifier(role), attribute));
        }
        path(session, path);
    }

    static final String CATALOG = "pg_catalog, pg_temp";

    static String setting(Connection session, String name) throws SQLException {
        return Names.read(session, "SELECT pg_catalog.current_setting(?)", name).getFirst();
    }

    static void path(Connection session, String path) throws SQLException {
        Names.read(session, "SELECT pg_catalog.set_config('search_path', ?, true)", path);
    }

    // no other role becomes an owner by the shadow's help, least of all a superuser: its functions would have its power
    private static final String OWN_ROLE = """
            SELECT r.rolname FROM pg_catalog.pg_roles r JOIN pg_catalog.pg_auth_members a ON a.roleid = r.oid AND a.admin_option
             WHERE a.member = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?) AND r.oid >= 16384
               AND parse_ident(?) = ARRAY[r.rolname::text]
            """;

    // before 17 they cannot be silenced, and the shadow lets nobody create one
    private void eventTriggers(Connection session, String value) throws SQLException {
        if (server.powers().major() >= 17) {
            Names.execute(session, "SET LOCAL event_triggers = " + value);
        }
    }

    /**
     * Executes the step while the candidate has the power.
     *
     * @param session of the candidate, in a transaction; a failure undoes the step
     */
    void during(Connection session, Power power, Step step) throws SQLException {
        requireQuiet(session);
        var savepoint = session.setSavepoint();
        try {
            give(session, power, step);
        } catch (SQLException failure) {
            if (!session.isClosed()) {
                session.rollback(savepoint);
                settle(session);
            }
            throw failure;
        }
        settle(session);
        session.releaseSavepoint(savepoint);
    }

    private void give(Connection session, Power power, Step step) throws SQLException {
        try {
            alter(power.given);
            takeNotice(session);
            step.in(session);
        } finally {
            alter(power.taken);
        }
    }

    private void alter(String attributes) throws SQLException {
        Names.execute(admin, "ALTER ROLE %s %s".formatted(Run.CANDIDATE, attributes));
    }

    private void settle(Connection session) throws SQLException {
        takeNotice(session);
        requirePowerless(session);
    }

    /** Nothing of the candidate's may be executed beside the statement. */
    private void requireQuiet(Connection session) throws SQLException {
        var busy = Names.read(
                admin,
                "SELECT pid FROM pg_stat_activity WHERE datname = ? AND pid <> ? AND backend_type = 'client backend' AND state NOT LIKE 'idle%'",
                database,
                session.unwrap(PGConnection.class).getBackendPID());
        if (!busy.isEmpty()) {
            throw new SQLException("another session of the candidate is at work", REFUSED);
        }
    }

    /** A session learns what others have changed in the catalogs when it locks a relation that it has no lock on. */
    private static void takeNotice(Connection session) throws SQLException {
        var savepoint = session.setSavepoint();
        Names.execute(session, "SELECT FROM pg_catalog.pg_ts_parser LIMIT 0");
        session.rollback(savepoint);
        session.releaseSavepoint(savepoint);
    }

    /** A session that goes on with power is ended. */
    private void requirePowerless(Connection session) throws SQLException {
        var savepoint = session.setSavepoint();
        try {
            Names.execute(session, "SET LOCAL log_min_messages = fatal");
        } catch (SQLException refusal) {
            if (REFUSED.equals(refusal.getSQLState())) {
                session.rollback(savepoint);
                session.releaseSavepoint(savepoint);
                return;
            }
            throw refusal;
        }
        log.warn("a candidate's session kept the power of a vetted statement, it is ended database={}", database);
        session.rollback();
        session.close();
        throw new SQLException("the session could not be brought back to the candidate's own rights", "08006");
    }
}
