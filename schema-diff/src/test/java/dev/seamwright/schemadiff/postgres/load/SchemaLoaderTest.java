package dev.seamwright.schemadiff.postgres.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaLoaderTest {
    private static final String ROLES = "case_app, case_reader, case_writer";

    static Stream<Path> schemas() throws IOException {
        try (var changes = Files.walk(Path.of("src/test/resources/diff"));
                var rich = Files.list(Path.of("src/test/resources/load"))) {
            return Stream.concat(changes, rich)
                    .filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @BeforeAll
    static void createRoles() throws SQLException {
        try (var connection = TestDatabases.create()) {
            for (var role : ROLES.split(", ", -1)) {
                TestDatabases.execute(connection, "CREATE ROLE " + role);
            }
        }
    }

    @AfterAll
    static void dropRoles() throws SQLException {
        try (var connection = TestDatabases.create()) {
            for (var database : names(
                    connection,
                    "SELECT d.datname FROM pg_database d WHERE EXISTS (SELECT FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid"
                            + " WHERE s.dbid = d.oid AND r.rolname LIKE 'case\\_%')")) {
                TestDatabases.execute(connection, "DROP DATABASE " + database + " WITH (FORCE)");
            }
            TestDatabases.execute(connection, "DROP ROLE " + ROLES);
        }
    }

    private static List<String> names(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private static DatabaseSchema captured(String sql) throws SQLException {
        try (var connection = TestDatabases.create()) {
            Script.parse("schema", sql).execute(connection);
            TestDatabases.execute(connection, "RESET ROLE");
            return Capture.of(connection);
        }
    }

    private static DatabaseSchema only(DatabaseSchema schema, Predicate<Fact.Key> wanted) {
        return new DatabaseSchema(
                schema.origin(),
                schema.facts().stream().filter(fact -> wanted.test(fact.key())).toList(),
                Map.of(),
                schema.unmodelled(),
                schema.extensionMembers());
    }

    private static void assertLoadsAs(DatabaseSchema expected, DatabaseSchema loaded) throws SQLException {
        try (var connection = TestDatabases.create()) {
            assertEquals(List.of(), SchemaLoader.load(loaded, connection));
            var actual = Capture.of(connection);
            assertEquals(List.of(), SchemaDiff.between(expected, actual).changes());
            assertEquals(expected.hash(), actual.hash());
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void a_stored_schema_becomes_a_database_with_the_same_hash(Path file) throws Exception {
        var schema = captured(Files.readString(file));
        assertLoadsAs(schema, schema);
    }

    @Test
    void the_order_of_creation_helps_and_is_not_needed() throws Exception {
        for (var name : List.of("dependencies", "partitions")) {
            var schema = captured(Files.readString(Path.of("src/test/resources/load/" + name + ".sql")));
            assertLoadsAs(schema, only(schema, key -> true));
        }
    }

    @Test
    void what_a_new_database_has_and_the_schema_has_not_is_removed() throws Exception {
        var schema = captured("DROP SCHEMA public; DROP EXTENSION plpgsql; CREATE SCHEMA s; CREATE TABLE s.t (a int)");
        assertLoadsAs(schema, schema);
    }

    @Test
    void a_part_of_a_schema_gets_the_schemas_that_it_needs_and_leaves_the_rest_alone() throws Exception {
        var schema = captured("""
                CREATE SCHEMA s;
                CREATE TABLE s.private (id int PRIMARY KEY);
                CREATE TABLE s.t (id int REFERENCES s.private, secret text, b text);
                CREATE VIEW s.v AS SELECT b FROM s.t;
                CREATE VIEW s.w AS SELECT id FROM s.private;
                """);
        var part = only(
                schema,
                key -> key.kind().depth() == 2
                        && !key.identity().get(1).equals("private")
                        && !key.identity().getLast().equals("secret"));
        try (var connection = TestDatabases.create()) {
            var unloaded = SchemaLoader.loadPart(part, connection);
            assertEquals(
                    List.of(List.of("s", "t", "t_id_fkey"), List.of("s", "w")),
                    unloaded.stream()
                            .map(fact -> fact.key().identity())
                            .sorted((a, b) -> b.size() - a.size())
                            .toList());
            assertEquals(
                    List.of("42P01", "42P01"),
                    unloaded.stream().map(Unloaded::sqlState).toList());
            var loaded = Capture.of(connection);
            assertTrue(loaded.fact(Kind.SCHEMA, "public").isPresent());
            assertTrue(loaded.fact(Kind.COLUMN, "s", "t", "b").isPresent());
            assertTrue(loaded.fact(Kind.COLUMN, "s", "t", "secret").isEmpty());
            assertEquals(part.fact(Kind.VIEW, "s", "v"), loaded.fact(Kind.VIEW, "s", "v"));
        }
    }

    @Test
    void the_session_is_left_as_it_was() throws Exception {
        var schema = captured("CREATE TABLE t (a int)");
        try (var connection = TestDatabases.create()) {
            SchemaLoader.load(schema, connection);
            assertEquals(List.of("\"$user\", public"), names(connection, "SHOW search_path"));
            assertEquals(List.of("on"), names(connection, "SHOW check_function_bodies"));
            assertEquals(List.of(), names(connection, "SELECT proname FROM pg_proc WHERE proname = 'seamwright_load'"));
        }
    }

    @Test
    void an_extension_of_a_version_that_is_not_there_is_made_in_another_and_told() throws Exception {
        var schema = captured("CREATE EXTENSION hstore; CREATE TABLE t (a hstore)");
        var older = new DatabaseSchema(
                schema.origin(),
                schema.facts().stream()
                        .map(fact -> fact.key().kind() == Kind.EXTENSION
                                ? new Fact(fact.key(), fact.payload().replaceFirst("}$", ",\"version\":\"0.1\"}"))
                                : fact)
                        .filter(fact -> !fact.key().identity().equals(List.of("plpgsql")))
                        .toList(),
                schema.objectIds(),
                schema.unmodelled(),
                schema.extensionMembers());
        try (var connection = TestDatabases.create()) {
            var unloaded = SchemaLoader.loadPart(older, connection);
            assertEquals(
                    List.of(List.of("hstore")),
                    unloaded.stream().map(fact -> fact.key().identity()).toList());
            assertTrue(
                    Capture.of(connection).fact(Kind.COLUMN, "public", "t", "a").isPresent());
        }
    }

    @Test
    void what_no_statement_can_make_is_told() throws Exception {
        var schema = captured("""
                CREATE SUBSCRIPTION of_none CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
                """);
        var enabled = new DatabaseSchema(
                schema.origin(),
                schema.facts().stream()
                        .map(fact ->
                                new Fact(fact.key(), fact.payload().replace("\"enabled\":false", "\"enabled\":true")))
                        .toList(),
                schema.objectIds(),
                schema.unmodelled(),
                schema.extensionMembers());
        try (var connection = TestDatabases.create()) {
            assertEquals(
                    List.of(Unloaded.IMPOSSIBLE),
                    SchemaLoader.load(enabled, connection).stream()
                            .map(Unloaded::sqlState)
                            .toList());
        }
    }
}
