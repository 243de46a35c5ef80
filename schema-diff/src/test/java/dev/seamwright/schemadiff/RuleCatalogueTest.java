package dev.seamwright.schemadiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleCatalogueTest {
    private static final Path PAGES = Path.of("../docs/rules");
    private static final Path CASES = Path.of("src/test/resources/rules");
    private static final Path OPENAPI_CASES = Path.of("src/test/resources/openapi/rules");

    @Test
    void ids_are_unique_and_everything_is_said() {
        var ids = new HashSet<String>();
        for (var family : RuleCatalogue.families()) {
            for (var rule : family.rules()) {
                assertTrue(ids.add(rule.id()), rule.id());
                assertTrue(rule.id().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), rule.id());
                assertFalse(
                        rule.title().isBlank()
                                || rule.rationale().isBlank()
                                || rule.remedy().isBlank(),
                        rule.id());
            }
        }
    }

    @Test
    void the_pages_are_those_of_the_rules() throws Exception {
        var pages = pages();
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(PAGES);
            for (var page : pages.entrySet()) {
                Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
            }
        }
        try (var files = Files.list(PAGES)) {
            assertEquals(
                    pages.keySet(),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
        for (var page : pages.entrySet()) {
            assertEquals(page.getValue(), Files.readString(PAGES.resolve(page.getKey())), page.getKey());
        }
    }

    private static Map<String, String> pages() throws IOException {
        var pages = new TreeMap<String, String>();
        var index = new StringBuilder("# Rules\n\nPrinted from the rules' entries; the ids are stable.\n");
        for (var family : RuleCatalogue.families()) {
            index.append("\n## %s\n\n".formatted(family.title()));
            for (var rule : family.rules()) {
                index.append("- [%s](%s.md): %s.\n".formatted(rule.id(), rule.id(), rule.title()));
                pages.put(rule.id() + ".md", family.language().isEmpty() ? ofWords(rule) : page(rule));
            }
        }
        pages.put("README.md", index.toString());
        return pages;
    }

    private static String page(Rule rule) throws IOException {
        var text = new StringBuilder("# %s\n\n%s.\n\n%s\n".formatted(rule.id(), rule.title(), rule.rationale()));
        text.append(
                "\n## What to do\n\n```sql\n%s\n```\n".formatted(rule.remedy().strip()));
        var folder = CASES.resolve(rule.id());
        if (Files.exists(folder.resolve("expected.json"))) {
            text.append("\n## Example\n\nBefore:\n\n```sql\n%s```\n"
                    .formatted(Files.readString(folder.resolve("before.sql"))));
            text.append("\nAfter:\n\n```sql\n%s```\n".formatted(Files.readString(folder.resolve("after.sql"))));
            for (var finding :
                    Json.mapper().readTree(folder.resolve("expected.json").toFile())) {
                if (finding.path("rule").asText().equals(rule.id())) {
                    text.append(found(finding));
                    break;
                }
            }
        }
        return text.toString();
    }

    private static String ofWords(Rule rule) throws IOException {
        var text = new StringBuilder("# %s\n\n%s.\n\n%s\n".formatted(rule.id(), rule.title(), rule.rationale()));
        text.append("\n## What to do\n\n%s\n".formatted(rule.remedy()));
        var folder = OPENAPI_CASES.resolve(rule.id());
        text.append("\n## Example\n\nBefore:\n\n```yaml\n%s```\n"
                .formatted(Files.readString(folder.resolve("before.yaml"))));
        text.append("\nAfter:\n\n```yaml\n%s```\n".formatted(Files.readString(folder.resolve("after.yaml"))));
        for (var finding :
                Json.mapper().readTree(folder.resolve("expected.json").toFile())) {
            if (finding.path("rule").asText().equals(rule.id())) {
                text.append("\n%s: %s\n"
                        .formatted(
                                finding.path("level").asText(),
                                finding.path("message").asText()));
                finding.path("witness").forEach(line -> text.append("\n    ").append(line.asText()));
                text.append(finding.path("witness").isEmpty() ? "" : "\n");
                break;
            }
        }
        return text.toString();
    }

    private static String found(JsonNode finding) {
        var text = new StringBuilder("\n%s: %s\n"
                .formatted(
                        finding.path("level").asText(), finding.path("message").asText()));
        if (!finding.path("witness").isEmpty()) {
            text.append("\n```sql\n");
            finding.path("witness").forEach(line -> text.append(line.asText()).append('\n'));
            text.append("```\n");
        }
        text.append("\n| axis | |\n|---|---|\n");
        finding.path("axes")
                .properties()
                .forEach(axis -> text.append("| %s | %s |\n"
                        .formatted(
                                axis.getKey(),
                                axis.getValue().isArray()
                                        ? axis.getValue()
                                                .valueStream()
                                                .map(JsonNode::asText)
                                                .collect(Collectors.joining(", "))
                                        : axis.getValue().asText())));
        return text.toString();
    }
}
