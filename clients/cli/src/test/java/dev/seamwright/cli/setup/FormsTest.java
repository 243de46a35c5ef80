package dev.seamwright.cli.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts as YAML, fingerprints, and words that somebody may have meant. */
class FormsTest {
    private static final String LETTERS = "aZ09 -_:#'\"\\,[]{}&*!|>%@`~?\n\t\u0085\u2028\u00e4\ufeff./=<";

    private static void assertReadsAsItself(String text) {
        var yaml = "k: " + YamlText.text(text) + "\nl: [" + YamlText.text(text) + "]\n";
        var read = OpenApiDocument.tree(yaml.getBytes(StandardCharsets.UTF_8));
        assertEquals(text, read.get("k").orElseThrow().text().orElse("no text"), yaml);
        assertEquals(
                text, read.get("l").orElseThrow().get("0").orElseThrow().text().orElse("no text"), yaml);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "true",
                "No",
                "null",
                "~",
                "1",
                "0x10",
                "0o7",
                "1e3",
                ".inf",
                "- a",
                "a: b",
                "a #b",
                "é",
                "😀",
                "${stored}"
            })
    void a_text_that_could_be_something_else_is_in_quotes(String text) {
        assertReadsAsItself(text);
    }

    @Test
    void any_text_reads_as_itself() {
        var random = new Random(20261126);
        for (var i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            for (var length = random.nextInt(12); length > 0; length--) {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            assertReadsAsItself(text.toString());
        }
    }

    @Test
    void a_value_of_any_form_reads_as_itself() {
        var json = """
                {"a b":[1,2.50,null,true,{"yes":"no"},[]],"c":{}}""";
        var yaml = "k: " + YamlText.flow(Json.parse(json.getBytes(StandardCharsets.UTF_8))) + "\n";
        var read = OpenApiDocument.tree(yaml.getBytes(StandardCharsets.UTF_8));
        assertEquals(json, new String(Json.write(read.get("k").orElseThrow().toJson()), StandardCharsets.UTF_8));
    }

    @Test
    void a_fingerprint_tells_a_secret_and_not_what_it_is() {
        var fingerprint = Fingerprint.of("hüsh");
        assertTrue(Fingerprint.matches(fingerprint, "hüsh"));
        assertFalse(Fingerprint.matches(fingerprint, "hush"));
        assertNotEquals(fingerprint, Fingerprint.of("hüsh"), "it is salted");
        assertFalse(fingerprint.contains("hüsh"));
        for (var other : List.of(
                "", "a:b", fingerprint.replace("120000", "1"), fingerprint + "0", "pbkdf2-sha256:120000:xy:zz")) {
            assertFalse(Fingerprint.matches(other, "hüsh"), other);
        }
    }

    @Test
    void a_word_that_resembles_one_is_asked_back() {
        var known = List.of("mainBranch", "displayName", "kind");
        assertEquals("; did you mean mainBranch?", Words.meant("mainbranch", known));
        assertEquals("; did you mean mainBranch?", Words.meant("mianBranch", known));
        assertEquals("; did you mean kind?", Words.meant("knd", known));
        assertEquals("", Words.meant("owner", known));
    }

    @Test
    void a_webhook_has_the_same_id_in_each_attempt() {
        assertEquals(SetupFile.id("shop", "ci"), SetupFile.id("shop", "ci"));
        assertNotEquals(SetupFile.id("shop", "ci"), SetupFile.id("data", "ci"));
        assertTrue(SetupFile.id("shop", "c").matches("c-[0-9a-f]{16}"));
    }
}
