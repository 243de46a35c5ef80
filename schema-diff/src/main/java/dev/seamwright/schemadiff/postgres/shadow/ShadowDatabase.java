package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A database for one run, which belongs to the candidate's role. */
public final class ShadowDatabase {
    private final ShadowServer server;
    private final Connection admin;
    private final Run run;
    private final Shadow.Limits limits;
    private final List<String> roleNotes;
    private final Alike alike;
    private final Map<String, String> passwords = new HashMap<>();

    ShadowDatabase(
            ShadowServer server, Connection admin, Run run, Shadow.Limits limits, List<String> roleNotes, Alike alike) {
        this.server = server;
        this.admin = admin;
        this.run = run;
        this.limits = limits;
        this.roleNotes = List.copyOf(roleNotes);
        this.alike = alike;
    }

    /** Reads something of this database. */
    public interface Reading<T> {
        T read() throws SQLException;
    }

    /**
     * What was read of the first new database of this server, which is the same in each of them.
     *
     * @param reading called as long as this database is new, or not at all
     */
    public <T> T likeEveryNew(Class<T> type, Reading<T> reading) throws SQLException {
        return alike.once(type, reading);
    }

    /** The name of the database. */
    public String name() {
        return run.database();
    }

    /** The major version of its server. */
    public int major() {
        return server.powers().major();
    }

    /** The candidate's role, which owns the database; the same name in every run. */
    public String candidate() {
        return Run.CANDIDATE;
    }

    /** What the candidate's roles ask for and do not get, as sentences. */
    public List<String> roleNotes() {
        return roleNotes;
    }

    /**
     * Lets the candidate act as a migration's superuser does where row-level security and logical decoding are concerned: exempt from
     * policies, and free to make roles and slots of that kind. It stays an ordinary role otherwise.
     */
    public void empower() throws SQLException {
        var powers = server.powers();
        if (powers.superuser()) {
            Names.execute(
                    admin, "ALTER ROLE %s BYPASSRLS%s".formatted(Run.CANDIDATE, powers.alone() ? " REPLICATION" : ""));
        }
    }

    /**
     * Marks one of the candidate's functions as LEAKPROOF, which only a superuser may say. No code of the candidate runs.
     *
     * @param oid of the function
     */
    public void leakproof(long oid) throws SQLException {
        if (!server.powers().superuser()) {
            return;
        }
        try (var inside = server.open(name())) {
            for (var signature :
                    Names.read(inside, "SELECT oid::regprocedure::text FROM pg_proc WHERE oid = ?::bigint::oid", oid)) {
                Names.execute(inside, "ALTER FUNCTION %s LEAKPROOF".formatted(signature));
            }
        }
    }

    /**
     * Lets the candidate make a custom setting the default of its roles and its database, while {@code work} runs. PostgreSQL itself
     * has no setting with a dot in its name; before 15 nobody but a superuser may do this.
     *
     * @param setting with a dot in its name
     */
    public void lendSetting(String setting, Runnable work) throws SQLException {
        if (!setting.contains(".")
                || !server.powers().superuser()
                || server.powers().major() < 15) {
            work.run();
            return;
        }
        var name = Arrays.stream(setting.split("\\.")).map(Names::identifier).collect(Collectors.joining("."));
        Names.execute(admin, "GRANT SET ON PARAMETER %s TO %s".formatted(name, Run.CANDIDATE));
        try {
            work.run();
        } finally {
            Names.execute(admin, "REVOKE SET ON PARAMETER %s FROM %s".formatted(name, Run.CANDIDATE));
        }
    }

    /** A connection as the candidate's role, which commits automatically. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(name()), run.login(limits));
    }

    /**
     * Executes every statement of the script, each by itself: in a transaction of its own when the connection commits automatically.
     * What PostgreSQL reserves to superusers, and harms nobody, is done for the candidate (docs/adr/0002-what-candidates-may-do.md).
     *
     * @param session one of {@link #connect}
     * @throws Rejected at the first statement that PostgreSQL refuses; {@link ExtensionMissing} when it needs an extension
     */
    public Loaded load(Connection session, Script script, Loaded.Missing missing) {
        return new Loading(server, admin, name(), session, missing).load(script);
    }

    /**
     * A connection in which statements are executed as the role, which commits automatically. A role with LOGIN has a session of its
     * own, with its settings; for another one the candidate's session has {@code SET ROLE}.
     *
     * @param role one that this run's plan, or the candidate, has made
     * @throws SQLException also when the role does not exist, or is not the candidate's
     */
    public Connection connectAs(String role) throws SQLException {
        var logins = Names.read(admin, LOGINS, role, Run.CANDIDATE);
        if (logins.isEmpty()) {
            var connection = connect();
            try {
                Names.execute(connection, "SET ROLE " + Names.identifier(role));
                return connection;
            } catch (SQLException refusal) {
                connection.close();
                throw refusal;
            }
        }
        return DriverManager.getConnection(
                server.url(name()), run.login(role, password(role), limits, Set.copyOf(logins)));
    }

    // the candidate administers the roles of its run and no others; a row for each setting that a login has, or one
    private static final String LOGINS = """
            SELECT coalesce(split_part(c.setting, '=', 1), '')
              FROM pg_roles r JOIN pg_auth_members a ON a.roleid = r.oid AND a.admin_option
              LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
              LEFT JOIN LATERAL unnest(s.setconfig) c (setting) ON true
             WHERE r.rolname = ? AND r.rolcanlogin AND NOT r.rolsuper AND a.member = (SELECT oid FROM pg_roles WHERE rolname = ?)
            """;

    private String password(String role) throws SQLException {
        var known = passwords.get(role);
        if (known != null) {
            return known;
        }
        var password = Run.newPassword();
        Names.execute(admin, "ALTER ROLE %s PASSWORD '%s'".formatted(Names.identifier(role), password));
        passwords.put(role, password);
        return password;
    }
}
