package dev.seamwright.schemadiff.postgres.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CaptureTest {
    @Test
    void the_number_of_queries_does_not_grow_with_the_schema() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, "CREATE TABLE t (a int PRIMARY KEY)");
            int few = queries(connection);
            TestDatabases.execute(connection, """
                    DO $$ BEGIN FOR i IN 1..50 LOOP
                        EXECUTE format('CREATE TABLE t%s (a int PRIMARY KEY, b text DEFAULT 1)', i);
                        EXECUTE format('CREATE VIEW v%s AS SELECT b FROM t%s', i, i);
                    END LOOP; END $$
                    """);
            int many = queries(connection);
            // one is asked again where a transaction of somebody else, autovacuum's for example, has ended meanwhile
            assertTrue(Math.abs(many - few) <= 1, few + " and then " + many);
        }
    }

    @Test
    void the_session_is_left_as_it_was_and_nothing_is_written() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, "SET search_path = pg_catalog; SET timezone = 'Asia/Kathmandu'");
            Capture.of(connection);
            assertTrue(connection.getAutoCommit());
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("""
                            SELECT current_setting('search_path'), current_setting('timezone'),
                                   current_setting('transaction_read_only'), pg_current_xact_id_if_assigned() IS NULL
                            """)) {
                row.next();
                assertEquals("pg_catalog", row.getString(1));
                assertEquals("Asia/Kathmandu", row.getString(2));
                assertEquals("off", row.getString(3));
                assertTrue(row.getBoolean(4));
            }
        }
    }

    @Test
    void a_connection_inside_of_a_transaction_is_refused() throws Exception {
        try (var connection = TestDatabases.create()) {
            connection.setAutoCommit(false);
            assertThrows(IllegalStateException.class, () -> Capture.of(connection));
        }
    }

    @Test
    void the_settings_of_the_session_do_not_show_in_the_schema() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, """
                    CREATE SCHEMA s;
                    CREATE TABLE s.t (at timestamptz DEFAULT '2026-01-02 03:04+00', lasts interval DEFAULT '1 day 2 hours', path text DEFAULT E'a\\\\b');
                    CREATE VIEW s.v AS SELECT at FROM s.t
                    """);
            var plain = Capture.of(connection);
            TestDatabases.execute(connection, """
                    SET search_path = s; SET timezone = 'Asia/Kathmandu'; SET datestyle = 'SQL, DMY'; SET datestyle = 'ISO, DMY';
                    SET intervalstyle = 'iso_8601'; SET quote_all_identifiers = on
                    """);
            assertEquals(plain.facts(), Capture.of(connection).facts());
        }
    }

    @Test
    void a_role_without_privileges_captures_the_same() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, """
                    CREATE SCHEMA secret;
                    CREATE TABLE secret.t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text CHECK (note <> ''));
                    CREATE FUNCTION secret.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
                    REVOKE ALL ON FUNCTION secret.f() FROM PUBLIC;
                    CREATE ROLE nobody_special
                    """);
            try {
                var all = Capture.of(connection);
                TestDatabases.execute(connection, "SET ROLE nobody_special");
                assertEquals(all.facts(), Capture.of(connection).facts());
            } finally {
                TestDatabases.execute(connection, "RESET ROLE; DROP ROLE nobody_special");
            }
        }
    }

    @Test
    void hashes_tell_where_the_difference_is() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, """
                    CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE TABLE s.u (a int); CREATE TABLE v (a int)
                    """);
            var before = Capture.of(connection);
            TestDatabases.execute(connection, "ALTER TABLE s.t ADD b int");
            var after = Capture.of(connection);
            assertNotEquals(before.hash(), after.hash());
            assertNotEquals(before.hash("s"), after.hash("s"));
            assertNotEquals(before.hash("s", "t"), after.hash("s", "t"));
            assertEquals(before.hash("s", "u"), after.hash("s", "u"));
            assertEquals(before.hash("public"), after.hash("public"));
            assertTrue(after.hash("s", "nothing").isEmpty());
        }
    }

    @Test
    void members_of_extensions_are_counted_and_the_extension_is_a_fact() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, "CREATE SCHEMA x; CREATE EXTENSION pg_stat_statements SCHEMA x");
            var schema = Capture.of(connection);
            var extension = schema.fact(Kind.EXTENSION, "pg_stat_statements").orElseThrow();
            assertEquals("x", extension.members().path("schema").asText());
            assertTrue(schema.fact(Kind.VIEW, "x", "pg_stat_statements").isEmpty());
            assertEquals(
                    "{class=2, proc=3, type=4}",
                    String.valueOf(schema.extensionMembers().get("pg_stat_statements")));
            assertFalse(
                    schema.facts().stream().anyMatch(fact -> fact.key().place().size() == 2));
        }
    }

    @Test
    void secrets_are_not_captured() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, """
                    CREATE EXTENSION postgres_fdw;
                    CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db.example', sslkey 'hunter2');
                    CREATE USER MAPPING FOR CURRENT_USER SERVER away OPTIONS (user 'reader', password 'hunter2')
                    """);
            var schema = Capture.of(connection);
            assertFalse(schema.facts().stream().anyMatch(fact -> fact.payload().contains("hunter2")));
            assertEquals(
                    "{\"options\":{\"password\":\"(redacted)\",\"user\":\"reader\"}}",
                    schema.fact(Kind.USER_MAPPING, "away", "postgres")
                            .orElseThrow()
                            .payload());
        }
    }

    @Test
    void what_no_fact_tells_is_counted() throws Exception {
        try (var connection = TestDatabases.create()) {
            assertTrue(Capture.of(connection).unmodelled().isEmpty());
            TestDatabases.execute(connection, """
                    SELECT lo_create(0), lo_create(0);
                    CREATE FUNCTION pg_catalog.hidden() RETURNS int LANGUAGE sql AS 'SELECT 1'
                    """);
            assertEquals(
                    "{large object=2, object in a system schema=1}",
                    Capture.of(connection).unmodelled().toString());
        }
    }

    @Test
    void a_capture_among_schema_changes_is_one_of_the_states_that_were_committed() throws Exception {
        try (var connection = TestDatabases.create();
                var other = TestDatabases.again(connection)) {
            TestDatabases.execute(
                    connection, "CREATE TABLE t (a int, b int DEFAULT 1); CREATE VIEW v AS SELECT a, b FROM t");
            var states = new HashSet<String>();
            var first = "DROP VIEW v; ALTER TABLE t RENAME a TO z; CREATE VIEW v AS SELECT z, b FROM t";
            var second = "DROP VIEW v; ALTER TABLE t RENAME z TO a; CREATE VIEW v AS SELECT a, b FROM t";
            states.add(Capture.of(connection).hash().hex());
            TestDatabases.execute(other, first);
            states.add(Capture.of(connection).hash().hex());
            TestDatabases.execute(other, second);

            var failure = new AtomicReference<SQLException>();
            var changes = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 30; i++) {
                        TestDatabases.execute(other, first);
                        TestDatabases.execute(other, second);
                    }
                } catch (SQLException e) {
                    failure.set(e);
                }
            });
            while (changes.isAlive()) {
                try {
                    assertTrue(states.contains(Capture.of(connection).hash().hex()));
                } catch (Capture.KeepsChanging noOneState) {
                    assertTrue(String.valueOf(noOneState.getMessage()).contains("attempts"));
                }
            }
            changes.join();
            assertTrue(states.contains(Capture.of(connection).hash().hex()));
            assertNull(failure.get());
        }
    }

    @Test
    void the_fingerprint_changes_with_the_schema_and_with_nothing_else() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, "CREATE TABLE t (a int PRIMARY KEY, b text)");
            var fingerprint = Fingerprint.of(connection);
            TestDatabases.execute(connection, "INSERT INTO t SELECT i, i FROM generate_series(1, 1000) i");
            TestDatabases.execute(connection, "CREATE TEMPORARY TABLE passing (a int DEFAULT 1, b text)");
            TestDatabases.execute(connection, "ANALYZE t");
            assertEquals(fingerprint, Fingerprint.of(connection));
            for (var change : List.of(
                    "ALTER TABLE t ADD c int",
                    "ALTER TABLE t ALTER c SET DEFAULT 1",
                    "GRANT SELECT ON t TO PUBLIC",
                    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    "COMMENT ON TABLE t IS 'x'",
                    "CREATE POLICY p ON t USING (true)",
                    "CREATE TYPE e AS ENUM ('a')",
                    "ALTER TYPE e ADD VALUE 'b'",
                    "CREATE PUBLICATION p",
                    "CREATE OPERATOR FAMILY family USING btree",
                    "ALTER OPERATOR FAMILY family USING btree ADD FUNCTION 1 (int, int) btint4cmp(int, int)",
                    "CREATE ROLE fingerprint_owner; ALTER TABLE t OWNER TO fingerprint_owner",
                    "ALTER ROLE fingerprint_owner RENAME TO fingerprint_keeper",
                    "ALTER TABLE t ENABLE ROW LEVEL SECURITY")) {
                TestDatabases.execute(connection, change);
                var next = Fingerprint.of(connection);
                assertNotEquals(fingerprint, next, change);
                fingerprint = next;
            }
        }
    }

    private static int queries(Connection connection) throws SQLException {
        var count = new AtomicInteger();
        Capture.of(counting(Connection.class, connection, count));
        return count.get();
    }

    private static <T> T counting(Class<T> type, T target, AtomicInteger count) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        count.incrementAndGet();
                    }
                    try {
                        var result = method.invoke(target, arguments);
                        return result instanceof Statement statement
                                ? counting(Statement.class, statement, count)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
