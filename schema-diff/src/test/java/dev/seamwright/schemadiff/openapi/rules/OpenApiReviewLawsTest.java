package dev.seamwright.schemadiff.openapi.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rewrites that change nothing on the wire are no change, and one edit is one finding. */
class OpenApiReviewLawsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final String SHOP = """
            openapi: 3.0.3
            info: { title: shop, version: "1" }
            servers: [{ url: https://shop.example/v1 }]
            paths:
              /orders:
                get:
                  parameters:
                    - { name: state, in: query, schema: { type: string, enum: [open, closed], nullable: true } }
                    - { name: size, in: query, schema: { type: integer, minimum: 0, exclusiveMinimum: true } }
                  responses:
                    "200":
                      description: all
                      content:
                        application/json:
                          schema: { type: array, items: { $ref: "#/components/schemas/Order" } }
                    "404": { description: none }
                post:
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: { $ref: "#/components/schemas/Order" }
                  responses:
                    "201": { description: made }
            components:
              schemas:
                Order:
                  allOf:
                    - type: object
                      required: [id]
                      properties:
                        id: { type: string, maxLength: 20 }
                    - type: object
                      properties:
                        note: { type: string, nullable: true }
                        lines: { type: array, items: { $ref: "#/components/schemas/Line" } }
                Line:
                  type: object
                  properties:
                    sku: { type: string, pattern: "^[A-Z]+$" }
                    of: { $ref: "#/components/schemas/Order" }
            """;

    private static OpenApiDocument document(String text) {
        return OpenApiDocument.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void same(String other) {
        var there = OpenApiReview.of(document(SHOP), document(other), TODAY);
        assertEquals("identical", there.verdict(), () -> there.findings().toString());
        var back = OpenApiReview.of(document(other), document(SHOP), TODAY);
        assertEquals("identical", back.verdict(), () -> back.findings().toString());
    }

    @Test
    void the_same_document_as_json_is_no_change() {
        same(document(SHOP).root().toJson().toString());
    }

    @Test
    void another_order_is_no_change() {
        same(reversed(document(SHOP).root().toJson()).toString());
    }

    /** Members in another order, and lists whose order has no meaning. */
    private static JsonNode reversed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var copy = JsonNodeFactory.instance.objectNode();
            var members = new ArrayList<>(object.properties());
            Collections.reverse(members);
            members.forEach(member -> copy.set(member.getKey(), reversed(member.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode();
            IntStream.range(0, array.size())
                    .mapToObj(i -> array.get(array.size() - 1 - i))
                    .forEach(item -> copy.add(reversed(item)));
            return copy;
        }
        return node;
    }

    @Test
    void other_descriptions_and_names_of_parameters_in_paths_are_no_change() {
        same(SHOP.replace("description: made", "description: was made").replace("title: shop", "title: The shop"));
    }

    @Test
    void a_reference_that_is_inlined_harms_nobody() {
        var inlined = OpenApiReview.of(
                document(SHOP),
                document(
                        SHOP.replace(
                                "items: { $ref: \"#/components/schemas/Line\" }",
                                "items: { type: object, properties: { sku: { type: string, pattern: \"^[A-Z]+$\" }, of: { $ref: \"#/components/schemas/Order\" } } }")),
                TODAY);
        assertEquals("identical", inlined.verdict(), () -> inlined.findings().toString());
    }

    @Test
    void parts_of_all_of_that_are_merged_harm_nobody() {
        var merged = OpenApiReview.of(
                document(SHOP),
                document(SHOP.replaceFirst("(?s)Order:\n {6}allOf:.*?Line:\n", Matcher.quoteReplacement("""
                                Order:
                                      type: object
                                      required: [id]
                                      properties:
                                        id: { type: string, maxLength: 20 }
                                        note: { type: string, nullable: true }
                                        lines: { type: array, items: { $ref: "#/components/schemas/Line" } }
                                    Line:
                                """))),
                TODAY);
        assertTrue(
                merged.level().filter(level -> level != Level.SAFE).isEmpty(),
                () -> merged.findings().toString());
    }

    @Test
    void an_upgrade_of_the_dialect_is_no_change() {
        same(SHOP.replace("3.0.3", "3.1.0")
                .replace("type: string, nullable: true", "type: [string, \"null\"]")
                .replace(
                        "type: string, enum: [open, closed], nullable: true",
                        "type: [string, \"null\"], enum: [open, closed]")
                .replace("minimum: 0, exclusiveMinimum: true", "exclusiveMinimum: 0"));
    }

    @Test
    void one_edit_is_one_finding_for_each_direction_however_often_it_is_used() {
        var operations =
                IntStream.range(0, 50).mapToObj(i -> """
                          /orders/%d:
                            put:
                              requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
                              responses: { "200": { description: x, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } } }
                        """.formatted(i).indent(0)).collect(Collectors.joining());
        var many = SHOP.replace("components:\n", operations + "components:\n");
        var review = OpenApiReview.of(document(many), document(many.replace("maxLength: 20", "maxLength: 10")), TODAY);
        assertEquals(2, review.findings().size(), () -> review.findings().toString());
        assertEquals(51, review.findings().getFirst().uses().size());
        assertEquals("breaking", review.verdict());
    }
}
