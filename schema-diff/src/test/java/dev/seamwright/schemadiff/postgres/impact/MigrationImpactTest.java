package dev.seamwright.schemadiff.postgres.impact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.impact.MigrationImpact.Question;
import dev.seamwright.schemadiff.postgres.impact.MigrationImpact.Statement;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationImpactTest {
    private static final String SCHEMA = """
            CREATE TABLE customer (id int PRIMARY KEY, name varchar(10) NOT NULL);
            CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customer, total numeric(10, 2) NOT NULL DEFAULT 0);
            INSERT INTO customer SELECT g, 'c' || g FROM generate_series(1, 100) g;
            INSERT INTO orders SELECT g, g, g FROM generate_series(1, 100) g;
            """;
    private static final List<Statement> STATEMENTS = List.of(
            new Statement("read all", "SELECT * FROM orders"),
            new Statement("read total", "SELECT total FROM orders WHERE id = 1"),
            new Statement("insert", "INSERT INTO orders (id, customer) VALUES (1000, 1)"),
            new Statement("insert by position", "INSERT INTO orders VALUES (1001, 1, 2.5)"),
            new Statement("rename", "UPDATE customer SET name = 'abcdefghij' WHERE id = 1"));

    @TempDir
    static Path directory = Path.of("");

    static Shadow shadow = Shadow.embedded(directory, Shadow.Limits.DEFAULT);

    @BeforeAll
    static void start() {
        shadow = Shadow.embedded(directory.resolve("shadow"), Shadow.Limits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        shadow.close();
    }

    private static Impact judge(String migration, boolean transactional) {
        return new MigrationImpact(shadow)
                .judge(new Question(
                        Script.parse("schema", SCHEMA),
                        Script.parse("migration", migration),
                        transactional,
                        STATEMENTS));
    }

    /** Names of what fails after the migration, and of what fails only where it was prepared before. */
    private static String failing(Impact impact) {
        var fails = impact.statements().stream()
                .filter(statement -> statement.after() != null)
                .map(Impact.StatementImpact::name)
                .collect(Collectors.joining(", "));
        var prepared = impact.statements().stream()
                .filter(statement -> statement.after() == null && statement.prepared() != null)
                .map(Impact.StatementImpact::name)
                .collect(Collectors.joining(", "));
        return fails + " / " + prepared;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE orders ADD COLUMN note text                        | ' / read all'
            ALTER TABLE orders DROP COLUMN total                           | 'read total, insert by position / read all'
            ALTER TABLE orders RENAME COLUMN total TO amount               | 'read total / read all'
            ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 2)      | ' / read all, read total'
            ALTER TABLE orders ALTER COLUMN total DROP DEFAULT             | 'insert / '
            ALTER TABLE customer ALTER COLUMN name TYPE varchar(4)         | 'rename / '
            ALTER TABLE orders ADD CHECK (total > 1) NOT VALID             | 'insert / '
            CREATE INDEX ON orders (customer)                              | ' / '
            """)
    void it_says_what_fails_and_what_fails_only_for_a_live_prepared_statement(String migration, String expected) {
        assertEquals(expected, failing(judge(migration, true)));
    }

    @Test
    void locks_rewrites_and_scans_are_observed() {
        var rewritten = judge("ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 4)", true);
        assertEquals(Map.of("public.orders", "AccessExclusiveLock"), rewritten.locks());
        assertEquals(List.of("public.orders"), rewritten.rewritten());
        assertEquals(List.of("public.orders"), rewritten.scanned());

        var referenced = judge("ALTER TABLE orders ADD COLUMN payer int REFERENCES customer", true);
        assertEquals(
                Map.of("public.orders", "AccessExclusiveLock", "public.customer", "ShareRowExclusiveLock"),
                referenced.locks());
        assertEquals(List.of(), referenced.rewritten());
    }

    @Test
    void what_cannot_run_in_a_transaction_runs_outside_of_one() {
        var impact = judge("CREATE INDEX CONCURRENTLY by_customer ON orders (customer); VACUUM FULL customer", false);
        assertEquals(List.of("public.customer"), impact.rewritten());
        assertEquals(Map.of(), impact.locks());
    }

    @Test
    void the_failure_is_postgresqls_own() {
        var dropped =
                judge("ALTER TABLE orders DROP COLUMN total", true).statements().get(1);
        assertEquals(new Impact.Failure("42703", "column \"total\" does not exist"), dropped.after());
        assertEquals(null, dropped.before());
    }

    @Test
    void a_migration_that_postgresql_refuses_is_refused_with_its_line() {
        var rejected = assertThrows(
                Rejected.class, () -> judge("CREATE TABLE a (id int);\n\nCREATE TABLE a (id int);\n", true));
        assertEquals("migration", rejected.script());
        assertEquals(3, rejected.line());
        assertEquals("42P07", rejected.sqlState());
        assertTrue(
                String.valueOf(rejected.getMessage()).contains("relation \"a\" already exists"), rejected.getMessage());
    }
}
