package dev.seamwright.contracts.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A document in several files becomes one, in which all that was said is said, and everything still knows where it was written. */
class BundleTest {
    private static final String ROOT = """
            openapi: 3.1.0
            info: { title: shop, version: "1" }
            paths:
              /orders:
                $ref: paths/orders.yaml
              /pets/{id}:
                parameters:
                  - $ref: "parameters.json#/Id"
                get:
                  responses:
                    "200":
                      description: a pet
                      content: { application/json: { schema: { $ref: "schemas/pet.yaml" } } }
            components:
              schemas:
                Order: { $ref: schemas/order.yaml }
                pet: { type: string, description: another one }
            """;

    private static final Map<String, String> FILES = Map.of(
            "paths/orders.yaml",
            """
            get:
              responses:
                "200":
                  description: all
                  content: { application/json: { schema: { type: array, items: { $ref: ../schemas/order.yaml } } } }
            post:
              requestBody: { content: { application/json: { schema: { $ref: "../openapi.yaml#/components/schemas/Order" } } } }
              responses: { "204": { description: done } }
            """,
            "schemas/order.yaml",
            """
            type: object
            properties:
              id: { $ref: "#/definitions/id" }
              pet: { $ref: pet.yaml }
              state: { enum: [open, closed], default: { $ref: nowhere.yaml } }
            definitions:
              id: { type: string, maxLength: 20 }
            """,
            "schemas/pet.yaml",
            """
            type: object
            properties:
              owner: { $ref: "order.yaml#/properties/pet" }
              order: { $ref: order.yaml }
              kind: { $ref: "kinds.yaml#kind" }
            """,
            "schemas/kinds.yaml",
            "$defs: { k: { $anchor: kind, enum: [cat, dog] } }\n",
            "parameters.json",
            """
            {"Id": {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}}
            """);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Bundle bundle(String root, Map<String, String> files) {
        return Bundle.of("openapi.yaml", utf8(root), name -> {
            var text = files.get(name);
            if (text == null) {
                throw new InvalidInput("", "is not there");
            }
            return utf8(text);
        });
    }

    private static JsonNode json(Bundle bundle) {
        return bundle.document().root().toJson();
    }

    @Test
    void what_stands_in_other_files_becomes_components_under_its_own_name() {
        var json = json(bundle(ROOT, FILES));
        assertEquals(
                List.of("Order", "pet", "pet_2", "k"),
                json.at("/components/schemas").properties().stream()
                        .map(Map.Entry::getKey)
                        .toList());
        assertEquals(
                "another one", json.at("/components/schemas/pet/description").asText(), "what was there stays");
        assertEquals("object", json.at("/components/schemas/Order/type").asText());
        assertEquals(
                "#/components/schemas/pet_2",
                json.at("/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema/$ref")
                        .asText());
        assertEquals(
                "#/components/parameters/Id",
                json.at("/paths/~1pets~1{id}/parameters/0/$ref").asText());
        assertEquals("id", json.at("/components/parameters/Id/name").asText());
    }

    @Test
    void what_is_no_component_takes_the_place_of_its_reference() {
        var json = json(bundle(ROOT, FILES));
        assertEquals(
                "#/components/schemas/Order",
                json.at("/paths/~1orders/get/responses/200/content/application~1json/schema/items/$ref")
                        .asText());
        assertEquals(
                "#/components/schemas/Order",
                json.at("/paths/~1orders/post/requestBody/content/application~1json/schema/$ref")
                        .asText());
    }

    @Test
    void circles_between_files_are_circles_between_components() {
        var bundle = bundle(ROOT, FILES);
        var json = json(bundle);
        assertEquals(
                "#/components/schemas/Order",
                json.at("/components/schemas/pet_2/properties/order/$ref").asText());
        assertEquals(
                "#/components/schemas/pet_2",
                json.at("/components/schemas/Order/properties/pet/$ref").asText());
        assertEquals(
                "#/components/schemas/Order/properties/pet",
                json.at("/components/schemas/pet_2/properties/owner/$ref").asText());
        assertTrue(json.at("/components/schemas/k/$anchor").isMissingNode(), "the name has done its work");
        assertEquals(List.of(), bundle.document().notes());
    }

