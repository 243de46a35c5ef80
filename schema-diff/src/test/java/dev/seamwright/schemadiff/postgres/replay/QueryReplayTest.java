package dev.seamwright.schemadiff.postgres.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.contracts.dbusage.Statement.Column;
import dev.seamwright.contracts.dbusage.Statement.Types;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryReplayTest {
    private static final String SCHEMA = """
            CREATE TYPE status AS ENUM ('open', 'paid');
            CREATE DOMAIN email AS text CHECK (value LIKE '%@%');
            CREATE TABLE customer (
                id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(10) NOT NULL, mail email, since date NOT NULL DEFAULT '2020-01-01');
            CREATE TABLE orders (
                id bigint PRIMARY KEY,
                customer int NOT NULL REFERENCES customer,
                status status NOT NULL DEFAULT 'open',
                total numeric(10, 2) NOT NULL DEFAULT 0 CHECK (total >= 0),
                code varchar(20) UNIQUE);
            CREATE VIEW open_order AS SELECT id, customer, total FROM orders WHERE status = 'open';
            CREATE TABLE note (tenant int NOT NULL, id int, body text NOT NULL, PRIMARY KEY (tenant, id));
            ALTER TABLE note ENABLE ROW LEVEL SECURITY;
            CREATE POLICY of_tenant ON note USING (tenant = current_setting('app.tenant', true)::int);
            GRANT SELECT, INSERT, UPDATE, DELETE ON customer, orders, open_order, note TO app;
            """;
    private static final Identity APP = new Identity(
            "app", new Tenant.Setting("app.tenant", Scope.TRANSACTION), PoolMode.TRANSACTION, true, List.of());

    @SuppressWarnings("NullAway.Init")
    private Shadow shadow;

    @BeforeAll
    void start(@TempDir Path directory) {
        shadow = Shadow.embedded(directory.resolve("shadow"), Shadow.Limits.DEFAULT);
    }

    @AfterAll
    void stop() {
        shadow.close();
    }

    private static LoadableSchema schema(String more) {
        return LoadableSchema.of(Script.parse("schema", SCHEMA + more), List.of("app"));
    }

    private static DatabaseUsage usage(String... statements) {
        var list = new ArrayList<Statement>();
        for (var i = 0; i < statements.length; i++) {
            list.add(Statement.of("q%02d".formatted(i), statements[i]));
        }
        return new DatabaseUsage(APP, list);
    }

    private Outcome verify(String more, String sql) {
        return new QueryReplay(shadow)
                .verify(schema(more), List.of(usage(sql)))
                .getFirst()
                .results()
                .getFirst()
                .outcome();
    }

    private Effect compare(String migration, String sql) {
        return new QueryReplay(shadow)
                .compare(schema(""), List.of(Script.parse("V2.sql", migration)), List.of(usage(sql)))
                .getFirst()
                .results()
                .getFirst()
                .effect();
    }

    private Effect becomes(String more, String sql) {
        return new QueryReplay(shadow)
                .compare(
                        schema(""),
                        schema(more),
                        List.of(usage(sql)),
                        (_, _) -> new Effect.Cause("schema.sql", 1, "-- a change"))
                .getFirst()
                .results()
                .getFirst()
                .effect();
    }

    @Test
    void statements_are_tried_on_a_schema_without_a_migration() {
        var gone = "ALTER TABLE orders DROP COLUMN code";
        assertInstanceOf(Effect.Fails.class, becomes(gone, "SELECT code FROM orders"));
        assertInstanceOf(Effect.None.class, becomes(gone, "SELECT id FROM orders"));
        assertInstanceOf(Effect.FailedBefore.class, becomes(gone, "SELECT nothing FROM orders"));
    }

    @Test
    void what_the_shadow_cannot_make_of_the_schema_is_no_failure_of_a_statement() {
        var missing =
                new Unloaded(new Fact.Key(Kind.TABLE, List.of("public", "elsewhere")), "58P01", "no such file", "");
        var lacking = new LoadableSchema() {
            @Override
            public List<String> roles() {
                return List.of("app");
            }

            @Override
            public List<Unloaded> load(ShadowDatabase database) throws SQLException {
                schema("").load(database);
                return List.of(missing);
            }
        };
        var effects = new QueryReplay(shadow)
                .compare(
                        lacking,
                        List.of(Script.parse("V2.sql", "SELECT 1")),
                        List.of(usage("SELECT id FROM elsewhere", "SELECT id FROM unknown")))
                .getFirst()
                .results();
        assertInstanceOf(Effect.Unresolved.class, effects.get(0).effect());
        assertInstanceOf(Effect.FailedBefore.class, effects.get(1).effect());
    }

    @Test
    void a_role_that_the_schema_does_not_name_is_told() {
        assertEquals(Optional.empty(), QueryReplay.unknownRole(APP, schema("")));
        var other = new Identity("other", new Tenant.None(), PoolMode.SESSION, true, List.of());
        assertEquals(Optional.of("other"), QueryReplay.unknownRole(other, schema("")));
    }

    @Test
    void what_works_is_executed() {
        var report = new QueryReplay(shadow)
                .verify(
                        schema(""),
                        List.of(usage(
                                "SELECT * FROM orders WHERE id = $1 AND status = $2",
                                "SELECT c.name, sum(o.total) FROM customer c JOIN orders o ON o.customer = c.id GROUP BY 1 HAVING sum(o.total) > $1",
                                "INSERT INTO orders (id, customer, code) VALUES ($1, $2, $3)",
                                "INSERT INTO customer (name, mail) VALUES ($1, $2)",
                                "INSERT INTO orders (id, customer) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET total = $3",
                                "UPDATE orders SET total = total - $1, status = $2 WHERE id = $3",
                                "DELETE FROM orders WHERE customer IN (SELECT id FROM customer WHERE name = $1)",
                                "SELECT total FROM open_order WHERE customer = $1",
                                "INSERT INTO note (tenant, id, body) VALUES ($1, $2, $3)",
                                "SELECT body FROM note WHERE id = $1")))
                .getFirst();
        for (var result : report.results()) {
            assertEquals(new Outcome.Works(true), result.outcome(), result.id());
        }
        assertTrue(report.passes());
    }

    @Test
    void a_failure_is_postgresqls_own_with_its_place() {
        var outcome = assertInstanceOf(Outcome.Fails.class, verify("", "SELECT id, colour FROM orders"));
        assertEquals(new Failure("42703", "column \"colour\" does not exist", 12), outcome.failure());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INSERT INTO customer (mail) VALUES ($1)                          | public.customer | name
            INSERT INTO note (tenant, body) SELECT $1, $2 WHERE false        | public.note     | id
            INSERT INTO orders DEFAULT VALUES                                | public.orders   | id, customer
            """)
    void columns_that_need_a_value_and_get_none_are_named(String sql, String relation, String columns) {
        var missing = assertInstanceOf(Outcome.MissingColumns.class, verify("", sql));
        assertEquals(relation, missing.relation());
        assertEquals(columns, String.join(", ", missing.columns()));
    }

    @Test
    void a_lost_grant_and_a_policy_that_rejects_every_row_are_not_permitted() {
        var grant = assertInstanceOf(
                Outcome.NotPermitted.class, verify("REVOKE DELETE ON orders FROM app", "DELETE FROM orders"));
        assertEquals("app", grant.role());
        assertEquals("permission denied for table orders", grant.failure().message());
        var policy = assertInstanceOf(
                Outcome.NotPermitted.class,
                verify(
                        "CREATE POLICY closed ON note AS RESTRICTIVE FOR INSERT WITH CHECK (false)",
                        "INSERT INTO note (tenant, id, body) VALUES ($1, $2, $3)"));
        assertEquals("42501", policy.failure().sqlState());
    }

    @Test
    void a_role_of_which_the_schema_knows_nothing_runs_as_the_owner() {
        var unknown = new Identity("somebody", new Tenant.None(), PoolMode.SESSION, true, List.of());
        var report = new QueryReplay(shadow)
                .verify(
                        schema(""),
                        List.of(new DatabaseUsage(unknown, List.of(Statement.of("it", "SELECT body FROM note")))));
        assertEquals(
                new Outcome.Works(true), report.getFirst().results().getFirst().outcome());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            VACUUM orders                | It is a utility statement (VACUUM)
            SELECT 1; SELECT 2           | It is 2 statements
            SELECT pg_sleep(60)          | The shadow stopped it
            SELECT to_date($1, $2) / 0.0 | operator does not exist
            """)
    void what_cannot_be_said_has_a_reason(String sql, String reason) {
        var outcome = verify("", sql);
        assertTrue(outcome.toString().contains(reason), outcome.toString());
    }

    @Test
    void types_that_are_not_those_of_the_recording_are_told() {
        var recorded = new Statement(
                "it",
                "SELECT total, code, name, orders.id FROM orders JOIN customer ON customer.id = customer WHERE orders.id = $1 AND code = $2",
                new Types(
                        List.of("integer", "integer"),
                        List.of(
                                new Column("total", "numeric(8,2)", null),
                                new Column("code", "integer", null),
                                new Column("name", "character varying(10)", null),
                                new Column("gone", "text", null))),
                List.of(),
                false,
                false,
                null,
                null,
                null,
                List.of());
        var outcome = assertInstanceOf(
                Outcome.TypesChanged.class,
                new QueryReplay(shadow)
                        .verify(schema(""), List.of(new DatabaseUsage(APP, List.of(recorded))))
                        .getFirst()
                        .results()
                        .getFirst()
                        .outcome());
        assertTrue(outcome.breaking());
        assertEquals(
                List.of(
                        new TypeChange("parameter 1", "integer", "bigint", true), // text = integer: no such operator
                        new TypeChange("parameter 2", "integer", "text", true),
                        new TypeChange("column total", "numeric(8,2)", "numeric(10,2)", false),
                        new TypeChange("column code", "integer", "character varying(20)", true),
                        new TypeChange("column gone", "text", null, true),
                        new TypeChange("column id", null, "bigint", false)),
                outcome.changes());
    }

    private static String text(Effect effect) {
        return switch (effect) {
            case Effect.None _ -> "none";
            case Effect.Fails fails ->
                switch (fails.outcome()) {
                    case Outcome.Fails(var failure) -> "fails " + failure.sqlState();
                    case Outcome.MissingColumns missing -> "lacks " + String.join(", ", missing.columns());
                    case Outcome.NotPermitted denied ->
                        "denied " + denied.failure().sqlState();
                    default -> fails.outcome().toString();
                };
            case Effect.FailsOnRows rows ->
                "fails on rows " + rows.outcome().failure().sqlState();
            case Effect.FailsPrepared prepared ->
                "prepared " + prepared.failure().sqlState();
            case Effect.Silent silent ->
                "silent "
                        + silent.differences().stream()
                                .map(difference -> difference.aspect().name())
                                .distinct()
                                .collect(Collectors.joining(", "));
            case Effect.FailedBefore _ -> "failed before";
            case Effect.Unresolved(var reason) -> "unresolved " + reason;
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE orders DROP COLUMN code                                   | SELECT code FROM orders                                | fails 42703
            ALTER TABLE orders RENAME COLUMN code TO key                          | UPDATE orders SET code = $1 WHERE id = $2              | fails 42703
            ALTER TABLE orders RENAME TO purchase                                 | SELECT id FROM orders                                  | fails 42P01
            ALTER TABLE orders RENAME TO purchase                                 | SELECT id FROM open_order                              | none
            ALTER TABLE orders ADD COLUMN region text NOT NULL                    | INSERT INTO orders (id, customer) VALUES ($1, $2)      | lacks region
            ALTER TABLE orders ALTER COLUMN total DROP DEFAULT                    | INSERT INTO orders (id, customer) VALUES ($1, $2)      | lacks total
            ALTER TABLE orders ALTER COLUMN total SET DEFAULT 5                   | INSERT INTO orders (id, customer) VALUES ($1, $2)      | silent STORED
            ALTER TABLE orders ADD COLUMN note text                               | SELECT * FROM orders                                   | prepared 0A000
            ALTER TABLE orders ADD COLUMN note text                               | SELECT id, total FROM orders                           | none
            ALTER TABLE orders ALTER COLUMN code TYPE varchar(30)                 | SELECT code FROM orders                               | prepared 0A000
            ALTER TABLE orders ALTER COLUMN code TYPE varchar(30)                 | SELECT id FROM orders WHERE code > $1                 | none
            ALTER TABLE orders DROP CONSTRAINT orders_code_key                    | INSERT INTO orders (id, customer, code) VALUES ($1, $2, $3) ON CONFLICT (code) DO NOTHING | fails 42P10
            ALTER TABLE orders ADD CHECK (total > 1) NOT VALID                    | INSERT INTO orders (id, customer) VALUES ($1, $2)      | fails 23514
            ALTER TABLE orders ADD CHECK (total > 1) NOT VALID                    | INSERT INTO orders (id, customer, total) VALUES ($1, $2, $3) | none
            ALTER TABLE orders ADD CHECK (total > 1000) NOT VALID                 | UPDATE orders SET customer = $1 WHERE id = $2          | fails on rows 23514
            ALTER TABLE orders ADD CHECK (total > 1000) NOT VALID                 | UPDATE orders SET customer = customer                  | fails on rows 23514
            ALTER TABLE orders ADD CHECK (total > -1000) NOT VALID                | UPDATE orders SET customer = $1 WHERE id = $2          | none
            ALTER TABLE orders ADD CHECK (total > 1000) NOT VALID                 | UPDATE orders SET total = $1 WHERE id = $2             | none
            ALTER TABLE orders ADD CHECK (code IS NOT NULL) NOT VALID             | UPDATE orders SET customer = $1 WHERE id = $2          | fails on rows 23514
            ALTER TABLE orders ADD CONSTRAINT n NOT NULL code NOT VALID           | UPDATE orders SET customer = $1 WHERE id = $2          | fails on rows 23502
            ALTER TABLE orders ADD CHECK (total > 1000) NOT VALID                 | DELETE FROM orders WHERE id = $1                       | none
            ALTER TABLE orders ADD CHECK (total < total) NOT VALID                | UPDATE orders SET customer = $1 WHERE id = $2          | fails 23514
            ALTER TYPE status RENAME VALUE 'open' TO 'new'                        | SELECT id FROM orders WHERE status = 'open'            | fails 22P02
            REVOKE INSERT ON orders FROM app                                      | INSERT INTO orders (id, customer) VALUES ($1, $2)      | denied 42501
            CREATE OR REPLACE VIEW open_order AS SELECT id, customer, total FROM orders WHERE status = 'open' AND total > 100 | SELECT id FROM open_order | silent ROWS
            ALTER TABLE orders ENABLE ROW LEVEL SECURITY                          | SELECT id FROM orders                                  | silent ROWS
            ALTER TABLE orders ENABLE ROW LEVEL SECURITY                          | INSERT INTO orders (id, customer) VALUES ($1, $2)      | denied 42501
            DROP VIEW open_order                                                  | SELECT id FROM open_order                              | fails 42P01
            ALTER TABLE customer ALTER COLUMN id DROP IDENTITY                    | INSERT INTO customer (name) VALUES ($1)                | lacks id
            CREATE INDEX ON orders (customer)                                     | SELECT id FROM orders WHERE customer = $1              | none
            CREATE INDEX CONCURRENTLY ON orders (customer)                        | SELECT id FROM orders WHERE customer = $1              | none
            BEGIN; ALTER TABLE orders DROP COLUMN code; COMMIT                    | SELECT code FROM orders                                | fails 42703
            ALTER TABLE orders DROP COLUMN code                                   | SELECT colour FROM orders                              | failed before
            """)
    void a_migration_has_one_effect_on_a_statement(String migration, String sql, String effect) {
        var found = compare(migration, sql);
        assertEquals(effect, text(found), found.toString());
    }

    @Test
    void the_cause_is_the_statement_of_the_migration_after_which_it_fails() {
        var effect = assertInstanceOf(
                Effect.Fails.class,
                compare(
                        "ALTER TABLE orders ADD COLUMN key text;\nUPDATE orders SET key = code;\nALTER TABLE orders DROP COLUMN code;\n"
                                + "CREATE INDEX ON orders (key);",
                        "SELECT code FROM orders"));
        assertEquals(new Effect.Cause("V2.sql", 3, "ALTER TABLE orders DROP COLUMN code"), effect.cause());
    }

    @Test
    void what_fails_in_between_and_works_in_the_end_is_seen_after_the_script_only() {
        var report = new QueryReplay(shadow)
                .compare(
                        schema(""),
                        List.of(
                                Script.parse("V2", "ALTER TABLE orders RENAME TO purchase"),
                                Script.parse(
                                        "V3",
                                        "CREATE VIEW orders AS SELECT * FROM purchase; GRANT SELECT ON orders TO app")),
                        List.of(usage("SELECT id FROM orders WHERE id = $1")))
                .getFirst();
        var result = report.results().getFirst();
        assertEquals(
                List.of(true, false),
                result.after().stream().map(Outcome::fails).toList());
        assertEquals(new Effect.None(), result.effect());
    }

    @Test
    void a_driver_that_prepares_nothing_is_not_broken_by_a_new_column() {
        var unprepared = new Identity("app", new Tenant.None(), PoolMode.STATEMENT, false, List.of());
        var effect = new QueryReplay(shadow)
                .compare(
                        schema(""),
                        List.of(Script.parse("V2.sql", "ALTER TABLE orders ADD COLUMN note text")),
                        List.of(new DatabaseUsage(unprepared, List.of(Statement.of("it", "SELECT * FROM orders")))))
                .getFirst()
                .results()
                .getFirst()
                .effect();
        assertEquals("silent COLUMNS", text(effect));
    }
}
