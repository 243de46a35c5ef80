package dev.seamwright.contracts.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.Parameter.In;
import dev.seamwright.contracts.openapi.Parameter.Style;
import dev.seamwright.contracts.openapi.Schema.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // what is missing fails the test all the same
class OpenApiDocumentTest {
    private static OpenApiDocument parse(String text) {
        return OpenApiDocument.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Schema schema(String version, String yaml) {
        var text = version.equals("2.0")
                ? "swagger: '2.0'\npaths: {}\ndefinitions:\n  X:\n"
                : "openapi: %s\npaths: {}\ncomponents:\n  schemas:\n    X:\n".formatted(version);
        var document = parse(text + yaml.indent(8));
        return document.schemas().get("X");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "3.0.4", "3.1.1", "3.2.0"})
    void all_versions_are_one_model(String version) {
        var schema = schema(version, "type: object\nrequired: [id]\nproperties:\n  id: {type: integer, format: int64}");
        assertEquals(Set.of(Type.OBJECT), schema.types());
        assertEquals(List.of("id"), schema.required());
        assertEquals(Set.of(Type.INTEGER), schema.properties().get("id").types());
        assertEquals("X", schema.name().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "3.3.0", "4.0.0", "3.0.0 ", "three"})
    void an_unknown_version_is_refused(String version) {
        var failure = assertThrows(InvalidInput.class, () -> parse("openapi: '%s'\npaths: {}".formatted(version)));
        assertTrue(String.valueOf(failure.getMessage()).contains("2.0, 3.0, 3.1 and 3.2"), failure::getMessage);
    }

    @Test
    void every_node_knows_its_place() {
        var document = parse("""
                openapi: 3.1.0
                paths:
                  /a~b/{id}:
                    get: {responses: {}}
                """);
        var operation = document.operations().findFirst().orElseThrow();
        assertEquals(
                new Place("/paths/~1a~0b~1{id}/get", 4, 10), operation.node().place());
        assertSame(operation.node(), document.at("/paths/~1a~0b~1{id}/get").orElseThrow());
    }

    @Test
    void places_in_json_are_those_of_the_value() {
        var document = parse("{\"openapi\": \"3.1.0\",\n \"paths\": {\"/x\": {\"get\": {}}}}");
        assertEquals(
                new Place("/paths/~1x", 2, 18),
                document.paths().getFirst().node().place());
    }

    @Test
    void null_is_a_type_however_it_is_written() {
        assertEquals(
                Set.of(Type.STRING, Type.NULL),
                schema("3.0.3", "type: string\nnullable: true").types());
        assertEquals(
                Set.of(Type.STRING, Type.NULL),
                schema("3.1.0", "type: [string, 'null']").types());
        assertEquals(
                Set.of(Type.STRING, Type.NULL),
                schema("2.0", "type: string\nx-nullable: true").types());
    }

    @Test
    void nullable_without_a_type_and_nullable_in_3_1_mean_nothing_and_are_noted() {
        assertEquals(
                Set.of(),
                schema("3.0.3", "nullable: true\nallOf: [{type: string}]").types());
        var document = parse("""
                openapi: 3.1.0
                paths: {}
                components: {schemas: {X: {type: string, nullable: true}}}
                """);
        assertEquals(Set.of(Type.STRING), document.schemas().get("X").types());
        assertEquals(
                List.of(Note.Kind.IGNORED),
                document.notes().stream().map(Note::kind).toList());
    }

    @Test
    void exclusive_bounds_are_numbers_however_they_are_written() {
        var old = schema("3.0.3", "type: number\nminimum: 1\nexclusiveMinimum: true\nmaximum: 5");
        assertEquals(BigDecimal.ONE, old.exclusiveMinimum());
        assertNull(old.minimum());
        assertEquals(BigDecimal.valueOf(5), old.maximum());
        assertEquals(BigDecimal.ONE, schema("3.1.0", "exclusiveMinimum: 1").exclusiveMinimum());
    }

    @Test
    void siblings_of_a_reference_count_only_since_3_1() {
        var yaml = """
                openapi: %s
                paths: {}
                components:
                  schemas:
                    X: {$ref: '#/components/schemas/Y', minLength: 3}
                    Y: {type: string}
                """;
        var old = parse(yaml.formatted("3.0.0")).schemas();
        assertNull(old.get("X").minLength());
        assertSame(old.get("Y"), old.get("X").reference().orElseThrow());
        assertEquals(
                3, parse(yaml.formatted("3.1.0")).schemas().get("X").minLength().intValue());
    }

