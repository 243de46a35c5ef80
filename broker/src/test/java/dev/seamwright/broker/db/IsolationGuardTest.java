package dev.seamwright.broker.db;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.BrokerConfig.Operations;
import dev.seamwright.broker.db.DatabaseSettings.Login;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each violation is planted in a database of its own; roles, which belong to the whole server, are made for one test. */
class IsolationGuardTest {
    private static void plant(DatabaseSettings database, String sql) {
        var login = TestDatabase.superuser(database);
        try (var connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void open(DatabaseSettings database) {
        Database.open(database, Clock.systemUTC()).close();
    }

    private static String refusal(DatabaseSettings database) {
        return String.valueOf(
                assertThrows(IsolationGuard.Refused.class, () -> open(database)).getMessage());
    }

    @Test
    void an_untouched_database_is_served() {
        assertDoesNotThrow(() -> open(TestDatabase.fresh()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE seamwright.tag NO FORCE ROW LEVEL SECURITY                         | table tag lacks FORCE ROW LEVEL SECURITY
            ALTER TABLE seamwright.version DISABLE ROW LEVEL SECURITY                      | table version has row-level security off
            CREATE TABLE seamwright.extra (workspace_id integer)                           | table extra has row-level security off
            DROP POLICY tenant ON seamwright.branch                                        | table branch has no policy
            CREATE POLICY open ON seamwright.content USING (true)                          | table content has a policy that lets every row pass
            CREATE POLICY open ON seamwright.content FOR INSERT WITH CHECK (true)          | table content has a policy that lets every row pass
            CREATE POLICY open ON seamwright.content TO seamwright_app USING (true)        | table content has a policy that lets every row pass
            CREATE VIEW seamwright.leak AS SELECT * FROM seamwright.content                | view leak reads with its owner's rights
            CREATE MATERIALIZED VIEW seamwright.copy AS SELECT * FROM seamwright.content   | view copy reads with its owner's rights
            CREATE FUNCTION seamwright.leaky() RETURNS bigint SECURITY DEFINER LANGUAGE sql RETURN 1 | function leaky runs with the rights of an owner
            ALTER TABLE seamwright.seam OWNER TO seamwright_app                            | role seamwright_app owns tables of the schema seamwright
            ALTER SCHEMA seamwright OWNER TO seamwright_app                                | role seamwright_app owns tables of the schema seamwright
            """)
    void a_violation_in_the_schema_is_refused_by_name(String sql, String cause) {
        var database = TestDatabase.fresh();
        plant(database, sql);
        assertTrue(refusal(database).contains(cause), refusal(database));
    }

    @Test
    void a_view_with_its_callers_rights_is_fine() {
        var database = TestDatabase.fresh();
        plant(
                database,
                "CREATE VIEW seamwright.fine WITH (security_invoker = true) AS SELECT * FROM seamwright.content");
        assertDoesNotThrow(() -> open(database));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SUPERUSER                              | is a superuser
            BYPASSRLS                              | has BYPASSRLS
            IN ROLE guard_super                    | is a member of a role with SUPERUSER or BYPASSRLS
            IN ROLE guard_bypass                   | is a member of a role with SUPERUSER or BYPASSRLS
            IN ROLE seamwright_owner               | owns tables of the schema seamwright, or may become their owner
            INHERIT IN ROLE seamwright_operator    | table workspace has a policy that lets every row pass
            """)
    void a_login_with_too_many_rights_is_refused_by_name(String attributes, String cause) {
        var database = TestDatabase.fresh();
        plant(database, "CREATE ROLE guard_super SUPERUSER; CREATE ROLE guard_bypass BYPASSRLS");
        plant(database, "CREATE ROLE guard_login LOGIN PASSWORD 'x' " + attributes);
        plant(database, "GRANT USAGE ON SCHEMA seamwright, seamwright_ops TO guard_login");
        try {
            var login = new Login(database.server().url(), "guard_login", "x");
            var refusal = refusal(new DatabaseSettings(login, null, 2, true));
            assertTrue(refusal.contains(cause), refusal);
            assertTrue(refusal.contains("--database-owner-url"), refusal);
        } finally {
            plant(database, "DROP OWNED BY guard_login; DROP ROLE guard_login, guard_super, guard_bypass");
        }
    }

    @Test
    void a_violation_while_it_runs_stops_serving_until_it_is_gone() throws Exception {
        var database = TestDatabase.fresh();
        try (var broker = TestBroker.start(
                database, config -> config.with(Operations.DEFAULT.guardInterval(Duration.ofMillis(100))))) {
            var path = "/pacts/provider/Orders/consumer/Web/latest";
            assertEquals(404, broker.get(path).status());
            assertEquals(200, broker.get("/readyz").status());

            plant(database, "ALTER TABLE seamwright.tag NO FORCE ROW LEVEL SECURITY");
            await(broker, 503);
            var ready = broker.get("/readyz");
            assertEquals("down", ready.json().at("/checks/isolation/status").asText());
            assertFalse(ready.body().contains("tag"), "an open answer does not say where the hole is");
            assertEquals(503, broker.get(path).status());
            assertEquals(200, broker.get("/livez").status());

            plant(database, "ALTER TABLE seamwright.tag FORCE ROW LEVEL SECURITY");
            await(broker, 200);
            assertEquals(404, broker.get(path).status());
        }
    }

    private static void await(TestBroker broker, int readiness) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (broker.get("/readyz").status() != readiness) {
            assertTrue(System.nanoTime() < deadline, "readiness did not become " + readiness);
            Thread.sleep(50);
        }
    }
}
