package dev.seamwright.schemadiff.postgres.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.shadow.Loaded.Missing;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.LimitReached;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.Limits;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShadowTest {
    @TempDir
    static Path directory = Path.of("");

    static Shadow shadow = Shadow.embedded(directory, Limits.DEFAULT);

    @BeforeAll
    static void start() {
        var limits = new Limits(Duration.ofSeconds(4), Duration.ofSeconds(2), 64L << 20);
        shadow = Shadow.embedded(directory.resolve("shadow"), limits);
    }

    @AfterAll
    static void stop() {
        shadow.close();
    }

    /** Executes a script as the candidate; returns the first column of the last statement's first row, or the number of rows. */
    private static String run(String sql, String... roles) {
        return shadow.run(List.of(roles), database -> {
            try (var connection = database.connect();
                    var statement = connection.createStatement()) {
                var script = Script.parse("script", sql);
                var last = script.statements().getLast();
                new Script(
                                "script",
                                script.statements()
                                        .subList(0, script.statements().size() - 1))
                        .execute(connection);
                var hasRows = statement.execute(last.sql());
                if (!hasRows) {
                    return String.valueOf(statement.getUpdateCount());
                }
                try (var rows = statement.getResultSet()) {
                    return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
                }
            } catch (SQLException failure) {
                throw new Rejected("script", 1, sql, failure);
            }
        });
    }

    @Test
    void a_run_begins_with_an_empty_database_whatever_the_one_before_has_left() {
        run(
                "CREATE ROLE left_behind; CREATE SCHEMA s; CREATE TABLE s.t (id int); ALTER ROLE CURRENT_USER SET work_mem = '1MB'");
        assertEquals("0", run("SELECT count(*) FROM pg_namespace WHERE nspname = 's'"));
        assertEquals("0", run("SELECT count(*) FROM pg_roles WHERE rolname = 'left_behind'"));
        assertEquals("0", run("SELECT count(*) FROM pg_db_role_setting WHERE 'work_mem=1MB' = ANY (setconfig)"));
    }

    @Test
    void the_roles_that_a_candidate_names_can_own_and_be_granted_to() {
        assertEquals(
                "app",
                run(
                        "CREATE TABLE t (id int); GRANT CREATE ON SCHEMA public TO app; ALTER TABLE t OWNER TO app; GRANT SELECT ON t TO reader;"
                                + " SELECT tableowner FROM pg_tables WHERE tablename = 't'",
                        "app",
                        "reader"));
    }

    private record After(List<String> notes, List<String> executable) {}

    /** What a script leaves: the notes, and which of the roles may execute the function. */
    private static After executable(String function, String sql, String... roles) {
        return shadow.run(List.of(roles), database -> {
            try (var connection = database.connect()) {
                var notes = database.load(connection, Script.parse("script", sql), Missing.REJECT)
                        .notes();
                return new After(
                        notes,
                        Names.read(
                                connection,
                                "SELECT rolname FROM pg_roles WHERE rolname ~ '^r' AND has_function_privilege(rolname, ?, 'EXECUTE') ORDER BY 1",
                                function));
            } catch (SQLException failure) {
                throw new Rejected("script", 1, sql, failure);
            }
        });
    }

    @Test
    void privileges_on_functions_of_a_trusted_extension_are_the_candidates_to_change() {
        var sql = """
                CREATE EXTENSION citext;
                REVOKE ALL ON FUNCTION citext_eq(citext, citext) FROM PUBLIC;
                GRANT EXECUTE ON FUNCTION citext_eq(citext, citext) TO r_reader;
                """;
        assertEquals(
                new After(List.of(), List.of("r_reader")),
                executable("citext_eq(citext, citext)", sql, "r_reader", "r_writer"));
    }

    @Test
    void privileges_that_stay_as_they_were_are_told() {
        var sql = """
                CREATE EXTENSION dblink;
                GRANT EXECUTE ON FUNCTION dblink(text, text) TO r_reader;
                """;
        assertEquals(
                List.of(
                        "Line 2, 'GRANT EXECUTE ON FUNCTION dblink(text, text) TO r_reader': PostgreSQL changed no privilege, the object belongs to a superuser of the shadow."),
                executable("dblink(text, text)", sql, "r_reader").notes());
    }

    @Test
    void a_candidate_that_lifts_its_own_limits_is_ended_all_the_same() {
        var forever = assertThrows(
                LimitReached.class,
                () -> run(
                        "SET statement_timeout = 0; SELECT count(*) FROM pg_class, pg_class b, pg_class c, pg_class d"));
        assertTrue(String.valueOf(forever.getMessage()).contains("longer than 4 seconds"), forever.getMessage());
        var large = assertThrows(
                LimitReached.class,
                () -> run(
                        "SET statement_timeout = 0; CREATE TABLE t AS SELECT repeat(md5(random()::text), 50) FROM pg_class, pg_class b, pg_class c"));
        assertTrue(String.valueOf(large.getMessage()).contains("more than 64 MB"), large.getMessage());
        assertEquals("1", run("SELECT 1"));
    }
}
