package dev.seamwright.schemadiff.postgres.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import dev.seamwright.schemadiff.postgres.rules.SchemaRule.Mirror;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaRulesTest {
    private static final Path CASES = Path.of("src/test/resources/rules");

    static Stream<Path> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    @BeforeAll
    static void a_role_that_cases_grant_to() throws SQLException {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, "CREATE ROLE rules_reader");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_change_of_each_kind_is_judged_as_expected(Path folder) throws Exception {
        var before = Files.readString(folder.resolve("before.sql"));
        var after = Files.readString(folder.resolve("after.sql"));
        var review = review(before, after);
        var told = json(review);
        var expected = folder.resolve("expected.json");
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(expected, told);
        }
        assertEquals(Files.readString(expected), told);

        var rule = folder.getFileName().toString();
        var found = review.findings().stream()
                .filter(finding -> finding.finding().rule().id().equals(rule))
                .toList();
        assertFalse(found.isEmpty(), "the rule finds nothing in its own case");
        var claimed = SchemaRules.entries().stream()
                .filter(entry -> entry.rule().id().equals(rule))
                .findFirst()
                .map(SchemaRule::level)
                .orElse(Level.UNDECIDED);
        assertEquals(claimed, found.getFirst().finding().level(), "a level that the case does not show");
        assertEquals(
                claimed == Level.BREAKING, !found.getFirst().finding().witness().isEmpty());
        assertEquals(List.of(), unjudged(review));
    }

    /** Changes without a finding that follow from no change that has one. */
    private static List<SchemaChange> unjudged(SchemaReview review) {
        var judged = new HashSet<SchemaChange>();
        review.findings().forEach(found -> {
            if (found.change() != null) {
                judged.add(found.change());
            }
        });
        return review.diff().changes().stream()
                .filter(change -> !judged.contains(change))
                .filter(change -> judged.stream()
                        .map(other -> other.key().identity())
                        .noneMatch(names ->
                                !names.isEmpty() && change.key().identity().containsAll(names)))
                .toList();
    }

    @Test
    void ids_are_unique_each_has_its_case_and_each_case_its_rule() throws Exception {
        var ids = SchemaRules.all().stream().map(Rule::id).toList();
        assertEquals(ids.size(), new HashSet<>(ids).size());
        var folders = new TreeSet<String>();
        cases().forEach(folder -> folders.add(folder.getFileName().toString()));
        assertEquals(new TreeSet<>(ids), folders);
    }

    @Test
    void the_mirror_of_a_rule_is_a_rule_or_its_absence_is_explained() {
        var ids = SchemaRules.all().stream().map(Rule::id).collect(Collectors.toSet());
        var wrong = new ArrayList<String>();
        for (var entry : SchemaRules.entries()) {
            switch (entry.mirror()) {
                case Mirror.OtherRule other
                when !ids.contains(other.id()) -> wrong.add(entry.rule().id() + " → " + other.id());
                case Mirror.Absent absent
                when absent.reason().isBlank() -> wrong.add(entry.rule().id());
                default -> {}
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void names_in_a_remedy_are_all_filled_in() throws Exception {
        for (var folder : cases().toList()) {
            var text = Files.readString(folder.resolve("expected.json"));
            assertFalse(
                    text.matches("(?s).*\\{(relation|schema|name|\\d|old\\.[a-z]+|new\\.[a-z]+)}.*"),
                    folder.toString());
        }
    }

    @Test
    void a_break_that_no_statement_shows_is_a_risk() throws Exception {
        var review = review(
                "CREATE TABLE t (c text CHECK (c <> 'never tried'))",
                "CREATE TABLE t (c text CHECK (c <> 'never tried' AND c <> 'nor this'))");
        var finding = review.findings().getFirst().finding();
        assertEquals("check-changed", finding.rule().id());
        assertEquals(Level.RISKY, finding.level());
        assertTrue(finding.message().endsWith("No statement was found that worked before and fails after."));
    }

    @Test
    void what_failed_before_as_well_is_no_witness() throws Exception {
        // the insert lacks a value that the table needs on both sides
        var review = review(
                "CREATE TABLE t (a pg_lsn NOT NULL, b int)", "CREATE TABLE t (a pg_lsn NOT NULL, b int NOT NULL)");
        assertEquals(Level.RISKY, review.level().orElseThrow());
    }

    @Test
    void the_columns_of_a_dropped_table_are_no_findings_of_their_own() throws Exception {
        var review = review(
                "CREATE TABLE t (a int PRIMARY KEY, b text UNIQUE); GRANT SELECT ON t TO rules_reader", "SELECT 1");
        assertEquals(
                List.of("table-removed"),
                review.findings().stream()
                        .map(finding -> finding.finding().rule().id())
                        .toList());
    }

    @Test
    void a_valid_check_spares_the_scan_of_set_not_null() throws Exception {
        var table = "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT known CHECK (a IS NOT NULL)%s";
        var scan = review(
                table.formatted(" NOT VALID"), table.formatted(" NOT VALID") + "; ALTER TABLE t ALTER a SET NOT NULL");
        var none = review(table.formatted(""), table.formatted("") + "; ALTER TABLE t ALTER a SET NOT NULL");
        assertEquals(Work.SCAN, scan.findings().getFirst().axes().work());
        assertEquals(Work.CATALOG, none.findings().getFirst().axes().work());
    }

    private static SchemaReview review(String before, String after) throws SQLException {
        try (var old = TestDatabases.create();
                var current = TestDatabases.create()) {
            var draft = SchemaReview.Draft.of(capture(old, before), capture(current, after))
                    .tryAfter(current);
            return draft.hasFailures() ? draft.tryBefore(old) : draft.withoutWitness();
        }
    }

    private static DatabaseSchema capture(Connection connection, String sql) throws SQLException {
        TestDatabases.execute(connection, sql);
        return Capture.of(connection);
    }

    private static String json(SchemaReview review) throws IOException {
        var json = Json.mapper().createArrayNode();
        review.findings().forEach(found -> put(json, found));
        return Json.mapper().writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json) + "\n";
    }

    private static void put(ArrayNode json, SchemaFinding found) {
        var finding = found.finding();
        var item = json.addObject()
                .put("rule", finding.rule().id())
                .put("level", finding.level().word())
                .put("subject", finding.subject())
                .put("message", finding.message())
                .put("remedy", finding.remedy());
        finding.witness().forEach(item.putArray("witness")::add);
        put(item.putObject("axes"), found.axes());
    }

    private static void put(ObjectNode item, Axes axes) {
        item.put("lock", axes.lock().mode())
                .put("work", axes.work().word())
                .put("readers", axes.readers().word())
                .put("prepared", axes.prepared().word());
        var writers = item.putArray("writers");
        axes.writers().forEach(writer -> writers.add(writer.word()));
        item.put("meaning", axes.meaning().word())
                .put("access", axes.access().word())
                .put("dataLost", axes.dataLost().word())
                .put("oldConsumerFails", axes.oldConsumerFails().word())
                .put("newConsumerFails", axes.newConsumerFails().word());
    }
}
