package dev.seamwright.schemadiff.postgres.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaDiffTest {
    private static final Path CASES = Path.of("src/test/resources/diff");
    private static final Map<Path, DatabaseSchema> AFTER = new HashMap<>();

    static Stream<Path> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_change_of_each_kind_is_told_as_expected(Path folder) throws Exception {
        var before = capture(Files.readString(folder.resolve("before.sql")));
        var after = captureAfter(folder);
        var told = text(SchemaDiff.between(before, after));
        var expected = folder.resolve("expected.txt");
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(expected, told);
        }
        assertEquals(Files.readString(expected), told);
        assertNotEquals(before.hash(), after.hash());

        var back = SchemaDiff.between(after, before);
        assertEquals(
                SchemaDiff.between(before, after).changes().stream()
                        .map(SchemaDiffTest::mirrored)
                        .toList(),
                back.changes());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_same_statements_in_two_databases_make_the_same_schema(Path folder) throws Exception {
        var one = captureAfter(folder);
        var other = capture(Files.readString(folder.resolve("after.sql")));
        assertEquals(one.hash(), other.hash());
        assertEquals(one.facts(), other.facts());
        assertTrue(SchemaDiff.between(one, other).isEmpty());
    }

    @Test
    void every_kind_of_fact_is_in_some_case() throws Exception {
        var seen = new HashSet<Kind>();
        for (var folder : cases().toList()) {
            captureAfter(folder).facts().forEach(fact -> seen.add(fact.key().kind()));
        }
        // needs a library that provides labels, or C functions
        var unseen = List.of(
                Kind.SECURITY_LABEL,
                Kind.TRANSFORM,
                Kind.ACCESS_METHOD,
                Kind.TEXT_SEARCH_PARSER,
                Kind.TEXT_SEARCH_TEMPLATE);
        assertEquals(
                Stream.of(Kind.values()).filter(kind -> !unseen.contains(kind)).collect(Collectors.toSet()), seen);
    }

    @Test
    void a_dropped_column_leaves_nothing_behind() throws Exception {
        var plain = capture("CREATE TABLE t (a int, c text DEFAULT 'x' CHECK (c <> ''), UNIQUE (c, a))");
        var withHole = capture("""
                CREATE TABLE t (a int, b int, c text DEFAULT 'x' CHECK (c <> ''), UNIQUE (c, a));
                ALTER TABLE t DROP COLUMN b
                """);
        assertEquals(plain.hash(), withHole.hash());
        assertNotEquals(plain.objectIds(), withHole.objectIds());
    }

    @Test
    void a_column_added_at_the_end_or_dropped_is_no_change_of_order_but_one_moved_is() throws Exception {
        var before = capture("CREATE TABLE t (a int, b int)");
        assertEquals(
                List.of(new Fact.Key(Kind.COLUMN, List.of("public", "t", "c"))),
                keys(SchemaDiff.between(before, capture("CREATE TABLE t (a int, b int, c int)"))));
        assertEquals(
                List.of(new Fact.Key(Kind.COLUMN, List.of("public", "t", "a"))),
                keys(SchemaDiff.between(before, capture("CREATE TABLE t (b int)"))));
        assertEquals(
                List.of(new Fact.Key(Kind.COLUMN_ORDER, List.of("public", "t"))),
                keys(SchemaDiff.between(before, capture("CREATE TABLE t (b int, a int)"))));
    }

    @Test
    void what_was_renamed_in_one_database_is_a_candidate_and_still_removed_and_added() throws Exception {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(
                    connection,
                    "CREATE TABLE t (a int, b int); CREATE TABLE u (x int); CREATE VIEW w AS SELECT 1 AS one");
            var before = Capture.of(connection);
            TestDatabases.execute(
                    connection, "ALTER TABLE t RENAME a TO z; ALTER TABLE u RENAME TO v; ALTER VIEW w RENAME TO y");
            var diff = SchemaDiff.between(before, Capture.of(connection));
            assertEquals(
                    List.of(
                            new RenameCandidate(
                                    new Fact.Key(Kind.COLUMN, List.of("public", "t", "a")),
                                    new Fact.Key(Kind.COLUMN, List.of("public", "t", "z"))),
                            new RenameCandidate(
                                    new Fact.Key(Kind.TABLE, List.of("public", "u")),
                                    new Fact.Key(Kind.TABLE, List.of("public", "v"))),
                            new RenameCandidate(
                                    new Fact.Key(Kind.VIEW, List.of("public", "w")),
                                    new Fact.Key(Kind.VIEW, List.of("public", "y")))),
                    diff.renames());
            assertTrue(keys(diff).contains(new Fact.Key(Kind.COLUMN, List.of("public", "t", "a"))));
        }
    }

    @Test
    void object_ids_of_another_database_are_no_evidence() throws Exception {
        var diff = SchemaDiff.between(capture("CREATE TABLE t (a int)"), capture("CREATE TABLE u (a int)"));
        assertFalse(diff.isEmpty());
        assertEquals(List.of(), diff.renames());
    }

    /** Captured once for all tests: each database costs a tenth of a second. */
    private static DatabaseSchema captureAfter(Path folder) throws IOException, SQLException {
        var captured = AFTER.get(folder);
        if (captured == null) {
            captured = capture(Files.readString(folder.resolve("after.sql")));
            AFTER.put(folder, captured);
        }
        return captured;
    }

    private static DatabaseSchema capture(String sql) throws SQLException {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, sql);
            return Capture.of(connection);
        }
    }

    private static List<Fact.Key> keys(SchemaDiff diff) {
        return diff.changes().stream().map(SchemaChange::key).toList();
    }

    private static SchemaChange mirrored(SchemaChange change) {
        return switch (change) {
            case SchemaChange.Added added -> new SchemaChange.Removed(added.fact());
            case SchemaChange.Removed removed -> new SchemaChange.Added(removed.fact());
            case SchemaChange.Changed changed ->
                new SchemaChange.Changed(/* before= */ changed.after(), /* after= */ changed.before());
        };
    }

    private static String text(SchemaDiff diff) {
        return diff.changes().stream().map(SchemaDiffTest::text).collect(Collectors.joining());
    }

    private static String text(SchemaChange change) {
        var subject = "%s %s"
                .formatted(
                        change.key().kind().label(),
                        String.join(" ", change.key().identity()));
        return switch (change) {
            case SchemaChange.Added added ->
                "+ %s\n    %s\n".formatted(subject, added.fact().payload());
            case SchemaChange.Removed removed ->
                "- %s\n    %s\n".formatted(subject, removed.fact().payload());
            case SchemaChange.Changed changed ->
                "~ %s\n".formatted(subject)
                        + changed.differences().entrySet().stream()
                                .map(member -> "    %s: %s -> %s\n"
                                        .formatted(
                                                member.getKey(),
                                                value(member.getValue().before()),
                                                value(member.getValue().after())))
                                .collect(Collectors.joining());
        };
    }

    private static String value(@Nullable Object json) {
        return json == null ? "default" : json.toString();
    }
}
