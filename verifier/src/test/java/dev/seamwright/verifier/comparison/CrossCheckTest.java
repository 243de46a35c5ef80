package dev.seamwright.verifier.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrossCheckTest {
    private static final Path CASES = Path.of("src/test/resources/cross-check");

    private static final Path DOCUMENTATION = Path.of("../docs/cross-check.md");

    static Stream<Path> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void it_finds_what_the_folder_shows(Path folder) throws IOException {
        var found = text(check(folder));
        var expected = folder.resolve("expected.txt");
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(expected, found);
        }
        assertEquals(Files.readString(expected), found);
    }

    @Test
    void each_rule_is_shown_by_a_folder() throws IOException {
        var shown = new HashSet<String>();
        for (var folder : cases().toList()) {
            check(folder).findings().forEach(finding -> shown.add(finding.rule().id()));
        }
        var all = CrossCheckRules.ALL.stream().map(Rule::id).collect(Collectors.toSet());
        assertEquals(all, shown);
        assertEquals(all.size(), CrossCheckRules.ALL.size());
    }

    @Test
    void the_rules_are_listed_in_the_documentation() throws IOException {
        var list = CrossCheckRules.ALL.stream()
                .map(rule ->
                        "| `%s` | %s | %s %s |".formatted(rule.id(), rule.title(), rule.rationale(), rule.remedy()))
                .collect(Collectors.joining(
                        "\n", "| rule | what it finds | why, and what to do |\n|---|---|---|\n", "\n"));
        var text = Files.readString(DOCUMENTATION);
        var from = text.indexOf("| rule |");
        var to = text.indexOf("\n\n", from) + 1;
        if ("update".equals(System.getProperty("golden"))) {
            text = text.substring(0, from) + list + text.substring(to);
            Files.writeString(DOCUMENTATION, text);
            to = from + list.length();
        }
        assertEquals(list, text.substring(from, to));
    }

    @Test
    void an_example_is_all_that_other_tools_ask_for() throws IOException {
        var folder = CASES.resolve("matcher-narrower-than-the-schema");
        var lenient = new CrossCheck(document(folder), Strength.EXAMPLE).check(pact(folder));
        assertEquals(CrossCheckResult.Verdict.PASS, lenient.verdict());
        assertTrue(lenient.findings().stream()
                .anyMatch(finding -> finding.rule().equals(CrossCheckRules.MATCHER_NOT_KEPT)));
    }

    private static CrossCheckResult check(Path folder) throws IOException {
        var strength = Strength.DEFAULT;
        if (Files.exists(folder.resolve("strength.txt"))) {
            var word = Files.readString(folder.resolve("strength.txt")).strip();
            strength = Arrays.stream(Strength.values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElseThrow();
        }
        return new CrossCheck(document(folder), strength).check(pact(folder));
    }

    private static OpenApiDocument document(Path folder) throws IOException {
        return OpenApiDocument.parse(Files.readAllBytes(folder.resolve("openapi.json")));
    }

    private static Pact pact(Path folder) throws IOException {
        return Pact.parse(Files.readAllBytes(folder.resolve("pact.json")));
    }

    private static String text(CrossCheckResult result) {
        var text = new StringJoiner("\n", "", "\n");
        text.add("%s, %d of %d".formatted(result.verdict().word(), result.checked(), result.interactions()));
        for (var finding : result.findings()) {
            text.add("");
            text.add("%s %s %s".formatted(finding.level().word(), finding.rule().id(), finding.interaction()));
            text.add("  " + finding.message());
            text.add("  pact: " + finding.pactPointer());
            text.add("  document: " + finding.documentPlace());
            if (finding.witness() != null) {
                text.add("  witness: " + finding.witness());
            }
        }
        return text.toString();
    }
}