    @Test
    void references_are_a_graph() {
        var document = parse("""
                openapi: 3.1.0
                paths:
                  /n:
                    get:
                      responses:
                        '200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/N'}}}}
                components:
                  schemas:
                    N: {type: object, properties: {next: {$ref: '#/components/schemas/N'}, first: {$ref: '#/paths/~1n/get/responses/200/content/application~1json/schema'}}}
                """);
        var node = document.schemas().get("N");
        assertSame(node, node.properties().get("next").reference().orElseThrow());
        assertSame(
                node,
                node.properties()
                        .get("first")
                        .reference()
                        .flatMap(Schema::reference)
                        .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#/components/schemas/a b~1c", "#/components/schemas/a%20b~1c", "#/components/schemas/a%20b%7E1c"
            })
    void references_may_be_percent_encoded(String reference) {
        var document = parse("""
                openapi: 3.1.0
                paths: {}
                components: {schemas: {'a b/c': {type: string}, X: {$ref: '%s'}}}
                """.formatted(reference));
        assertSame(
                document.schemas().get("a b/c"),
                document.schemas().get("X").reference().orElseThrow());
    }

    @Test
    void references_to_anchors_are_found_and_dangling_ones_are_undecided() {
        var document = parse("""
                openapi: 3.1.0
                paths: {}
                components:
                  schemas:
                    A: {$anchor: here, type: string}
                    B: {$ref: '#here'}
                    C: {$ref: '#/components/schemas/Nowhere'}
                """);
        assertSame(
                document.schemas().get("A"),
                document.schemas().get("B").reference().orElseThrow());
        assertEquals("$ref", document.schemas().get("C").opaque().getFirst().keyword());
        assertEquals(Note.Kind.UNSUPPORTED, document.notes().getFirst().kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.yaml#/X", "https://example.org/x.json", "file:///etc/passwd", "./X"})
    void references_out_of_the_document_are_refused_with_their_place(String reference) {
        var failure = assertThrows(InvalidInput.class, () -> schema("3.1.0", "$ref: '" + reference + "'"));
        assertEquals("/components/schemas/X/$ref", failure.details().getFirst().pointer());
        assertTrue(String.valueOf(failure.getMessage()).contains("line 6"), failure::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate: 1",
                "minLength: three",
                "type: text",
                "multipleOf: 0",
                "required: yes please",
                "$schema: http://json-schema.org/draft-04/schema",
                "oneOf: []"
            })
    void what_is_not_understood_is_kept_as_opaque(String keyword) {
        assertFalse(schema("3.1.0", keyword).opaque().isEmpty());
    }

    @Test
    void keywords_of_a_later_version_are_not_understood_before_it() {
        assertEquals("const", schema("3.0.3", "const: 1").opaque().getFirst().keyword());
        assertEquals(
                "oneOf",
                schema("2.0", "oneOf: [{type: string}]").opaque().getFirst().keyword());
        assertTrue(schema("3.1.0", "const: 1").opaque().isEmpty());
    }

    @Test
    void a_foreign_dialect_makes_all_schemas_opaque() {
        var document = parse("""
                openapi: 3.1.0
                jsonSchemaDialect: http://json-schema.org/draft-07/schema#
                paths: {}
                components: {schemas: {X: {type: string}}}
                """);
        assertFalse(document.schemas().get("X").opaque().isEmpty());
    }

    @Test
    void parameters_have_all_that_decides_how_they_travel() {
        var document = parse("""
                openapi: 3.0.0
                paths:
                  /x/{id}:
                    parameters:
                      - {name: id, in: path, required: true, schema: {type: string}}
                      - {name: tag, in: query, schema: {type: string}}
                    get:
                      parameters:
                        - {name: tag, in: query, schema: {type: integer}, style: pipeDelimited}
                        - {name: X-Trace, in: header, schema: {type: string}}
                      responses: {}
                """);
        var parameters = document.operations().findFirst().orElseThrow().parameters();
        assertEquals(
                List.of("id", "tag", "X-Trace"),
                parameters.stream().map(Parameter::name).toList());
        assertEquals(Style.SIMPLE, parameters.get(0).style());
        assertEquals(Style.PIPE_DELIMITED, parameters.get(1).style());
        assertFalse(parameters.get(1).explode());
        assertEquals(
                Set.of(Type.INTEGER), parameters.get(1).schema().orElseThrow().types());
        assertEquals(In.HEADER, parameters.get(2).in());
    }

    @Test
    void two_point_zero_has_bodies_forms_and_servers_like_its_successors() {
        var document = parse("""
                swagger: "2.0"
                host: api.example.org
                basePath: /v1
                schemes: [https]
                consumes: [application/json]
                produces: [application/json]
                securityDefinitions:
                  basic: {type: basic}
                  oauth: {type: oauth2, flow: accessCode, authorizationUrl: a, tokenUrl: t, scopes: {read: ''}}
                paths:
                  /x:
                    post:
                      parameters:
                        - {name: body, in: body, required: true, schema: {type: object}}
                        - {name: ids, in: query, type: array, items: {type: integer}, collectionFormat: multi}
                      responses:
                        200: {description: '', schema: {type: string}, headers: {X-Rate: {type: integer}}}
                  /form:
                    post:
                      consumes: [multipart/form-data]
                      parameters:
                        - {name: upload, in: formData, type: file, required: true}
                        - {name: note, in: formData, type: string}
                      responses: {default: {description: ''}}
                """);
        var operations = document.operations().toList();
        var post = operations.get(0);
        assertEquals("{scheme}://api.example.org/v1", post.servers().getFirst().url());
        assertEquals(
                Set.of(Type.OBJECT),
                post.requestBody()
                        .orElseThrow()
                        .content()
                        .get("application/json")
                        .schema()
                        .orElseThrow()
                        .types());
        assertTrue(post.requestBody().orElseThrow().required());
        assertTrue(post.parameters().getFirst().explode());
        var response = post.responses().get("200");
        assertEquals(
                Set.of(Type.STRING),
                response.content()
                        .get("application/json")
                        .schema()
                        .orElseThrow()
                        .types());
        assertEquals(
                Set.of(Type.INTEGER),
                response.headers().get("x-rate").schema().orElseThrow().types());
        var form = operations.get(1).requestBody().orElseThrow().content().get("multipart/form-data");
        assertEquals(List.of("upload"), form.schema().orElseThrow().required());
        assertEquals("http", document.securitySchemes().get("basic").type());
        assertEquals(
                Set.of("read"),
                document.securitySchemes()
                        .get("oauth")
                        .flows()
                        .get("authorizationCode")
                        .scopes());
        assertEquals(List.of(), document.notes());
    }

    @Test
    void security_and_servers_are_the_nearest_ones() {
        var document = parse("""
                openapi: 3.1.0
                servers: [{url: https://a.example.org}]
                security: [{key: []}]
                paths:
                  /open: {get: {security: [], responses: {}}}
                  /own: {get: {servers: [{url: /v2}], responses: {}}}
                """);
        var operations = document.operations().toList();
        assertEquals(List.of(), operations.get(0).security());
        assertEquals(
                "https://a.example.org", operations.get(0).servers().getFirst().url());
        assertEquals(
                Set.of("key"), operations.get(1).security().getFirst().schemes().keySet());
        assertEquals("/v2", operations.get(1).servers().getFirst().url());
    }

    @Test
    void callbacks_and_webhooks_are_path_items() {
        var document = parse("""
                openapi: 3.1.0
                webhooks:
                  shipped: {post: {responses: {'204': {description: ''}}}}
                paths:
                  /subscribe:
                    post:
                      callbacks: {event: {'{$request.body#/url}': {put: {responses: {}}}}}
                      responses: {}
                """);
        assertEquals(
                "POST", document.webhooks().getFirst().operations().getFirst().method());
        var callback =
                document.operations().findFirst().orElseThrow().callbacks().get("event");
        assertEquals(
                "PUT",
                callback.get("{$request.body#/url}").operations().getFirst().method());
    }

    @Test
    void an_heir_is_known_to_the_schema_whose_discriminator_names_it() {
        var document = parse("""
                openapi: 3.0.0
                paths: {}
                components:
                  schemas:
                    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {dog: '#/components/schemas/Dog'}}}
                    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}
                    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
                    Persian: {allOf: [{$ref: '#/components/schemas/Cat'}]}
                """);
        var discriminator = document.schemas().get("Pet").discriminator().orElseThrow();
        assertEquals(Set.of("dog", "Cat", "Persian"), discriminator.heirs().keySet());
    }

    @Test
    void yaml_is_read_as_1_2_and_what_1_1_reads_otherwise_is_noted() {
        var document = parse("""
                openapi: 3.1.0
                paths: {}
                components: {schemas: {X: {enum: [on, 012, 0x1F, 2020-01-01, ~, 1e2]}}}
                """);
        assertEquals(
                "[\"on\",12,31,\"2020-01-01\",null,1E+2]",
                document.at("/components/schemas/X/enum").orElseThrow().toJson().toString());
        assertEquals(
                List.of(Note.Kind.AMBIGUOUS, Note.Kind.AMBIGUOUS),
                document.notes().stream().map(Note::kind).toList());
    }

    @Test
    void aliases_and_merge_keys_stand_for_what_they_name() {
        var document = parse("""
                openapi: 3.1.0
                x-base: &base {type: string, minLength: 1}
                paths: {}
                components: {schemas: {X: {<<: *base, minLength: 2}, Y: *base}}
                """);
        assertEquals(2, document.schemas().get("X").minLength().intValue());
        assertEquals(Set.of(Type.STRING), document.schemas().get("X").types());
        assertEquals(
                "/components/schemas/Y/type",
                document.at("/components/schemas/Y/type").orElseThrow().pointer());
    }
}
