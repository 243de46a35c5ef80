package dev.seamwright.schemadiff.postgres.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint.File;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint.Question;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationLintTest {
    private static final Path CASES = Path.of("src/test/resources/lint");

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

    static Stream<Path> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    private static LintReport judge(String schema, String migration) {
        return judge(schema, List.of(new File("migration.sql", migration)));
    }

    private static LintReport judge(String schema, List<File> files) {
        return new MigrationLint(shadow)
                .judge(new Question(Script.parse("schema", schema), files, MigrationLint.NEWEST, false, Map.of()));
    }

    private static String text(Path file, String otherwise) throws IOException {
        return Files.exists(file) ? Files.readString(file) : otherwise;
    }

    private static LintReport judge(Path folder) throws IOException {
        var options = Json.mapper().readTree(text(folder.resolve("options.json"), "{}"));
        var rows = new HashMap<String, Long>();
        options.path("rows")
                .properties()
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue().longValue()));
        return new MigrationLint(shadow)
                .judge(new Question(
                        Script.parse("schema", text(folder.resolve("schema.sql"), "")),
                        List.of(new File("migration.sql", Files.readString(folder.resolve("migration.sql")))),
                        options.path("postgresVersion").asInt(MigrationLint.NEWEST),
                        options.path("inTransaction").asBoolean(),
                        rows));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_migration_is_judged_as_expected(Path folder) throws IOException {
        var report = judge(folder);
        var told = JsonNodeFactory.instance.objectNode();
        told.put("verdict", report.isFlagged() ? "flagged" : "clean");
        var findings = told.putArray("findings");
        LintJson.of(report)
                .get("findings")
                .forEach(finding ->
                        findings.add(((ObjectNode) finding).without(List.of("rationale", "file", "blocks"))));
        var expected = folder.resolve("expected.json");
        var pretty = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(told) + "\n";
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(expected, pretty);
        }
        assertEquals(Files.readString(expected), pretty);
    }

    @Test
    void every_rule_has_an_id_of_its_own_and_a_folder_in_which_it_is_found() throws IOException {
        var ids = new HashSet<String>();
        for (var rule : LintRules.ALL) {
            var id = rule.rule().id();
            assertTrue(ids.add(id), id);
            var expected = CASES.resolve(id).resolve("expected.json");
            assertTrue(Files.exists(expected), id);
            var found =
                    Json.mapper().readTree(expected.toFile()).get("findings").findValuesAsText("rule");
            assertTrue(found.contains(id), id);
        }
    }

    @Test
    void a_schema_that_postgresql_refuses_is_refused() {
        var refused = assertThrows(Rejected.class, () -> judge("CREATE TABLE t (id nothing)", "SELECT 1"));
        assertEquals("schema", refused.script());
    }

    @Test
    void files_are_judged_one_after_the_other_each_with_its_own_lines() {
        var report = judge(
                "CREATE TABLE t (id int)",
                List.of(
                        new File("1.sql", "CREATE TABLE made (id int);\n"),
                        new File("2.sql", "\nCREATE INDEX ON made (id);\n\nCREATE INDEX ON t (id);")));
        var flagged = report.findings().stream().filter(LintFinding::isFlagged).toList();
        assertEquals(1, flagged.size());
        assertEquals(
                new dev.seamwright.schemadiff.Finding.Place("2.sql", 4),
                flagged.getFirst().finding().place());
    }

    @Test
    void what_is_undone_was_never_made() {
        assertTrue(judge("", "BEGIN; CREATE TABLE t (id int); ROLLBACK; CREATE INDEX ON t (id);")
                .isFlagged());
        assertFalse(judge("", "BEGIN; CREATE TABLE t (id int); COMMIT; CREATE INDEX ON t (id);")
                .isFlagged());
    }

    @Test
    void a_savepoint_is_undone_and_the_transaction_goes_on() {
        assertFalse(judge("", """
                        BEGIN;
                        CREATE TABLE t (id int);
                        SAVEPOINT s;
                        CREATE TABLE u (id int);
                        ROLLBACK TO s;
                        CREATE INDEX ON t (id);
                        COMMIT;""").isFlagged());
    }

    @Test
    void what_the_schema_has_is_told_from_what_it_lacks() {
        assertEquals(1, flagged(judge("CREATE TABLE t (id int)", "DROP TABLE IF EXISTS t, u")));
        assertEquals(2, flagged(judge("", "DROP TABLE IF EXISTS t, u")));
    }

    private static long flagged(LintReport report) {
        return report.findings().stream().filter(LintFinding::isFlagged).count();
    }

    private static JsonNode only(LintReport report) {
        return LintJson.of(report).get("findings").get(0);
    }

    @Test
    void facts_are_observed_on_stand_ins_where_the_schema_is_unknown() {
        var finding = only(judge("", "SET lock_timeout = 1; ALTER TABLE a.b ADD CONSTRAINT c CHECK (d > 1)"));
        assertEquals("AccessExclusiveLock", finding.get("lock").asText());
        assertTrue(finding.get("witness").toString().contains("stand-in"));
    }
}
