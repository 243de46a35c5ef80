package dev.seamwright.contracts.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that are wrong, or made to do harm: refused with the place and what is wrong, without much work. */
class HostileDocumentTest {
    private static final String HEAD = "openapi: 3.1.0\npaths: {}\n";

    private static InvalidInput refused(byte[] document) {
        return assertThrows(InvalidInput.class, () -> OpenApiDocument.parse(document));
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("", "is empty"),
                Arguments.of("   \n# only a comment\n", "is empty"),
                Arguments.of("{", "line 1"),
                Arguments.of("{\"openapi\": \"3.1.0\", \"paths\": {}", "line 1"),
                Arguments.of("{\"openapi\": \"3.1.0\"} x", "line 1"),
                Arguments.of("{\"openapi\": \"3.1.0\",\n \"openapi\": \"3.1.0\"}", "twice; keep one of them (line 2"),
                Arguments.of(HEAD + "paths: {}\n", "/paths: stands here twice; keep one of them (line 3, column 1)"),
                Arguments.of("[]", "no version"),
                Arguments.of("a text", "no version"),
                Arguments.of("openapi: [3]", "no text"),
                Arguments.of("openapi: '2.0'", "versions"),
                Arguments.of("swagger: '3.0'", "versions"),
                Arguments.of(HEAD + "x-a: !!java.lang.Runtime {}\n", "tag"),
                Arguments.of(HEAD + "x-a: !include other.yaml\n", "tag"),
                Arguments.of(HEAD + "x-a: *nobody\n", "line 3"),
                Arguments.of(HEAD + "x-a: &a [*a]\n", "alias"),
                Arguments.of(HEAD + "x-a: {[1]: 2}\n", "key"),
                Arguments.of(HEAD + "x-a: .inf\n", "JSON does not have"),
                Arguments.of(HEAD + "x-a: \"\u0000\"\n", "YAML"),
                Arguments.of(HEAD + "x-a: [\n", "YAML"),
                Arguments.of(HEAD + "\tx: y\n", "YAML"),
                Arguments.of(HEAD + "---\nopenapi: 3.1.0\n", "another document"),
                Arguments.of(HEAD + "x-a: 1e999999999\n", "exponent"),
                Arguments.of(HEAD + "x-a: " + "9".repeat(200) + "\n", "digits"),
                Arguments.of("{\"openapi\":\"3.1.0\",\"x\":" + "9".repeat(200) + "}", "line 1"),
                Arguments.of("{\"openapi\":\"3.1.0\",\"x\":1e99999}", "exponent"),
                Arguments.of("{\"openapi\":\"3.1.0\",\"x\":\"\\ud800\"}", "surrogate"),
                Arguments.of(
                        "{\"openapi\":\"3.1.0\",\"x\":" + "[".repeat(101) + "]".repeat(101) + "}", "deeper than 100"),
                Arguments.of("{\"openapi\":\"3.1.0\",\"x\":" + "[".repeat(50_000), "line 1"),
                Arguments.of(HEAD + "x-a: " + "[".repeat(101) + "]".repeat(101) + "\n", "deeper than 100"),
                Arguments.of(HEAD + "x-a: " + "[".repeat(50_000), "deeper"),
                Arguments.of(HEAD + "x-a: " + "a".repeat(2_000_000) + "\n", "characters"),
                Arguments.of("{\"openapi\":\"3.1.0\",\"x\":\"" + "a".repeat(2_000_000) + "\"}", "line 1"),
                Arguments.of(HEAD + "x-a: &a [1]\nx-b: [" + "*a,".repeat(51) + "]\n", "alias too many"),
                Arguments.of(laughs(), "values"),
                Arguments.of("[" + "0,".repeat(2_100_000) + "0]", "values"));
    }

    /** Eight lists, each of nine times the one before: 43 million values if they were made. */
    private static String laughs() {
        var text = new StringBuilder(HEAD).append("x0: &x0 [a, a, a, a, a, a, a, a, a]\n");
        for (var i = 1; i < 8; i++) {
            text.append(
                    "x%d: &x%d [%s]\n".formatted(i, i, "*x%d, ".formatted(i - 1).repeat(6)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void it_is_refused_with_what_is_wrong(String document, String expected) {
        var failure = refused(document.getBytes(StandardCharsets.UTF_8));
        assertTrue(String.valueOf(failure.getMessage()).contains(expected), failure::getMessage);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void other_encodings_than_utf_8_are_refused(Charset charset) {
        refused("openapi: 3.1.0\ninfo: {title: é}\npaths: {}\n".getBytes(charset));
    }

    static Stream<Charset> encodings() {
        return Stream.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_document_cut_at_any_place_is_refused_or_read_but_never_breaks() {
        var whole = """
                {"openapi": "3.1.0", "paths": {"/x": {"get": {"responses": {"200": {"description": "é",
                 "content": {"application/json": {"schema": {"type": ["object"], "enum": [1.5e3, null, "\\u00e9"]}}}}}}}}}
                """.strip().getBytes(StandardCharsets.UTF_8);
        for (var length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void every_member_may_be_of_any_type() {
        for (var wrong :
                new String[] {"null", "1", "true", "text", "[]", "[[]]", "{}", "{a: 1}", "[null]", "{$ref: '#/'}"}) {
            for (var path : new String[] {
                "paths: %s",
                "paths: {/x: %s}",
                "paths: {/x: {get: %s}}",
                "paths: {/x: {parameters: %s}}",
                "paths: {/x: {parameters: [{name: a, in: %s}]}}",
                "paths: {/x: {get: {responses: %s}}}",
                "paths: {/x: {get: {responses: {200: %s}}}}",
                "paths: {/x: {get: {responses: {200: {content: %s, headers: %s}}}}}",
                "paths: {/x: {get: {responses: {200: {content: {a/b: {schema: %s}}}}}}}",
                "paths: {/x: {get: {requestBody: %s, callbacks: %s, security: %s, servers: %s, tags: %s}}}",
                "webhooks: %s",
                "components: %s",
                "components: {schemas: %s, securitySchemes: %s}",
                "components: {schemas: {X: {properties: %s, allOf: %s, enum: %s, required: %s, items: %s}}}",
                "components: {schemas: {X: {discriminator: %s, dependentRequired: %s, not: %s, type: %s}}}",
                "servers: %s",
                "security: %s"
            }) {
                OpenApiDocument.parse(
                        ("openapi: 3.1.0\n" + path.replace("%s", wrong)).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void references_in_circles_end() {
        var circles = """
                paths: {/x: {get: {parameters: [{$ref: '#/components/parameters/A'}], responses: {200: {$ref: '#/components/responses/A'}}}}}
                components:
                  parameters: {A: {$ref: '#/components/parameters/B'}, B: {$ref: '#/components/parameters/A'}}
                  responses: {A: {$ref: '#/components/responses/A'}}
                  schemas: {A: {$ref: '#/components/schemas/A'}, B: {allOf: [{$ref: '#/components/schemas/B'}]}}
                """;
        var document = OpenApiDocument.parse(("openapi: 3.1.0\n" + circles).getBytes(StandardCharsets.UTF_8));
        assertEquals(
                0, document.operations().findFirst().orElseThrow().parameters().size());
        assertTrue(document.notes().stream().allMatch(note -> note.kind() == Note.Kind.UNSUPPORTED));
    }

    @Test
    void a_long_chain_of_references_does_not_need_a_deep_stack() {
        var chain = IntStream.range(0, 20_000)
                .mapToObj(i -> "    S%d: {$ref: '#/components/schemas/S%d'}\n".formatted(i, i + 1))
                .collect(Collectors.joining());
        var document =
                OpenApiDocument.parse((HEAD + "components:\n  schemas:\n" + chain + "    S20000: {type: string}\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertEquals(20_001, document.schemas().size());
    }

    @Test
    void too_many_references_are_refused() {
        var fan = IntStream.range(0, 50_001)
                .mapToObj(i -> "{\"$ref\":\"#/components/schemas/S\"}")
                .collect(Collectors.joining(","));
        var failure = refused("{\"openapi\":\"3.1.0\",\"components\":{\"schemas\":{\"S\":{},\"F\":{\"anyOf\":[%s]}}}}"
                .formatted(fan)
                .getBytes(StandardCharsets.UTF_8));
        assertTrue(String.valueOf(failure.getMessage()).contains("one reference too many"), failure::getMessage);
    }
}
