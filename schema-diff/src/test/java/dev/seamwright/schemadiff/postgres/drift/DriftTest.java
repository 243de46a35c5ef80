package dev.seamwright.schemadiff.postgres.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.TestServer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final TestServer SERVER = TestServer.embedded();
    private static final String SHOP = """
            CREATE TABLE customer (id bigint PRIMARY KEY, email varchar(100) NOT NULL);
            CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customer, note text DEFAULT '');
            CREATE VIEW open_order AS SELECT id FROM orders WHERE note <> 'paid'
            """;

    @Test
    void a_database_that_nobody_touched_is_in_sync() throws Exception {
        var database = SERVER.database(SHOP);
        var drift = assertInstanceOf(Drift.InSync.class, DriftCheck.strict().compare(capture(database), of(database)));
        assertEquals(List.of(), drift.disregarded());
    }

    @Test
    void what_was_changed_by_hand_is_told_with_who_can_mend_it() throws Exception {
        var database = SERVER.database(SHOP);
        var recorded = capture(database);
        SERVER.execute(database, """
                CREATE ROLE drift_keeper;
                ALTER TABLE orders ALTER note DROP DEFAULT;
                CREATE TABLE extra (a int); ALTER TABLE extra OWNER TO drift_keeper;
                REVOKE SELECT ON customer FROM postgres
                """);
        var drift = assertInstanceOf(Drift.Drifted.class, DriftCheck.strict().compare(recorded, of(database)));
        assertEquals(
                List.of(
                        "Drifted: 5 differences from the recorded schema.",
                        "  relation grant public.customer.(owner).SELECT.(owner): live only",
                        "  table public.extra: live only",
                        "  column public.extra.a: live only",
                        "  column order public.extra: live only",
                        "  column public.orders.note: default is \"''::text\" recorded, not set live",
                        "Who can mend it: publish the live schema as a new version if it is right; else restore it by a migration, as",
                        "  postgres, which owns public.customer, or a superuser: relation grant public.customer.(owner).SELECT.(owner)",
                        "  drift_keeper, which owns it, or a superuser: table public.extra",
                        "  drift_keeper, which owns public.extra, or a superuser: column public.extra.a, column order public.extra",
                        "  postgres, which owns public.orders, or a superuser: column public.orders.note"),
                lines(drift));
    }

    @Test
    void tables_of_migration_tools_are_left_out_and_named() throws Exception {
        var database = SERVER.database(SHOP);
        var recorded = capture(database);
        SERVER.execute(database, """
                CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text, description text, type text,
                    script text, checksum int, installed_by text, installed_on timestamp DEFAULT now(), execution_time int, success boolean);
                CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);
                CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint, is_applied boolean, tstamp timestamp);
                CREATE SCHEMA drizzle;
                CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)
                """);
        var drift = assertInstanceOf(Drift.InSync.class, DriftCheck.strict().compare(recorded, of(database)));
        assertTrue(lines(drift)
                .contains("  table public.flyway_schema_history: kept by Flyway to know which migrations have run"));
        assertTrue(lines(drift)
                .contains(
                        "  sequence public.goose_db_version_id_seq: kept by goose to know which migrations have run"));
    }

    @Test
    void a_table_that_only_has_the_name_of_a_tools_table_is_no_exception() throws Exception {
        var database = SERVER.database("CREATE TABLE schema_migrations (version text, planet text)");
        var recorded = capture(database);
        SERVER.execute(database, "ALTER TABLE schema_migrations DROP planet");
        // by now it looks like the tool's, yet it was recorded otherwise
        assertInstanceOf(Drift.Drifted.class, DriftCheck.strict().compare(recorded, of(database)));
    }

    @Test
    void options_that_the_role_may_not_see_make_the_answer_unknown() throws Exception {
        var database = SERVER.database("""
                CREATE EXTENSION postgres_fdw;
                CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw;
                CREATE USER MAPPING FOR postgres SERVER away OPTIONS (user 'reader');
                CREATE ROLE drift_watcher LOGIN PASSWORD 'watch'
                """);
        var recorded = capture(database);
        assertInstanceOf(Drift.InSync.class, DriftCheck.strict().compare(recorded, of(database)));
        Connector watcher = () -> DriverManager.getConnection(SERVER.url(database), "drift_watcher", "watch");
        var unknown = assertInstanceOf(Drift.Unknown.class, DriftCheck.strict().compare(recorded, watcher));
        assertEquals(List.of(new Unseen.UserMapping("away", "postgres")), unknown.reasons());

        var accepting = new DriftCheck(Set.of(), Set.of("user mapping"));
        var inSync = assertInstanceOf(Drift.InSync.class, accepting.compare(recorded, watcher));
        assertEquals(unknown.reasons(), inSync.accepted());

        SERVER.execute(database, "CREATE TABLE extra (a int)");
        var drifted = assertInstanceOf(Drift.Drifted.class, DriftCheck.strict().compare(recorded, watcher));
        assertEquals(unknown.reasons(), drifted.unseen());
        assertEquals(3, drifted.diff().changes().size());
    }

    @Test
    void the_connection_of_a_subscription_is_compared_by_nobody() throws Exception {
        var database = SERVER.database("CREATE TABLE t (a int)");
        var connection = "host=127.0.0.1 dbname=nowhere password=hunter2";
        SERVER.execute(
                database,
                "CREATE SUBSCRIPTION away_%s CONNECTION '%s' PUBLICATION p WITH (connect = false)"
                        .formatted(database, connection));
        try {
            var unknown =
                    assertInstanceOf(Drift.Unknown.class, DriftCheck.strict().compare(capture(database), of(database)));
            assertEquals("subscription connection", unknown.reasons().getFirst().topic());
            assertFalse(lines(unknown).toString().contains("hunter2"));
        } finally {
            SERVER.execute(
                    database,
                    "ALTER SUBSCRIPTION away_%1$s SET (slot_name = NONE); DROP SUBSCRIPTION away_%1$s"
                            .formatted(database));
        }
    }

    @Test
    void what_is_counted_only_makes_the_answer_unknown() throws Exception {
        var database = SERVER.database("SELECT lo_create(0)");
        var unknown =
                assertInstanceOf(Drift.Unknown.class, DriftCheck.strict().compare(capture(database), of(database)));
        assertEquals(
                List.of(
                        new Unseen.Unmodelled("live", "large object", 1),
                        new Unseen.Unmodelled("recorded", "large object", 1)),
                unknown.reasons());
        assertInstanceOf(
                Drift.InSync.class,
                new DriftCheck(Set.of(), Set.of("large object")).compare(capture(database), of(database)));
    }

    @Test
    void a_database_that_cannot_be_reached_is_unknown_and_no_password_is_told() throws Exception {
        var recorded = capture(SERVER.database(SHOP));
        var wrong = DriftCheck.strict()
                .compare(recorded, () -> DriverManager.getConnection(SERVER.url("postgres"), "postgres", "hunter2"));
        assertEquals(
                "connection",
                assertInstanceOf(Drift.Unknown.class, wrong)
                        .reasons()
                        .getFirst()
                        .topic());
        var malformed = DriftCheck.strict()
                .compare(recorded, () -> DriverManager.getConnection("jdbc:nothing://x/y?password=hunter2"));
        assertFalse((lines(wrong).toString() + lines(malformed)).contains("hunter2"));
        var gone = DriftCheck.strict().compare(recorded, of("no_such_database"));
        assertEquals(
                "Unknown: the database may have the recorded schema, or not.",
                lines(gone).getFirst());
    }

    @Test
    void aspects_that_may_differ_are_left_out_by_request_and_named() throws Exception {
        var database = SERVER.database(SHOP);
        var recorded = capture(database);
        SERVER.execute(database, """
                CREATE ROLE drift_tenant;
                ALTER TABLE orders OWNER TO drift_tenant; GRANT SELECT ON customer TO drift_tenant;
                COMMENT ON COLUMN orders.note IS 'free text'
                """);
        assertInstanceOf(Drift.Drifted.class, DriftCheck.strict().compare(recorded, of(database)));
        var lenient = new DriftCheck(Set.of(Aspect.OWNERS, Aspect.GRANTS, Aspect.COMMENTS), Set.of());
        assertEquals(
                List.of(
                        "In sync: the database has the recorded schema.",
                        "Not compared:",
                        "  owners: left out by request",
                        "  grants: left out by request",
                        "  comments: left out by request"),
                lines(lenient.compare(recorded, of(database))));
    }

    static DatabaseSchema capture(String database) throws SQLException {
        try (var connection = SERVER.connect(database)) {
            return Capture.of(connection);
        }
    }

    static Connector of(String database) {
        return () -> SERVER.connect(database);
    }

    static List<String> lines(Drift drift) {
        return lines(DriftReport.sections(drift));
    }

    static List<String> lines(List<DriftReport.Section> sections) {
        return sections.stream()
                .flatMap(section -> Stream.concat(
                        Stream.of(section.title()), section.lines().stream().map(line -> "  " + line)))
                .toList();
    }
}