    @Test
    void everything_knows_the_file_where_it_was_written() {
        var document = bundle(ROOT, FILES).document();
        assertEquals(
                new Place("/components/schemas/Order/properties/state", 5, 10, "schemas/order.yaml"),
                document.at("/components/schemas/Order/properties/state")
                        .orElseThrow()
                        .place());
        assertEquals(
                new Place("/paths/~1orders/post", 7, 3, "paths/orders.yaml"),
                document.at("/paths/~1orders/post").orElseThrow().place());
        assertEquals(
                new Place("/paths/~1pets~1{id}/get", 10, 7),
                document.at("/paths/~1pets~1{id}/get").orElseThrow().place());
        assertEquals(
                "parameters.json",
                document.at("/components/parameters/Id").orElseThrow().place().file());
    }

    @Test
    void the_text_of_a_bundle_says_the_same_by_itself() {
        var bundle = bundle(ROOT, FILES);
        assertEquals(
                List.of(
                        "schemas/order.yaml",
                        "paths/orders.yaml",
                        "parameters.json",
                        "schemas/pet.yaml",
                        "schemas/kinds.yaml"),
                bundle.files());
        assertEquals(
                json(bundle), OpenApiDocument.parse(utf8(bundle.text())).root().toJson());
        assertEquals(bundle.text(), bundle(ROOT, FILES).text(), "whenever it is made");
    }

    @Test
    void a_document_in_one_file_stays_as_it_was_written() {
        var text =
                "# orders\nopenapi: 3.1.0\npaths: { /x: { get: { responses: { 204: { $ref: '#/components/responses/No' } } } } }\n";
        var bundle = bundle(text, Map.of());
        assertEquals(text, bundle.text());
        assertEquals(List.of(), bundle.files());
    }

    @Test
    void whole_maps_may_stand_in_files_of_their_own() {
        var json = json(bundle(
                """
                openapi: 3.0.3
                paths: { $ref: paths/index.yaml }
                components: { schemas: { $ref: schemas/index.yaml } }
                """,
                Map.of(
                        "paths/index.yaml", "/x: { $ref: x.yaml }\n/y: { $ref: x.yaml }\n",
                        "paths/x.yaml",
                                "get: { responses: { '200': { description: x, content: { a/b: { schema: { $ref: '../schemas/index.yaml#/A' } } } } } }\n",
                        "schemas/index.yaml", "A: { $ref: a.yaml }\n",
                        "schemas/a.yaml", "type: object\nproperties: { next: { $ref: a.yaml } }\n")));
        assertEquals(
                "#/components/schemas/A",
                json.at("/paths/~1x/get/responses/200/content/a~1b/schema/$ref").asText());
        assertEquals("#/paths/~1x", json.at("/paths/~1y/$ref").asText(), "a path that is there is referred to");
        assertEquals(
                "#/components/schemas/A",
                json.at("/components/schemas/A/properties/next/$ref").asText());
    }

    @Test
    void the_names_of_a_discriminator_lead_to_components() {
        var json = json(bundle("""
                openapi: 3.1.0
                paths: {}
                components:
                  schemas:
                    Pet:
                      discriminator: { propertyName: kind, mapping: { c: cat.yaml, d: Dog, own: "#/components/schemas/Dog" } }
                      oneOf: [{ $ref: cat.yaml }, { $ref: "#/components/schemas/Dog" }]
                    Dog: { type: object }
                """, Map.of("cat.yaml", "type: object\n")));
        assertEquals(
                """
                {"c":"#/components/schemas/cat","d":"Dog","own":"#/components/schemas/Dog"}""", json.at("/components/schemas/Pet/discriminator/mapping").toString());
    }

    @Test
    void alternatives_that_are_renamed_keep_the_names_that_the_discriminator_has_for_them() {
        var bundle =
                bundle("""
                openapi: 3.1.0
                paths: {}
                components:
                  schemas:
                    Pet:
                      discriminator: { propertyName: kind, mapping: { bird: "birds.yaml#/Bird" } }
                      oneOf: [{ $ref: "pets.yaml#/Cat" }, { $ref: "#/components/schemas/Dog" }, { $ref: "birds.yaml#/Bird" }]
                    Bird: { type: string }
                    Cat: { type: string }
                    Dog: { type: object }
                """, Map.of("pets.yaml", "Cat: { type: object }\n", "birds.yaml", "Bird: { type: object }\n"));
        assertEquals(
                """
                {"bird":"#/components/schemas/birds_Bird","Cat":"#/components/schemas/pets_Cat"}""",
                json(bundle).at("/components/schemas/Pet/discriminator/mapping").toString());
    }

