package dev.seamwright.schemadiff.openapi.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiRulesTest {
    private static final Path CASES = Path.of("src/test/resources/openapi/rules");
    private static final Set<String> CODEGEN_ALONE =
            Set.of("parameter-order-changed", "schema-title-changed", "enum-names-changed");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

    static Stream<String> rules() {
        return OpenApiRules.all().stream().map(Rule::id);
    }

    private static OpenApiReview review(Path folder) throws IOException {
        return OpenApiReview.of(
                OpenApiDocument.parse(Files.readAllBytes(folder.resolve("before.yaml"))),
                OpenApiDocument.parse(Files.readAllBytes(folder.resolve("after.yaml"))),
                TODAY,
                CODEGEN_ALONE.contains(folder.getFileName().toString())
                        ? EnumSet.allOf(Dimension.class)
                        : EnumSet.of(Dimension.WIRE));
    }

    private static JsonNode json(OpenApiReview review) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (var found : review.findings()) {
            var finding = found.finding();
            var item = list.addObject()
                    .put("rule", finding.rule().id())
                    .put("level", finding.level().word())
                    .put("subject", finding.subject())
                    .put("message", finding.message());
            finding.witness().forEach(item.putArray("witness")::add);
        }
        return list;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_case_of_a_rule_is_found_by_it(String id) throws IOException {
        var folder = CASES.resolve(id);
        var review = review(folder);
        assertTrue(
                review.findings().stream()
                        .anyMatch(found -> found.finding().rule().id().equals(id)),
                () -> json(review).toPrettyString());
        var expected = folder.resolve("expected.json");
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(expected, json(review).toPrettyString() + "\n");
        }
        assertEquals(Json.mapper().readTree(Files.readString(expected)), json(review));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void what_breaks_has_a_witness(String id) throws IOException {
        for (var found : review(CASES.resolve(id)).findings()) {
            if (found.finding().level() == Level.BREAKING && found.dimension() == Dimension.WIRE) {
                assertFalse(found.finding().witness().isEmpty(), found.finding().message());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_document_is_identical_to_itself(String id) throws IOException {
        for (var side : new String[] {"before.yaml", "after.yaml"}) {
            var document =
                    OpenApiDocument.parse(Files.readAllBytes(CASES.resolve(id).resolve(side)));
            assertEquals(
                    "identical", OpenApiReview.of(document, document, TODAY).verdict(), side);
        }
    }

    @Test
    void every_case_belongs_to_a_rule() throws IOException {
        try (var folders = Files.list(CASES)) {
            assertEquals(
                    rules().collect(Collectors.toSet()),
                    folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void a_deprecated_operation_stays_until_its_sunset() {
        var before = OpenApiDocument.parse("""
                openapi: 3.1.0
                info: { title: orders, version: "1" }
                paths:
                  /old:
                    get: { deprecated: true, x-sunset: "2027-01-01", responses: { "204": { description: done } } }
                """.getBytes(StandardCharsets.UTF_8));
        var after = OpenApiDocument.parse("openapi: 3.1.0\ninfo: { title: orders, version: \"2\" }\npaths: {}\n"
                .getBytes(StandardCharsets.UTF_8));
        assertEquals("breaking", OpenApiReview.of(before, after, TODAY).verdict());
        assertEquals(
                "safe",
                OpenApiReview.of(before, after, LocalDate.of(2027, 1, 1)).verdict());
    }

    private static OpenApiDocument answering(String schema) {
        return OpenApiDocument.parse("""
                openapi: 3.1.0
                info: { title: orders, version: "1" }
                paths:
                  /orders:
                    get:
                      responses:
                        "200":
                          description: found
                          content: { application/json: { schema: SCHEMA } }
                """.replace("SCHEMA", schema).getBytes(StandardCharsets.UTF_8));
    }

    private static OpenApiFinding only(OpenApiDocument before, OpenApiDocument after) {
        var review = OpenApiReview.of(before, after, TODAY);
        assertEquals(1, review.findings().size(), () -> json(review).toPrettyString());
        return review.findings().getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "old: { type: string }                                             | response-property-removed                   ",
                "old: { type: string, deprecated: true }                           | response-property-removed-after-deprecation ",
                "old: { type: string, deprecated: true, x-sunset: '2026-11-25' }   | response-property-removed-after-deprecation ",
                "old: { type: string, deprecated: true, x-sunset: '2026-11-26' }   | response-property-removed                   ",
                "old: { type: string, deprecated: true, x-sunset: soon }           | response-property-removed                   ",
                "old: { allOf: [{ type: string }, { deprecated: true }] }          | response-property-removed-after-deprecation ",
                "deprecated since: { type: string }                                | response-property-removed                   "
            })
    void a_property_of_an_answer_goes_as_it_was_announced(String property, String rule) {
        var found = only(
                answering("{ type: object, properties: { id: { type: string }, %s } }".formatted(property)),
                answering("{ type: object, properties: { id: { type: string } } }"));
        assertEquals(rule, found.finding().rule().id());
        assertEquals(
                rule.endsWith("deprecation") ? Level.SAFE : Level.RISKY,
                found.finding().level());
    }

    @Test
    void a_required_property_that_was_deprecated_is_still_a_promise() {
        var review = OpenApiReview.of(
                answering("{ type: object, required: [old], properties: { old: { type: string, deprecated: true } } }"),
                answering("{ type: object }"),
                TODAY);
        assertEquals("breaking", review.verdict());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dependentSchemas: { id: { properties: { old: { type: string } } } }",
                "if: { required: [id] }, then: { properties: { old: { type: string } } }",
                "if: { required: [id] }, else: { properties: { old: { type: string } } }"
            })
    void a_property_that_was_declared_under_a_condition_is_missed_as_any_other(String condition) {
        var was = answering("{ type: object, properties: { id: { type: string } }, %s }".formatted(condition));
        var is = answering("{ type: object, properties: { id: { type: string } } }");
        assertEquals("response-property-removed", only(was, is).finding().rule().id());
        assertEquals("safe", OpenApiReview.of(is, was, TODAY).verdict());
    }

    private static OpenApiDocument promising(String stability) {
        return OpenApiDocument.parse("""
                openapi: 3.1.0
                info: { title: orders, version: "1" }
                paths:
                  /orders:
                    get: { SAID responses: { "204": { description: none } } }
                """.replace("SAID", stability).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "x-stability: stable,       | x-stability: beta,         | stability-lowered ",
                "x-stability: beta,         | x-stability-level: alpha,  | stability-lowered ",
                "none                       | x-beta-api: true,          | stability-lowered ",
                "none                       | x-stability-level: draft,  | stability-lowered ",
                "none                       | x-stability: stable,       | stability-changed ",
                "x-beta-api: true,          | none                       | stability-changed ",
                "x-stability: alpha,        | x-stability: beta,         | stability-changed ",
                "x-stability: experimental, | x-stability: beta,         | stability-changed "
            })
    void less_that_is_promised_is_told_apart_from_more(@Nullable String was, @Nullable String is, String rule) {
        var found = only(promising(Objects.toString(was, "")), promising(Objects.toString(is, "")));
        assertEquals(rule, found.finding().rule().id());
        assertEquals(
                rule.equals("stability-lowered") ? Level.RISKY : Level.SAFE,
                found.finding().level());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "operation-id-changed",
                "component-removed",
                "parameter-order-changed",
                "schema-title-changed",
                "enum-names-changed"
            })
    void what_generators_of_code_alone_see_never_counts_on_the_wire(String id) throws IOException {
        var folder = CASES.resolve(id);
        var before = OpenApiDocument.parse(Files.readAllBytes(folder.resolve("before.yaml")));
        var after = OpenApiDocument.parse(Files.readAllBytes(folder.resolve("after.yaml")));
        var both = OpenApiReview.of(before, after, TODAY, EnumSet.allOf(Dimension.class));
        assertEquals("safe", both.verdict());
        assertTrue(both.level(Dimension.CODEGEN).orElseThrow().compareTo(Level.RISKY) <= 0);
        assertTrue(Set.of("safe", "identical")
                .contains(OpenApiReview.of(before, after, TODAY).verdict()));
    }
}
