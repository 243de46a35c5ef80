package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.schemadiff.postgres.shadow.RolePlan.Membership;
import dev.seamwright.schemadiff.postgres.shadow.RolePlan.Role;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The database and the roles of one run: how they are made. */
final class Run {
    static final String DATABASE_PREFIX = "seamwright_run_";
    /** The same name in each run: it stands in the facts of a schema, as the owner of everything. */
    static final String CANDIDATE = "seamwright_candidate";

    static final String MAKER = "seamwright_roles";
    /** What real schemas name on every server. */
    private static final String USUAL_OWNER = "postgres";

    private static final int CONNECTIONS = 10;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Predefined roles that lead to no file, no program and no other server. */
    private static final List<String> HARMLESS = List.of(
            "pg_read_all_data",
            "pg_write_all_data",
            "pg_maintain",
            "pg_monitor",
            "pg_read_all_settings",
            "pg_read_all_stats",
            "pg_stat_scan_tables",
            "pg_signal_backend",
            "pg_checkpoint");
    // PostgreSQL's documentation, GUC_LIST_QUOTE: their values are lists of quoted names
    private static final Set<String> LISTS = Set.of(
            "local_preload_libraries",
            "search_path",
            "session_preload_libraries",
            "temp_tablespaces",
            "unix_socket_directories");

    private final ShadowServer server;
    private final Connection admin;
    private final String database;
    private final String password;

    private Run(ShadowServer server, Connection admin, String database, String password) {
        this.server = server;
        this.admin = admin;
        this.database = database;
        this.password = password;
    }

    /** Makes the candidate's role and its database. */
    static Run prepare(ShadowServer server, Connection admin) throws SQLException {
        var run =
                new Run(server, admin, DATABASE_PREFIX + HexFormat.of().toHexDigits(RANDOM.nextLong()), newPassword());
        run.makeCandidate();
        run.makeDatabase();
        return run;
    }

    /** The database's name. */
    String database() {
        return database;
    }

    private void makeCandidate() throws SQLException {
        create(CANDIDATE, "CREATEROLE", password);
        if (!exists(USUAL_OWNER)) {
            create(new Role(USUAL_OWNER, false, true, false, false, false, -1, List.of()));
            adopt(USUAL_OWNER);
        }
    }

    private void create(String role, String attributes, String secret) throws SQLException {
        Names.execute(
                admin,
                "CREATE ROLE %s LOGIN %s CONNECTION LIMIT %d PASSWORD '%s'"
                        .formatted(role, attributes, CONNECTIONS, secret));
        if (!server.powers().superuser()) {
            // to give it the database, and to end its sessions
            Names.execute(admin, "GRANT %s TO CURRENT_USER".formatted(role));
        }
    }

    private void makeDatabase() throws SQLException {
        var encoding =
                Names.read(admin, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template0'");
        var locale = encoding.contains("UTF8") ? "" : " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";
        Names.execute(admin, "CREATE DATABASE %s OWNER %s TEMPLATE template0%s".formatted(database, CANDIDATE, locale));
        if (server.powers().major() < 15 && server.powers().superuser()) {
            // since 15 the owner of a database owns its public schema
            try (var inside = server.open(database)) {
                Names.execute(inside, "ALTER SCHEMA public OWNER TO " + CANDIDATE);
            }
        }
    }

    /**
     * Makes the roles of the plan, of which the candidate becomes an administrator.
     *
     * @return what of the plan is left out, as sentences
     */
    List<String> create(RolePlan plan) throws SQLException {
        var notes = new ArrayList<>(plan.notes());
        var made = plan.roles().stream().map(Role::name).collect(Collectors.toSet());
        made.add(USUAL_OWNER);
        for (var role : plan.roles()) {
            if (role.name().equals(USUAL_OWNER) && exists(USUAL_OWNER)) {
                continue;
            }
            if (role.name().startsWith("pg_") || exists(role.name())) {
                made.remove(role.name());
                if (!role.name().startsWith("pg_")) {
                    notes.add("The role %s is not made: the shadow server has one of its own.".formatted(role.name()));
                }
                continue;
            }
            create(role);
        }
        for (var membership : plan.memberships()) {
            if (made.contains(membership.role()) || HARMLESS.contains(membership.role())) {
                grant(membership);
            } else {
                notes.add("%s does not become a member of %s, which leads out of the shadow."
                        .formatted(membership.member(), membership.role()));
            }
        }
        for (var role : plan.roles()) {
            if (made.contains(role.name()) && !role.name().equals(USUAL_OWNER)) {
                adopt(role.name());
            }
        }
        return notes;
    }

    private void create(Role role) throws SQLException {
        var powers = server.powers();
        var name = Names.identifier(role.name());
        Names.execute(
                admin,
                "CREATE ROLE %s %s %s %s %s %s CONNECTION LIMIT %d"
                        .formatted(
                                name,
                                role.login() ? "LOGIN" : "NOLOGIN",
                                role.inherit() ? "INHERIT" : "NOINHERIT",
                                role.createRole() ? "CREATEROLE" : "NOCREATEROLE",
                                role.bypassRls() && powers.superuser() ? "BYPASSRLS" : "",
                                role.replication() && powers.superuser() && powers.alone() ? "REPLICATION" : "",
                                role.connectionLimit()));
        for (var setting : role.settings()) {
            var equals = setting.indexOf('=');
            var parameter = setting.substring(0, equals);
            var value = setting.substring(equals + 1);
            Names.execute(
                    admin,
                    "ALTER ROLE %s SET %s TO %s"
                            .formatted(
                                    name, parameter, LISTS.contains(parameter) ? list(value) : Names.literal(value)));
        }
    }

    /** A list of quoted names as PostgreSQL stores it, as a list of string constants. */
    static String list(String stored) {
        if (stored.isBlank()) {
            return "''";
        }
        var names = new ArrayList<String>();
        var name = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < stored.length(); i++) {
            var c = stored.charAt(i);
            if (c == '"' && quoted && i + 1 < stored.length() && stored.charAt(i + 1) == '"') {
                name.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                names.add(Names.literal(name.toString()));
                name.setLength(0);
            } else if (quoted || c != ' ') {
                name.append(c);
            }
        }
        names.add(Names.literal(name.toString()));
        return String.join(", ", names);
    }

