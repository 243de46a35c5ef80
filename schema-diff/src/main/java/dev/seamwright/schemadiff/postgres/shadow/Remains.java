package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a run leaves on its server, and its removal. What belongs to the whole server (roles, slots, settings) does not go with the
 * database, so the server is compared with what it was.
 */
final class Remains {
    // what initdb makes has oids below 16384 (access/transam.h of PostgreSQL)
    private static final String DATABASES = "SELECT datname FROM pg_database WHERE oid >= 16384";
    private static final String ROLES = "SELECT rolname FROM pg_roles WHERE oid >= 16384";
    private static final String SLOTS = "SELECT slot_name FROM pg_replication_slots";
    /** All that can be on a server besides databases, with its name. */
    private static final String EVERYTHING = """
            SELECT 'database ' || datname FROM pg_database
            UNION ALL SELECT 'role ' || rolname FROM pg_roles
            UNION ALL SELECT 'replication slot ' || slot_name FROM pg_replication_slots
            UNION ALL SELECT 'tablespace ' || spcname FROM pg_tablespace
            UNION ALL SELECT 'subscription ' || subname FROM pg_subscription
            UNION ALL SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts
            UNION ALL SELECT 'setting of ' || coalesce(r.rolname, 'all') || ' in ' || coalesce(b.datname, 'all') || ': ' || array_to_string(s.setconfig, ' ')
              FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database b ON b.oid = s.setdatabase
            UNION ALL SELECT 'membership of ' || pg_get_userbyid(member) || ' in ' || pg_get_userbyid(roleid) FROM pg_auth_members
            UNION ALL SELECT 'access to ' || datname || ': ' || datacl::text FROM pg_database WHERE datacl IS NOT NULL
            UNION ALL SELECT 'comment on shared object ' || objoid || ': ' || description FROM pg_shdescription
            UNION ALL SELECT 'label of shared object ' || objoid || ': ' || label FROM pg_shseclabel
            """;

    private final ShadowServer server;
    private final Connection admin;
    private final Set<String> before;

    private Remains(ShadowServer server, Connection admin, Set<String> before) {
        this.server = server;
        this.admin = admin;
        this.before = before;
    }

    /** Remembers what is on the server, before a run makes anything. */
    static Remains before(ShadowServer server, Connection admin) throws SQLException {
        return new Remains(server, admin, everything(admin));
    }

    /**
     * Takes away what runs have made.
     *
     * @return what is on the server now and was not before, one thing a line; empty: nothing
     */
    String remove() throws SQLException {
        remove(server, admin, before);
        var left = everything(admin);
        left.removeAll(before);
        return server.powers().alone()
                ? String.join("; ", left)
                : left.stream().filter(Remains::ours).collect(Collectors.joining("; "));
    }

    private static boolean ours(String thing) {
        return thing.contains(Run.DATABASE_PREFIX) || thing.contains(Run.CANDIDATE);
    }

    private static Set<String> everything(Connection admin) throws SQLException {
        return new TreeSet<>(Names.read(admin, EVERYTHING));
    }

    /**
     * Makes sure that what is there is left over: brokers that were given different databases of a server do not see each other's claim.
     *
     * @throws Shadow.Busy when a run goes on
     */
    static void requireNoRun(ShadowServer server, Connection admin) throws SQLException {
        var sessions = Names.read(
                admin, "SELECT pid::text FROM pg_stat_activity WHERE starts_with(datname, ?)", Run.DATABASE_PREFIX);
        if (!server.powers().alone() && !sessions.isEmpty()) {
            throw new Shadow.Busy();
        }
    }

    /** Takes away what the runs of an earlier process have left. */
    static void removeStale(ShadowServer server, Connection admin) throws SQLException {
        remove(server, admin, Set.of());
    }

    private static void remove(ShadowServer server, Connection admin, Set<String> before) throws SQLException {
        for (var database : databases(server, admin)) {
            release(server, admin, database);
            var name = Names.identifier(database);
            Names.execute(admin, "ALTER DATABASE %s IS_TEMPLATE false".formatted(name));
            Names.execute(admin, "DROP DATABASE %s WITH (FORCE)".formatted(name));
        }
        if (server.powers().alone()) {
            for (var slot : Names.read(admin, SLOTS)) {
                Names.read(admin, "SELECT pg_drop_replication_slot(?)", slot);
            }
        }
        var roles = roles(server, admin);
        roles.removeIf(role -> before.contains("role " + role));
        if (!roles.isEmpty()) {
            // all at once: roles that have granted one another's memberships cannot go one after the other
            Names.execute(
                    admin, "DROP ROLE " + roles.stream().map(Names::identifier).collect(Collectors.joining(", ")));
        }
    }

    private static List<String> databases(ShadowServer server, Connection admin) throws SQLException {
        return server.powers().alone()
                ? Names.read(admin, DATABASES)
                : Names.read(
                        admin, "SELECT datname FROM pg_database WHERE starts_with(datname, ?)", Run.DATABASE_PREFIX);
    }

    /** Takes away what keeps a database from being dropped. */
    private static void release(ShadowServer server, Connection admin, String database) throws SQLException {
        var prepared = Names.read(admin, "SELECT gid FROM pg_prepared_xacts WHERE database = ?", database);
        if (!prepared.isEmpty()) {
            try (var inside = server.open(database)) {
                for (var gid : prepared) {
                    Names.execute(inside, "ROLLBACK PREPARED " + Names.literal(gid));
                }
            }
        }
        if (!server.powers().superuser()) {
            return;
        }
        for (var slot : Names.read(admin, "SELECT slot_name FROM pg_replication_slots WHERE database = ?", database)) {
            Names.read(
                    admin,
                    "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE slot_name = ? AND active_pid IS NOT NULL",
                    slot);
            Names.read(admin, "SELECT pg_drop_replication_slot(?)", slot);
        }
        // in the catalogs: DROP SUBSCRIPTION would connect to the publisher that the candidate has named
        for (var subscription : Names.read(
                admin,
                "SELECT s.oid::text FROM pg_subscription s JOIN pg_database b ON b.oid = s.subdbid WHERE b.datname = ?",
                database)) {
            for (var place : List.of("pg_shdescription", "pg_shseclabel")) {
                Names.execute(
                        admin,
                        "DELETE FROM %s WHERE classoid = 'pg_subscription'::regclass AND objoid = %s"
                                .formatted(place, subscription));
            }
            Names.execute(
                    admin,
                    "DELETE FROM pg_shdepend WHERE classid = 'pg_subscription'::regclass AND objid = " + subscription);
            Names.execute(admin, "DELETE FROM pg_subscription WHERE oid = " + subscription);
        }
    }

    /** The roles that runs have made; those that administer others come last, since they give the right to drop them. */
    private static List<String> roles(ShadowServer server, Connection admin) throws SQLException {
        if (server.powers().alone()) {
            return Names.read(admin, ROLES);
        }
        // who makes a role administers it; since 16 PostgreSQL itself grants that, and the candidate cannot take it
        // back
        return Names.read(admin, """
                WITH RECURSIVE ours AS (
                    SELECT oid, 0 AS depth FROM pg_roles WHERE rolname IN (?, ?)
                    UNION
                    SELECT a.roleid, o.depth + 1 FROM pg_auth_members a JOIN ours o ON o.oid = a.member
                     WHERE a.admin_option AND a.roleid >= 16384)
                SELECT r.rolname FROM pg_roles r JOIN ours o ON o.oid = r.oid GROUP BY r.rolname ORDER BY max(o.depth) DESC
                """, Run.CANDIDATE, Run.MAKER);
    }
}
