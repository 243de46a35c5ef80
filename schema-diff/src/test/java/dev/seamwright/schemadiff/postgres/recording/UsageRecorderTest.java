package dev.seamwright.schemadiff.postgres.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageRecorderTest {
    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @BeforeAll
    void create() throws SQLException {
        connection = TestDatabases.create();
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    private UsageRecorder recorder() {
        return new UsageRecorder(new Literals(connection), Identity.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT a FROM nowhere WHERE b = 'secret'                     | SELECT a FROM nowhere WHERE b = $1
            SELECT a FROM t WHERE b = $1 AND c = 'it''s é' AND d = 5     | SELECT a FROM t WHERE b = $1 AND c = $2 AND d = CAST($3 AS integer)
            SELECT 'é', -5, 1.50, 3000000000, 1e3 FROM t                 | SELECT $1, CAST($2 AS integer), CAST($3 AS numeric), CAST($4 AS bigint), CAST($5 AS numeric) FROM t
            SELECT interval '1 day', date '2024-01-01', x::numeric(10,2) FROM t | SELECT CAST($1 AS interval), CAST($2 AS date), x::numeric(10,2) FROM t
            SELECT a, count(*) FROM t GROUP BY 1 ORDER BY 2 DESC LIMIT 10 | SELECT a, count(*) FROM t GROUP BY 1 ORDER BY 2 DESC LIMIT CAST($1 AS integer)
            SELECT E'a\\'b', $x$c'd$x$, B'101' FROM t                    | SELECT $1, $2, $3 FROM t
            SELECT extract(year FROM made), true, NULL FROM t            | SELECT extract(year FROM made), true, NULL FROM t
            SELECT a FROM t /* user 42 */ WHERE b = 1 -- mail x@y.z      | SELECT a FROM t   WHERE b = CAST($1 AS integer)
            INSERT INTO t (a) VALUES ('x') ON CONFLICT (a) WHERE b = 'live' DO NOTHING | INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) WHERE b = 'live' DO NOTHING
            SELECT a FROM t WHERE ($1 IS NULL OR b = $2) AND ($3 IS NOT NULL OR c = $3) | SELECT a FROM t WHERE (CAST($1 AS text) IS NULL OR b = $2) AND ($3 IS NOT NULL OR c = $3)
            SELECT a FROM t WHERE b IN ('x', 'y') FETCH FIRST 5 ROWS ONLY | SELECT a FROM t WHERE b IN ($1, $2) FETCH FIRST CAST($3 AS integer) ROWS ONLY
            """)
    void literals_become_parameters_without_a_schema(String sql, String expected) throws SQLException {
        assertEquals(Optional.of(expected), new Literals(connection).replace(sql));
    }

    @Test
    void what_cannot_be_parsed_without_its_values_is_left_out() throws SQLException {
        assertEquals(Optional.empty(), new Literals(connection).replace("SELECT a FROM t WHERE b = 'cut o"));
    }

    @Test
    void sql_files_have_names_and_the_placeholders_of_any_driver() throws SQLException {
        var recording = recorder().ofSql(Map.of("orders.sql", """
                -- name: order-by-id :one
                SELECT total FROM orders WHERE id = :id AND (kind = :kind OR :kind IS NULL);

                -- name: add-order!
                INSERT INTO orders (id, total) VALUES (%s, %s);
                -- name: rename
                UPDATE orders SET name = %(name)s, at = now()::date WHERE id = ?;
                -- name: prepare
                CREATE INDEX ON orders (id);
                """));
        assertEquals(
                List.of(
                        "add-order INSERT INTO orders (id, total) VALUES ($1, $2) [orders.sql:5]",
                        "order-by-id SELECT total FROM orders WHERE id = $1 AND (kind = $2 OR $2 IS NULL) [orders.sql:2]",
                        "rename UPDATE orders SET name = $1, at = now()::date WHERE id = $2 [orders.sql:7]"),
                recording.usage().statements().stream()
                        .map(statement -> "%s %s %s".formatted(statement.id(), statement.sql(), statement.sources()))
                        .toList());
        assertEquals(1, recording.notes().size());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `2026-01-01 10:00:00.000 UTC [12] LOG:  statement: SELECT a\n\tFROM t WHERE b = 'secret'\n2026-01-01 10:00:00.100 UTC [12] LOG:  duration: 0.1 ms  execute <unnamed>: SELECT a FROM t WHERE b = $1\n2026-01-01 10:00:00.100 UTC [12] DETAIL:  Parameters: $1 = 'secret'\n`
            `{"user":"app","message":"statement: SELECT a FROM t WHERE b = 'secret'"}\n{"user":"app","message":"execute S_1: SELECT a\\nFROM t WHERE b = $1","detail":"Parameters: $1 = 'secret'"}\n`
            `2026-01-01,"app","db",1,"h",1,1,"SELECT",2026,1,0,LOG,00000,"statement: SELECT a FROM t\nWHERE b = 'secret'",,,\n2026-01-01,"app","db",1,"h",1,1,"SELECT",2026,1,0,LOG,00000,"duration: 0.1 ms  execute <unnamed>: SELECT a FROM t WHERE b = $1","Parameters: $1 = 'secret'",,\n`
            """)
    void a_log_of_any_form_gives_statements_and_no_value(String log) throws SQLException {
        var usage = recorder().ofLog("pg.log", log.replace("\\n\\t", "\n\t")).usage();
        assertEquals(1, usage.statements().size());
        var statement = usage.statements().getFirst();
        assertEquals(Statement.idOf("SELECT a FROM t WHERE b = $1"), statement.id());
        assertEquals(2L, statement.calls());
        assertFalse(new String(DatabaseUsageJson.write(usage), StandardCharsets.UTF_8).contains("secret"));
    }
}
