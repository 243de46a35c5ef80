package dev.seamwright.schemadiff.postgres.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.shadow.Shadow.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShadowRolesTest {
    @TempDir
    static Path directory = Path.of("");

    static Shadow shadow = Shadow.embedded(directory, Limits.DEFAULT);

    @BeforeAll
    static void start() {
        shadow = Shadow.embedded(directory.resolve("shadow"), Limits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        shadow.close();
    }

    private interface Work<T> {
        T in(ShadowDatabase database) throws SQLException;
    }

    private static <T> T run(String roles, Work<T> work) {
        return shadow.run(Script.parse("roles", roles), database -> {
            try {
                return work.in(database);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private static String first(Connection connection, String query) throws SQLException {
        return String.join(",", Names.read(connection, query));
    }

    @Test
    void roles_of_a_script_have_the_attributes_settings_and_memberships_that_it_gives_them() {
        var script = """
                CREATE ROLE app LOGIN NOINHERIT PASSWORD 'secret';
                CREATE ROLE auditor BYPASSRLS;
                DO $$ BEGIN CREATE USER streamer REPLICATION CONNECTION LIMIT 3; END $$;
                GRANT auditor TO app WITH INHERIT FALSE, SET TRUE;
                GRANT pg_read_all_data TO auditor;
                ALTER ROLE app SET search_path = "$user", tenant, "odd, one";
                ALTER ROLE app SET statement_timeout = '3s';
                """;
        assertEquals("app|t|f|f|f|-1,auditor|f|t|t|f|-1,streamer|t|t|f|t|3", run(script, database -> {
            try (var connection = database.connect()) {
                return first(connection, """
                                SELECT concat_ws('|', rolname, rolcanlogin, rolinherit, rolbypassrls, rolreplication, rolconnlimit)
                                  FROM pg_roles WHERE rolname IN ('app', 'auditor', 'streamer') ORDER BY rolname
                                """);
            }
        }));
        assertEquals("auditor|app|f|f|t,pg_read_all_data|auditor|f|t|t", run(script, database -> {
            try (var connection = database.connect()) {
                return first(connection, """
                                SELECT concat_ws('|', roleid::regrole, member::regrole, admin_option, inherit_option, set_option)
                                  FROM pg_auth_members WHERE member IN ('app'::regrole, 'auditor'::regrole) ORDER BY 1
                                """);
            }
        }));
        assertEquals("app app \"$user\", tenant, \"odd, one\" 3s", run(script, database -> {
            try (var connection = database.connectAs("app")) {
                return first(
                        connection,
                        "SELECT concat_ws(' ', session_user, current_user, current_setting('search_path'), current_setting('statement_timeout'))");
            }
        }));
    }

    @Test
    void each_role_sees_what_the_policies_let_it_see() {
        run(
                "CREATE ROLE app LOGIN; CREATE ROLE over LOGIN BYPASSRLS; CREATE ROLE group_of_app; GRANT group_of_app TO app",
                database -> {
                    try (var owner = database.connect()) {
                        Script.parse("schema", """
                        CREATE TABLE t (tenant text); INSERT INTO t VALUES ('a'), ('b');
                        ALTER TABLE t ENABLE ROW LEVEL SECURITY;
                        CREATE POLICY p ON t USING (tenant = 'a');
                        GRANT SELECT ON t TO group_of_app, over;
                        """).execute(owner);
                    }
                    for (var expected : List.of("app:1", "over:2", "group_of_app:1")) {
                        var role = expected.split(":", 2)[0];
                        try (var connection = database.connectAs(role)) {
                            assertEquals(expected, role + ":" + first(connection, "SELECT count(*) FROM t"));
                        }
                    }
                    return "";
                });
        assertEquals("0", run("", database -> {
            try (var connection = database.connect()) {
                return first(
                        connection, "SELECT count(*) FROM pg_roles WHERE rolname IN ('app', 'over', 'group_of_app')");
            }
        }));
    }

    @Test
    void what_leads_out_of_the_database_is_left_out_and_said() {
        var notes = run("""
                CREATE ROLE boss SUPERUSER LOGIN;
                CREATE ROLE "SUPERUSER" PASSWORD 'SUPERUSER' CREATEDB;
                GRANT pg_execute_server_program TO boss;
                ALTER ROLE seamwright_shadow PASSWORD 'mine';
                """, database -> {
            try (var connection = database.connectAs("boss")) {
                assertEquals(
                        "f",
                        first(
                                connection,
                                "SELECT bool_or(rolsuper OR rolcreatedb) FROM pg_roles WHERE rolname IN ('boss', 'SUPERUSER')"));
            }
            return String.join("\n", database.roleNotes());
        });
        assertTrue(notes.contains("line 1 is made without SUPERUSER"), notes);
        assertTrue(notes.contains("line 2 is made without CREATEDB"), notes);
        assertTrue(notes.contains("line 3 is left out: permission denied"), notes);
        assertTrue(notes.contains("line 4 is left out"), notes);
    }

    @Test
    void a_script_of_roles_that_is_wrong_is_rejected_with_its_line() {
        var rejected =
                assertThrows(Rejected.class, () -> run("CREATE ROLE a;\nGRANT nobody_made_this TO a", database -> ""));
        assertEquals(2, rejected.line());
        assertEquals("roles", rejected.script());
    }

    @Test
    void nobody_connects_as_a_role_that_is_not_the_run_s() {
        run("", database -> {
            assertThrows(SQLException.class, () -> database.connectAs("seamwright_shadow"));
            assertThrows(SQLException.class, () -> database.connectAs("nobody_made_this"));
            return "";
        });
    }
}
