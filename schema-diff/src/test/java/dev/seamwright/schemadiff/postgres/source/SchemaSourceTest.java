package dev.seamwright.schemadiff.postgres.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.capture.OwnerNames;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.Limits;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaSourceTest {
    @TempDir
    static Path directory = Path.of("");

    static Shadow shadow = Shadow.embedded(directory, Limits.DEFAULT);
    static SchemaSource source = new SchemaSource(shadow);

    @BeforeAll
    static void start() {
        shadow = Shadow.embedded(directory.resolve("shadow"), Limits.DEFAULT);
        source = new SchemaSource(shadow);
    }

    @AfterAll
    static void stop() {
        shadow.close();
    }

    private static DatabaseSchema capture(String ddl) {
        return source.capture(Migrations.ofText("schema.sql", ddl)).schema();
    }

    private static Migrations flyway(String... texts) {
        var files = new ArrayList<SourceFile>();
        for (int i = 0; i < texts.length; i++) {
            files.add(new SourceFile("db/V%d__step.sql".formatted(i + 1), texts[i]));
        }
        return Migrations.of(files);
    }

    @Test
    void the_same_text_has_the_same_hash_in_each_run() {
        var ddl = """
                CREATE TABLE t (a int PRIMARY KEY, b text);
                CREATE POLICY p ON t TO CURRENT_USER USING (true);
                ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
                """;
        var one = capture(ddl);
        assertEquals(one.hash(), capture(ddl).hash());
        assertEquals(one.facts(), capture(ddl).facts());
        assertTrue(one.fact(Kind.TABLE, "public", "t").orElseThrow().payload().contains(OwnerNames.DATABASE_OWNER));
        assertNotEquals(one.hash(), capture("CREATE TABLE t (a int)").hash());
    }

    @Test
    void migrations_make_what_the_resulting_ddl_makes() {
        var migrations =
                flyway("CREATE TABLE t (a int);", "ALTER TABLE t ADD b text; CREATE INDEX CONCURRENTLY i ON t (b);");
        assertEquals(
                capture("CREATE TABLE t (a int, b text); CREATE INDEX i ON t (b)")
                        .hash(),
                source.capture(migrations).schema().hash());
    }

    @Test
    void the_history_has_the_schema_before_and_after_each_step_that_is_not_applied_yet() {
        var history =
                source.history(flyway("CREATE TABLE t (a int)", "ALTER TABLE t ADD b int", "ALTER TABLE t DROP a"), 1);
        assertEquals(
                List.of(
                        capture("CREATE TABLE t (a int)").hash(),
                        capture("CREATE TABLE t (a int, b int)").hash(),
                        capture("CREATE TABLE t (b int)").hash()),
                history.stream().map(DatabaseSchema::hash).toList());
    }

    @Test
    void a_statement_that_is_refused_is_told_with_file_and_line() {
        var migrations = flyway("CREATE TABLE t (a int);", "-- a comment\n\nALTER TABLE t\n  ADD a int;");
        var refusal = assertThrows(Rejected.class, () -> source.capture(migrations));
        assertEquals("db/V2__step.sql", refusal.file());
        assertEquals(3, refusal.line());
        assertEquals("42701", refusal.sqlState());
        assertTrue(String.valueOf(refusal.getMessage()).contains("at db/V2__step.sql:3"), refusal.getMessage());
    }

    @Test
    void a_step_in_one_transaction_cannot_use_a_new_enum_value_and_one_without_can() {
        var type = "CREATE TYPE e AS ENUM ('a');";
        var use = "ALTER TYPE e ADD VALUE 'b'; CREATE TABLE t (a e DEFAULT 'b');";
        var refusal = assertThrows(Rejected.class, () -> source.capture(flyway(type, use)));
        assertEquals("55P04", refusal.sqlState());
        assertEquals(
                capture("CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e DEFAULT 'b')")
                        .hash(),
                capture(type + use).hash());
    }

    @Test
    void roles_that_the_ddl_names_exist_and_can_own() {
        var schema = capture("""
                BEGIN;
                CREATE TABLE t (a int);
                ALTER TABLE t OWNER TO app;
                GRANT SELECT ON t TO reader;
                COMMIT;
                """);
        assertTrue(
                schema.fact(Kind.TABLE, "public", "t").orElseThrow().payload().contains("\"owner\":\"app\""));
        assertTrue(schema.fact(Kind.RELATION_GRANT, "public", "t", "reader", "SELECT", "(owner)")
                .isPresent());
        assertTrue(schema.fact(Kind.SCHEMA_GRANT, "public", "app", "CREATE", "(owner)")
                .isEmpty());
    }

    @Test
    void a_dump_loads_without_its_rows_and_what_only_a_superuser_may_say() {
        var captured = source.capture(Migrations.ofText("dump.sql", """
                \\restrict abc
                SET check_function_bodies = false;
                SELECT pg_catalog.set_config('search_path', '', false);
                CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;
                COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';
                CREATE FUNCTION public.f() RETURNS integer
                    LANGUAGE sql
                    BEGIN ATOMIC
                 SELECT 1;
                END;
                ALTER FUNCTION public.f() OWNER TO postgres;
                CREATE TABLE public.t (a integer);
                ALTER TABLE public.t OWNER TO postgres;
                COPY public.t (a) FROM stdin;
                1
                \\.
                ALTER DEFAULT PRIVILEGES FOR ROLE postgres GRANT SELECT ON TABLES TO reader;
                \\unrestrict abc
                """));
        assertTrue(captured.schema()
                .fact(Kind.ROUTINE, "public", "f()")
                .orElseThrow()
                .payload()
                .contains("\"owner\":\"postgres\""));
        assertEquals(
                List.of(1, 14, 18),
                captured.notes().stream().map(Migrations.Note::line).toList());
    }

    @Test
    void a_transaction_that_is_left_open_is_refused() {
        assertThrows(InvalidInput.class, () -> capture("BEGIN; CREATE TABLE t (a int);"));
    }

    @Test
    void a_captured_schema_loads_in_the_shadow_to_one_with_the_same_hash() {
        var schema = capture("""
                CREATE SCHEMA s;
                CREATE TABLE s.t (a int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b text COLLATE "C" NOT NULL);
                ALTER TABLE s.t OWNER TO app;
                CREATE VIEW s.v AS SELECT b FROM s.t;
                CREATE FUNCTION s.f(s.v) RETURNS text LANGUAGE sql AS 'SELECT $1.b';
                GRANT SELECT ON s.t TO reader WITH GRANT OPTION;
                ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA s GRANT SELECT ON TABLES TO reader;
                ALTER TABLE s.t ENABLE ROW LEVEL SECURITY;
                CREATE POLICY p ON s.t TO CURRENT_USER, reader USING (b = current_user);
                """);
        assertEquals(List.of("app", "reader"), List.copyOf(SchemaLoader.roles(schema)));
        var loaded = shadow.run(List.copyOf(SchemaLoader.roles(schema)), database -> {
            try {
                assertEquals(List.of(), SchemaLoader.load(schema, database));
                return SchemaSource.captured(database);
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        });
        assertEquals(schema.facts(), loaded.facts());
        assertEquals(schema.hash(), loaded.hash());
    }

    @Test
    void what_the_shadow_may_not_make_is_told_and_the_rest_is_there() throws SQLException {
        var unloaded = shadow.run(List.of(), database -> {
            try (var connection = TestDatabases.create()) {
                TestDatabases.execute(connection, """
                        CREATE EXTENSION postgres_fdw;
                        CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw;
                        CREATE FOREIGN TABLE far (a int) SERVER away;
                        CREATE TABLE near (a int);
                        CREATE VIEW of_far AS SELECT a FROM far;
                        CREATE FUNCTION sure() RETURNS int LEAKPROOF LANGUAGE sql AS 'SELECT 1';
                        """);
                var list = SchemaLoader.load(Capture.of(connection), database);
                var there = SchemaSource.captured(database);
                assertTrue(there.fact(Kind.TABLE, "public", "near").isPresent());
                assertTrue(there.fact(Kind.ROUTINE, "public", "sure()").isPresent());
                return list;
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        });
        assertTrue(unloaded.stream().map(Unloaded::key).anyMatch(key -> key.kind() == Kind.EXTENSION));
        assertTrue(unloaded.stream()
                .anyMatch(fact ->
                        fact.key().kind() == Kind.VIEW && fact.sqlState().equals("42P01")));
        assertTrue(unloaded.stream()
                .anyMatch(fact ->
                        fact.key().kind() == Kind.ROUTINE && fact.sqlState().equals("42501")));
    }
}
