package dev.seamwright.schemadiff.postgres.rls;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.Question;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule has a folder: a schema in which it finds something, and one that differs little and in which it does not. */
class RlsRulesTest {
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

    static Path folders() throws URISyntaxException {
        URI uri = Objects.requireNonNull(RlsRulesTest.class.getResource("/rls")).toURI();
        return Path.of(uri);
    }

    static Stream<String> ids() {
        return RlsRules.ALL.stream().map(Rule::id);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_rule_finds_its_leak_and_not_the_safe_twin(String id) throws IOException, URISyntaxException {
        var folder = folders().resolve(id);
        var expected = Json.parse(Files.readAllBytes(folder.resolve("expected.json")));
        var leak = review(folder, "leak", expected);
        var safe = review(folder, "safe", expected);
        assertAll(
                () -> assertEquals(expected.get("leak").asText(), verdict(leak), () -> leak.toString()),
                () -> assertTrue(finds(leak, id), () -> leak.toString()),
                () -> assertEquals(expected.get("safe").asText(), verdict(safe), () -> safe.toString()),
                () -> assertFalse(finds(safe, id), () -> safe.toString()));
        for (var item : leak.findings()) {
            assertTrue(
                    !item.proved()
                            || item.finding().level() == Level.UNDECIDED
                            || !item.finding().witness().isEmpty(),
                    "what is proved has a script");
        }
    }

    private static Review review(Path folder, String twin, JsonNode expected) throws IOException {
        return new RlsReview(shadow)
                .review(new Question(
                        Script.parse("roles", text(folder, twin, "roles.sql")),
                        List.of(Script.parse("schema", Files.readString(folder.resolve(twin + ".sql")))),
                        expected.get("role").asText(),
                        Script.parse("session", text(folder, twin, "session.sql"))));
    }

    /** The twins share roles and session, unless that is where they differ. */
    private static String text(Path folder, String twin, String file) throws IOException {
        var own = folder.resolve(twin + "-" + file);
        return Files.readString(Files.exists(own) ? own : folder.resolve(file));
    }

    private static String verdict(Review review) {
        return review.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static boolean finds(Review review, String id) {
        return review.findings().stream()
                .anyMatch(item -> item.finding().rule().id().equals(id));
    }

    @Test
    void every_rule_has_an_id_of_its_own_and_a_folder_and_every_folder_a_rule() throws IOException, URISyntaxException {
        var ids = ids().toList();
        assertEquals(ids.size(), new HashSet<>(ids).size());
        try (var folders = Files.list(folders())) {
            assertEquals(
                    ids.stream().sorted().toList(),
                    folders.map(folder -> folder.getFileName().toString())
                            .sorted()
                            .toList());
        }
        for (var rule : RlsRules.ALL) {
            assertTrue(rule.id().matches("rls-[a-z-]+"), rule.id());
            assertFalse(
                    rule.title().isBlank()
                            || rule.rationale().isBlank()
                            || rule.remedy().isBlank(),
                    rule.id());
        }
    }
}
