package dev.seamwright.schemadiff.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final Path EXPECTED = Path.of("src/test/resources/report");
    private static final Rule RULE =
            new Rule("index-created", "An index is built", "Writers <wait> & wait.", "CREATE INDEX CONCURRENTLY");
    private static final List<Reported> FINDINGS = List.of(
            reported(Level.BREAKING, "a|b\"<&>`", new Finding.Place("mig rations/1.sql", 3), null),
            reported(Level.RISKY, "Nobody can write.", new Finding.Place("1.sql", 4), "at night only"),
            reported(Level.SAFE, "Nothing.", null, null),
            reported(Level.UNDECIDED, "Who knows\u0001?", null, null));

    private static Reported reported(
            Level level, String message, Finding.@Nullable Place place, @Nullable String suppression) {
        return new Reported(
                new Finding(RULE, level, "orders", message, "CREATE INDEX\n    CONCURRENTLY;", List.of(), place),
                suppression);
    }

    private static void assertReport(String name, String report) throws IOException {
        var file = EXPECTED.resolve(name);
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(EXPECTED);
            Files.writeString(file, report);
        }
        assertEquals(Files.readString(file), report);
    }

    @Test
    void text_is_for_people() throws IOException {
        assertReport("text.txt", TextReport.of(FINDINGS));
        assertEquals("No findings.\n", TextReport.of(List.of()));
    }

    @Test
    void markdown_shows_texts_and_not_their_markup() throws IOException {
        assertReport("markdown.md", MarkdownReport.of(FINDINGS));
        assertEquals("No findings.\n", MarkdownReport.of(List.of()));
    }

    @Test
    void sarif_names_each_rule_once() throws IOException {
        var sarif = SarifReport.of(FINDINGS, "seamwright");
        assertReport(
                "sarif.json", Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(sarif) + "\n");
        assertEquals(1, sarif.at("/runs/0/tool/driver/rules").size());
    }

    @Test
    void junit_is_well_formed_whatever_the_texts() throws Exception {
        var junit = JUnitReport.of(FINDINGS, "lint", Reported::isFlagged);
        assertReport("junit.xml", junit);
        for (var xml : List.of(junit, JUnitReport.of(List.of(), "lint", Reported::isFlagged))) {
            var suite = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
            assertFalse(suite.getElementsByTagName("testcase").getLength() == 0);
        }
    }

    @Test
    void annotations_stand_at_their_lines() throws IOException {
        assertReport("github.txt", GitHubReport.of(FINDINGS));
        assertEquals("", GitHubReport.of(List.of()));
    }
}