    private void grant(Membership membership) throws SQLException {
        var options = server.powers().major() >= 16
                ? " WITH ADMIN %s, INHERIT %s, SET %s"
                        .formatted(membership.admin(), membership.inherit(), membership.set())
                : membership.admin() ? " WITH ADMIN OPTION" : "";
        Names.execute(
                admin,
                "GRANT %s TO %s%s"
                        .formatted(
                                Names.identifier(membership.role()), Names.identifier(membership.member()), options));
    }

    /** So that the candidate can make it an owner, and act as it. */
    private void adopt(String role) throws SQLException {
        grant(new Membership(role, CANDIDATE, true, true, true));
    }

    /**
     * What roles the script makes, found out with a role that may make roles and nothing else.
     *
     * @throws Rejected when PostgreSQL refuses a statement
     */
    RolePlan read(Script script, Shadow.Limits limits) throws SQLException {
        var powers = server.powers();
        var secret = newPassword();
        create(
                MAKER,
                "CREATEROLE%s%s"
                        .formatted(
                                powers.superuser() ? " BYPASSRLS" : "",
                                powers.superuser() && powers.alone() ? " REPLICATION" : ""),
                secret);
        if (powers.alone()) {
            for (var predefined : HARMLESS) {
                Names.execute(admin, "GRANT %s TO %s WITH ADMIN OPTION".formatted(predefined, MAKER));
            }
        }
        try (var connection =
                DriverManager.getConnection(server.url(database), login(MAKER, secret, limits, Set.of()))) {
            return RoleScript.read(connection, powers, script);
        } finally {
            Names.execute(admin, "DROP ROLE " + MAKER);
        }
    }

    /** How the candidate connects. */
    Properties login(Shadow.Limits limits) {
        return login(CANDIDATE, password, limits, Set.of());
    }

    /**
     * How a role connects. It can lift the limits of its session, but not the watchdog's.
     *
     * @param settings that the role has of its own
     */
    Properties login(String role, String secret, Shadow.Limits limits, Set<String> settings) {
        var options = new LinkedHashMap<String, String>();
        options.put("statement_timeout", Long.toString(limits.statementTime().toMillis()));
        options.put("lock_timeout", "5s");
        if (server.powers().major() >= 16) {
            options.put("createrole_self_grant", "set,inherit");
        }
        options.keySet().removeAll(settings);
        var login = server.properties();
        login.setProperty("user", role);
        login.setProperty("password", secret);
        login.setProperty("prepareThreshold", "0");
        login.setProperty(
                "options",
                options.entrySet().stream()
                        .map(option -> "-c %s=%s".formatted(option.getKey(), option.getValue()))
                        .collect(Collectors.joining(" ")));
        return login;
    }

    private boolean exists(String role) throws SQLException {
        return !Names.read(admin, "SELECT rolname FROM pg_roles WHERE rolname = ?", role)
                .isEmpty();
    }

    static String newPassword() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
