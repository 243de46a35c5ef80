package dev.seamwright.schemadiff.postgres.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.contracts.dbusage.Statement.Column;
import dev.seamwright.contracts.dbusage.Statement.Types;
import dev.seamwright.contracts.dbusage.Statement.Use;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageResolverTest {
    private static final String SCHEMA = """
            CREATE TYPE status AS ENUM ('open', 'paid');
            CREATE TABLE customer (id int PRIMARY KEY, name varchar(10) NOT NULL, since timestamptz(3));
            CREATE TABLE orders (id bigserial PRIMARY KEY, gone int, customer int REFERENCES customer, total numeric(10, 2), status status);
            ALTER TABLE orders DROP COLUMN gone;
            CREATE VIEW customer_total AS SELECT c.name, sum(o.total) AS total FROM customer c JOIN orders o ON o.customer = c.id GROUP BY 1;
            CREATE VIEW best AS SELECT name FROM customer_total WHERE total > 100;
            CREATE FUNCTION tax(amount numeric) RETURNS numeric LANGUAGE sql RETURN amount * 0.2;
            """;

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @BeforeAll
    void create() throws SQLException {
        connection = TestDatabases.create();
        TestDatabases.execute(connection, SCHEMA);
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    private Statement resolve(String sql) throws SQLException {
        var usage = new DatabaseUsage(Identity.UNKNOWN, List.of(Statement.of("it", sql)));
        return UsageResolver.resolve(connection, usage).statements().getFirst();
    }

    private static String text(Use use) {
        return use.name()
                + (use.column() == null ? "" : "." + use.column())
                + " "
                + use.access().word()
                + (use.via() == null ? "" : " via " + use.via());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT name FROM customer WHERE id = $1            | customer.id read, customer.name read
            SELECT count(*) FROM customer                      | customer read
            SELECT c FROM customer c                           | customer.id read, customer.name read, customer.since read
            INSERT INTO customer (id, name) VALUES ($1, $2)    | customer.id insert, customer.name insert
            INSERT INTO customer DEFAULT VALUES                | customer insert
            INSERT INTO customer VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name | customer.id read, customer.id insert, customer.name read, customer.name insert, customer.name update
            UPDATE orders SET total = total + $1 WHERE id = $2 | orders.id read, orders.total read, orders.total update
            DELETE FROM orders WHERE id = $1                   | orders delete, orders.id read
            WITH x AS (DELETE FROM orders RETURNING customer) SELECT name FROM customer WHERE id IN (SELECT customer FROM x) | customer.id read, customer.name read, orders delete, orders.customer read
            SELECT tax(total) FROM orders                      | orders.total read, tax(numeric) read
            SELECT $1::status                                  | status read
            SELECT relname FROM pg_class                       | ''
            SELECT name FROM best                              | best.name read, customer.id read via public.best, customer.name read via public.best, customer_total.name read via public.best, customer_total.total read via public.best, orders.customer read via public.best, orders.total read via public.best
            """)
    void postgresql_says_which_columns_are_read_inserted_and_updated(String sql, String uses) throws SQLException {
        var statement = resolve(sql);
        assertNull(statement.unresolved());
        var found = statement.uses().stream().map(UsageResolverTest::text).collect(Collectors.joining(", "));
        assertEquals(uses, found);
    }

    @Test
    void parameters_and_results_have_types() throws SQLException {
        var types = resolve("SELECT o.*, c.since, c.name FROM orders o JOIN customer c ON c.id = o.customer"
                        + " WHERE o.total > $1 AND o.status = $2 AND c.name LIKE $3")
                .types();
        assertEquals(
                new Types(
                        List.of("numeric", "status", "text"),
                        List.of(
                                new Column("id", "bigint", null),
                                new Column("customer", "integer", null),
                                new Column("total", "numeric(10,2)", null),
                                new Column("status", "status", null),
                                new Column("since", "timestamp(3) with time zone", null),
                                new Column("name", "character varying(10)", null))),
                types);
        assertEquals(
                new Types(List.of(), List.of()), resolve("DELETE FROM orders").types());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT * FROM orders                              | true  | false
            SELECT o.* FROM orders o                          | true  | false
            TABLE orders                                      | true  | false
            SELECT count(*), total * 2 FROM orders GROUP BY 2 | false | false
            SELECT id AS "x.*" FROM orders -- all of *        | false | false
            DELETE FROM orders RETURNING *                    | true  | false
            INSERT INTO customer VALUES ($1, $2)              | false | true
            INSERT INTO customer (SELECT id, 'x' FROM orders) | false | true
            INSERT INTO customer (id, name) VALUES ($1, $2)   | false | false
            """)
    void whatever_columns_there_are_is_a_hint(String sql, boolean star, boolean positional) throws SQLException {
        var statement = resolve(sql);
        assertNull(statement.unresolved());
        assertEquals(star, statement.star());
        assertEquals(positional, statement.positional());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE TABLE x (a int)          | It is a utility statement (CREATE)
            SELECT 1; SELECT 2              | It is 2 statements
            SELECT * FROM import_buffer     | A temporary table
            SELECT x FROM orders            | column "x" does not exist (SQLSTATE 42703)
            SELECT ($1                      | syntax error
            /* note */ VACUUM               | It is a utility statement (VACUUM)
            """)
    void what_cannot_be_resolved_is_said(String sql, String reason) throws SQLException {
        var unresolved = resolve(sql).unresolved();
        assertTrue(unresolved != null && unresolved.contains(reason), unresolved);
    }

    @Test
    void nothing_is_left_behind_and_nothing_was_executed() throws SQLException {
        resolve("INSERT INTO customer (id, name) VALUES (1, 'a')");
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT (SELECT count(*) FROM customer),"
                        + " (SELECT count(*) FROM pg_prepared_statements WHERE name = 'resolved'),"
                        + " (SELECT count(*) FROM pg_proc WHERE proname = 'resolved')")) {
            row.next();
            assertEquals(List.of(0, 0, 0), List.of(row.getInt(1), row.getInt(2), row.getInt(3)));
        }
    }

    @Test
    void what_the_consumer_takes_is_kept() throws SQLException {
        var known = new Statement(
                "it",
                "SELECT name FROM customer",
                new Types(List.of(), List.of(new Column("name", "text", false))),
                List.of(),
                false,
                false,
                null,
                3L,
                9L,
                List.of("a.sql:1"));
        var resolved = UsageResolver.resolve(connection, new DatabaseUsage(Identity.UNKNOWN, List.of(known)))
                .statements()
                .getFirst();
        assertEquals(
                new Types(List.of(), List.of(new Column("name", "character varying(10)", false))), resolved.types());
        assertEquals(List.of("a.sql:1"), resolved.sources());
    }
}
