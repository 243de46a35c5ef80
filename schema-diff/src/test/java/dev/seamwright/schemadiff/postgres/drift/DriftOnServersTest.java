package dev.seamwright.schemadiff.postgres.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On PostgreSQL 18 and on Debian's 15, and between them. */
@Tag("slow")
class DriftOnServersTest {
    private static final Path FIXTURES = Path.of("src/test/resources/diff");
    private static final String SHOP = """
            CREATE TYPE state AS ENUM ('new', 'paid');
            CREATE TABLE customer (id bigint PRIMARY KEY, email varchar(100) CONSTRAINT has_email NOT NULL);
            CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customer,
                state state NOT NULL DEFAULT 'new', at timestamptz DEFAULT now(), CHECK (at > '2020-01-01'));
            CREATE VIEW open_order AS SELECT o.id, c.email FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.state = 'new';
            ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON orders USING (customer_id = current_setting('app.customer', true)::bigint);
            GRANT ALL ON customer TO PUBLIC;
            CREATE EXTENSION pg_stat_statements;
            """;

    static Stream<TestServer> servers() {
        return Stream.of(TestServer.embedded(), TestServer.debian());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void a_database_is_in_sync_with_its_stored_contract_until_someone_alters_it_and_after_it_is_mended(
            TestServer server) throws Exception {
        var database = server.database(SHOP);
        var recorded = stored(capture(server, database));
        server.execute(database, """
                DO $$ BEGIN CREATE ROLE drift_poll LOGIN PASSWORD 'poll'; EXCEPTION WHEN duplicate_object THEN NULL; END $$
                """);
        Connector poll = () -> DriverManager.getConnection(server.url(database), "drift_poll", "poll");
        assertInstanceOf(Drift.InSync.class, DriftCheck.strict().compare(recorded, poll));

        server.execute(database, "ALTER TABLE orders NO FORCE ROW LEVEL SECURITY, ALTER at DROP DEFAULT");
        var drifted = assertInstanceOf(Drift.Drifted.class, DriftCheck.strict().compare(recorded, poll));
        assertEquals(1, drifted.diff().changes().size());
        assertTrue(drifted.mends().getFirst().who().startsWith("postgres, which owns public.orders"));

        server.execute(database, "ALTER TABLE orders ALTER at SET DEFAULT now()");
        assertInstanceOf(Drift.InSync.class, DriftCheck.strict().compare(recorded, poll));
    }

    @Test
    void a_contract_of_18_and_a_live_15_with_the_same_statements_are_in_sync() throws Exception {
        var recorded =
                stored(capture(TestServer.embedded(), TestServer.embedded().database(SHOP)));
        var live = TestServer.debian().database(SHOP);
        var drift =
                DriftCheck.strict().compare(recorded, () -> TestServer.debian().connect(live));
        var inSync = assertInstanceOf(
                Drift.InSync.class, drift, () -> DriftTest.lines(drift).toString());
        assertEquals(
                Set.of(
                        "version of extension pg_stat_statements",
                        "version of extension plpgsql",
                        "name of the not-null constraint of column public.customer.email"),
                Set.copyOf(
                        inSync.disregarded().stream().map(Disregarded::subject).toList()));
    }

    @Test
    void no_kind_of_fact_differs_between_15_and_18_for_the_same_statements() throws Exception {
        var phantoms = new ArrayList<String>();
        int compared = 0;
        for (var folder : fixtures()) {
            var sql = Files.readString(folder.resolve("after.sql"));
            var on18 = capture(TestServer.embedded(), TestServer.embedded().database(sql));
            String on15;
            try {
                on15 = TestServer.debian().database(sql);
            } catch (SQLException e) {
                continue; // what only 18 understands
            }
            compared++;
            var drift =
                    DriftCheck.strict().compare(on18, () -> TestServer.debian().connect(on15));
            if (drift instanceof Drift.Drifted) {
                phantoms.add(folder.getFileName() + " " + DriftTest.lines(drift));
            }
        }
        assertEquals(List.of(), phantoms);
        assertTrue(compared > 40, "compared " + compared);
    }

    @Test
    void a_group_across_servers_is_told_by_its_place_on_the_chain() throws Exception {
        var first = "CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL);";
        var second = first + "CREATE VIEW noted AS SELECT o.id FROM orders o WHERE note <> '';";
        var chain = List.of(
                new ChainVersion(
                        "1",
                        capture(TestServer.embedded(), TestServer.embedded().database(first))),
                new ChainVersion(
                        "2",
                        capture(TestServer.embedded(), TestServer.embedded().database(second))));
        var members = List.of(
                member("eu-18", TestServer.embedded(), second),
                member("us-15", TestServer.debian(), second),
                member("asia-15", TestServer.debian(), first),
                member("odd-15", TestServer.debian(), second + "ALTER TABLE orders ALTER note DROP NOT NULL"));
        var skew = new SkewGroup(chain, Optional.empty(), DriftCheck.strict(), 2).compare(members);
        assertEquals(new Standing.AtVersion("2", 0), skew.standings().get("eu-18"));
        assertEquals(new Standing.AtVersion("2", 0), skew.standings().get("us-15"));
        assertEquals(new Standing.AtVersion("1", 1), skew.standings().get("asia-15"));
        var odd = assertInstanceOf(Standing.Diverged.class, skew.standings().get("odd-15"));
        assertEquals("2", odd.nearest());
        assertEquals(List.of("eu-18", "us-15"), skew.variants().getFirst().members());
    }

    private static Member member(String name, TestServer server, String sql) throws SQLException {
        var database = server.database(sql);
        return new Member(name, () -> server.connect(database));
    }

    private static List<Path> fixtures() throws Exception {
        try (var folders = Files.list(FIXTURES)) {
            return folders.sorted().toList();
        }
    }

    private static DatabaseSchema stored(DatabaseSchema schema) throws Exception {
        var document = new ByteArrayOutputStream();
        DatabaseSchemaJson.write(schema, document);
        return DatabaseSchemaJson.read(new ByteArrayInputStream(document.toByteArray()));
    }

    private static DatabaseSchema capture(TestServer server, String database) throws SQLException {
        try (var connection = server.connect(database)) {
            return Capture.of(connection);
        }
    }
}
