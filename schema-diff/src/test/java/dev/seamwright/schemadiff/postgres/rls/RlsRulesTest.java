package dev.seamwright.schemadiff.postgres.rls;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
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

    static Stream<String> ids() {
        return RlsFixture.ids();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_rule_finds_its_leak_and_not_the_safe_twin(String id) {
        var fixture = RlsFixture.of(id);
        var leak = new RlsReview(shadow).review(fixture.question("leak"));
        var safe = new RlsReview(shadow).review(fixture.question("safe"));
        assertAll(
                () -> assertEquals(fixture.verdict("leak"), verdict(leak), () -> leak.toString()),
                () -> assertTrue(finds(leak, id), () -> leak.toString()),
                () -> assertEquals(fixture.verdict("safe"), verdict(safe), () -> safe.toString()),
                () -> assertFalse(finds(safe, id), () -> safe.toString()));
        for (var item : leak.findings()) {
            assertTrue(
                    !item.proved()
                            || item.finding().level() == Level.UNDECIDED
                            || !item.finding().witness().isEmpty(),
                    "what is proved has a script");
        }
    }

    private static String verdict(Review review) {
        return review.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static boolean finds(Review review, String id) {
        return review.findings().stream()
                .anyMatch(item -> item.finding().rule().id().equals(id));
    }

    @Test
    void every_rule_has_an_id_of_its_own_and_a_folder_and_every_folder_a_rule() throws IOException {
        var ids = ids().toList();
        assertEquals(ids.size(), new HashSet<>(ids).size());
        try (var folders = Files.list(RlsFixture.FOLDERS)) {
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