    @Test
    void heirs_that_are_renamed_keep_the_names_that_the_discriminator_has_for_them() {
        var bundle = bundle("""
                openapi: 3.0.3
                paths: { /x: { get: { responses: { "200": { description: a, content: { a/b: { schema: { $ref: "pets.yaml#/components/schemas/Pet" } } } } } } } }
                components:
                  schemas:
                    Cat: { type: string }
                    Any: { anyOf: [{ $ref: "pets.yaml#/components/schemas/Cat" }, { $ref: "pets.yaml#/components/schemas/Dog" }] }
                """, Map.of("pets.yaml", """
                        openapi: 3.0.3
                        components:
                          schemas:
                            Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
                            Furry: { allOf: [{ $ref: "#/components/schemas/Pet" }] }
                            Cat: { allOf: [{ $ref: "#/components/schemas/Furry" }] }
                            Dog: { allOf: [{ $ref: "#/components/schemas/Pet" }] }
                        """));
        var discriminator = Objects.requireNonNull(bundle.document().schemas().get("Pet"))
                .discriminator()
                .orElseThrow();
        assertEquals(
                Map.of("Cat", "pets_Cat", "Dog", "Dog", "Furry", "Furry"),
                discriminator.heirs().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                heir -> heir.getValue().node().step())));
        assertEquals(
                "pets.yaml",
                bundle.document()
                        .at("/components/schemas/Pet/discriminator/mapping/Cat")
                        .orElseThrow()
                        .place()
                        .file());
    }

    @Test
    void two_zero_has_its_components_elsewhere() {
        var json = json(
                bundle("""
                swagger: "2.0"
                paths: { /x: { post: { parameters: [{ in: body, name: b, schema: { $ref: "a.json" } }], responses: { 204: { $ref: "r.yaml#/No" } } } } }
                """, Map.of("a.json", "{\"type\": \"object\"}", "r.yaml", "No: { description: nothing }\n")));
        assertEquals("object", json.at("/definitions/a/type").asText());
        assertEquals("nothing", json.at("/responses/No/description").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://example.org/a.yaml | nothing is fetched; save that beside the document, and refer to the file (openapi.yaml:3:34)",
                "//example.org/a.yaml | nothing is fetched",
                "file:///etc/passwd | nothing is fetched",
                "missing.yaml | refers to missing.yaml, which is not there (openapi.yaml:3:34)",
                "a.yaml#/B | a.yaml has no #/B (openapi.yaml:3:34)",
                "broken.yaml | (broken.yaml:2:1)",
                "old.yaml#/components/schemas/A | is version 3.0.3, and openapi.yaml is another one; write both in one version (old.yaml:1:10)",
                "far.yaml | refers to https://example.org/b.json, and nothing is fetched; save that beside the document, and refer to the file (far.yaml:1:16)"
            })
    void what_cannot_be_bundled_is_refused_with_its_place(String reference, String message) {
        var files = new HashMap<>(Map.of(
                "a.yaml", "A: {}\n",
                "broken.yaml", "a: [\n",
                "old.yaml", "openapi: 3.0.3\ncomponents: { schemas: { A: {} } }\n",
                "far.yaml", "items: { $ref: 'https://example.org/b.json' }\n"));
        var refused = assertThrows(
                InvalidInput.class,
                () -> bundle(
                        "openapi: 3.1.0\ncomponents:\n  schemas: { A: { items: { $ref: '%s' } } }\n"
                                .formatted(reference),
                        files));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    @Test
    void a_map_that_holds_itself_is_refused_and_does_not_go_on_for_ever() {
        var refused = assertThrows(
                InvalidInput.class,
                () -> bundle(
                        "openapi: 3.1.0\npaths: {}\ncomponents: { schemas: { A: { properties: { $ref: p.yaml } } } }\n",
                        Map.of("p.yaml", "child: { properties: { $ref: p.yaml } }\n")));
        assertTrue(String.valueOf(refused.getMessage()).contains("leads to itself"), refused::getMessage);
    }

    @Test
    void references_in_circles_between_files_end() {
        var document = bundle(
                        "openapi: 3.1.0\npaths: { /x: { post: { responses: { 200: { content: { a/b: { schema: { $ref: a.yaml } } } } } } } }\n",
                        Map.of("a.yaml", "$ref: b.yaml\n", "b.yaml", "$ref: a.yaml\n"))
                .document();
        assertEquals(2, document.schemas().size());
        assertSame(
                document.schemas().get("a"),
                document.schemas().get("b") == null
                        ? null
                        : document.schemas().get("b").reference().orElseThrow());
    }
}
