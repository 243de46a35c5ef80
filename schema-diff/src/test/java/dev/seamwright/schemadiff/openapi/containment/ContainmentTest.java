package dev.seamwright.schemadiff.openapi.containment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContainmentTest {
    private static Schema schema(String json) {
        return Schema.of(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static OpenApiDocument document(String yaml) {
        return OpenApiDocument.parse(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer of(String inner, String outer, Direction direction, Undeclared undeclared) {
        return new Containment(Budget.DEFAULT, undeclared).of(schema(inner), schema(outer), direction);
    }

    static Stream<Arguments> cases() {
        return Stream.of("numbers", "texts", "arrays", "objects", "composition", "recursion")
                .flatMap(area -> StreamSupport.stream(read(area).spliterator(), false)
                        .map(one -> Arguments.of(area, one.get("that").asText(), one)));
    }

    private static JsonNode read(String area) {
        try (var in = ContainmentTest.class.getResourceAsStream("/containment/" + area + ".json")) {
            return Json.parse(Objects.requireNonNull(in, area).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void it_is_decided_as_expected(String area, String that, JsonNode one) {
        var answer = new Containment().of(Schema.of(one.get("inner")), Schema.of(one.get("outer")), Direction.REQUEST);
        var word = switch (answer) {
            case Answer.Contained contained -> "contained";
            case Answer.NotContained notContained -> "not contained";
            case Answer.Undecided undecided -> "undecided";
        };
        assertEquals(one.get("answer").asText(), word, answer::toString);
    }

    @Test
    void what_only_the_provider_writes_is_not_required_of_requests_and_not_looked_at() {
        var before = "{'type':'object','properties':{'id':{'type':'integer'}}}".replace('\'', '"');
        var after = "{'type':'object','required':['id'],'properties':{'id':{'type':'string','readOnly':true}}}"
                .replace('\'', '"');
        assertInstanceOf(Answer.Contained.class, of(before, after, Direction.REQUEST, Undeclared.ANYTHING));
        assertInstanceOf(Answer.NotContained.class, of(before, after, Direction.RESPONSE, Undeclared.ANYTHING));
    }

    @Test
    void what_only_the_consumer_writes_is_not_expected_in_responses() {
        var secret =
                "{'type':'object','required':['p'],'properties':{'p':{'type':'string','writeOnly':true}},'additionalProperties':false}"
                        .replace('\'', '"');
        var without = "{'type':'object','additionalProperties':false}".replace('\'', '"');
        assertInstanceOf(Answer.Contained.class, of(secret, without, Direction.RESPONSE, Undeclared.ANYTHING));
        assertInstanceOf(Answer.Contained.class, of(without, secret, Direction.RESPONSE, Undeclared.ANYTHING));
        assertInstanceOf(Answer.NotContained.class, of(without, secret, Direction.REQUEST, Undeclared.ANYTHING));
    }

    @Test
    void what_one_part_of_a_composition_declares_another_part_requires() {
        var yaml = """
                openapi: 3.0.0
                paths: {}
                components:
                  schemas:
                    Base: {type: object, properties: {id: {type: integer, readOnly: true}, name: {type: %s}}}
                    Pet: {allOf: [{$ref: '#/components/schemas/Base'}, {required: [id]}]}
                """;
        var text = pet(document(yaml.formatted("string")));
        var number = pet(document(yaml.formatted("number")));
        assertInstanceOf(Answer.NotContained.class, new Containment().of(text, number, Direction.REQUEST));
        var empty = schema("{\"type\":\"object\",\"additionalProperties\":false}");
        assertInstanceOf(Answer.Contained.class, new Containment().of(empty, text, Direction.REQUEST));
        assertInstanceOf(Answer.NotContained.class, new Containment().of(empty, text, Direction.RESPONSE));
    }

    @Test
    void a_name_that_the_other_side_declares_is_not_used_by_chance_if_so_wished() {
        var open = "{'type':'object','properties':{'a':{'type':'string'}}}".replace('\'', '"');
        var more = "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}}}".replace('\'', '"');
        var closed = "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}"
                .replace('\'', '"');
        var map = "{'type':'object','additionalProperties':{'type':'integer'}}".replace('\'', '"');
        var wished = Undeclared.NOT_DECLARED_ELSEWHERE;
        assertInstanceOf(Answer.Contained.class, of(open, more, Direction.REQUEST, wished));
        assertInstanceOf(Answer.NotContained.class, of(open, closed, Direction.REQUEST, wished));
        assertInstanceOf(Answer.NotContained.class, of(map, more, Direction.REQUEST, wished));
        assertInstanceOf(
                Answer.NotContained.class, of(more, open.replace("string", "null"), Direction.REQUEST, wished));
    }

    @Test
    void the_names_of_a_discriminator_belong_to_the_set() {
        var before = document("""
                openapi: 3.0.0
                paths: {}
                components:
                  schemas:
                    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}
                    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
                    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
                """);
        var renamed = document("""
                openapi: 3.0.0
                paths: {}
                components:
                  schemas:
                    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Hound'}], discriminator: {propertyName: kind}}
                    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
                    Hound: {type: object, required: [kind], properties: {kind: {type: string}}}
                """);
        var mapped = document("""
                openapi: 3.0.0
                paths: {}
                components:
                  schemas:
                    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Hound'}], discriminator: {propertyName: kind, mapping: {Dog: Hound}}}
                    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
                    Hound: {type: object, required: [kind], properties: {kind: {type: string}}}
                """);
        var pet = pet(before);
        var answer =
                assertInstanceOf(Answer.NotContained.class, new Containment().of(pet, pet(renamed), Direction.REQUEST));
        assertEquals("{\"kind\":\"Dog\"}", answer.witness().toString());
        assertInstanceOf(Answer.Contained.class, new Containment().of(pet, pet(mapped), Direction.REQUEST));
        assertInstanceOf(Answer.Contained.class, new Containment().of(pet(mapped), pet, Direction.REQUEST));
    }

    private static Schema pet(OpenApiDocument document) {
        return Objects.requireNonNull(document.schemas().get("Pet"));
    }

    @Test
    void an_heir_is_what_its_name_says() {
        var yaml = """
                openapi: 3.0.0
                paths: {}
                components:
                  schemas:
                    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
                    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {bark: {type: %s}}}]}
                """;
        var loud = pet(document(yaml.formatted("integer")));
        var any = pet(document(yaml.formatted("number")));
        assertInstanceOf(Answer.Contained.class, new Containment().of(loud, any, Direction.RESPONSE));
        var answer = assertInstanceOf(Answer.NotContained.class, new Containment().of(any, loud, Direction.RESPONSE));
        assertEquals("Dog", answer.witness().path("kind").asText());
    }

    @Test
    void a_dialect_makes_no_difference() {
        var old = document("""
                openapi: 3.0.3
                paths: {}
                components: {schemas: {Pet: {type: object, properties: {a: {type: string, nullable: true}, n: {type: number, minimum: 0, exclusiveMinimum: true}}}}}
                """);
        var next = document("""
                openapi: 3.1.0
                paths: {}
                components: {schemas: {Pet: {type: object, properties: {a: {type: ['null', string]}, n: {type: number, exclusiveMinimum: 0}}}}}
                """);
        var containment = new Containment();
        assertTrue(containment.sameText(pet(old), pet(next)));
        assertInstanceOf(Answer.Contained.class, containment.of(pet(old), pet(next), Direction.REQUEST));
        assertEquals(0, containment.pairs());
    }

    @Test
    void sets_overlap_or_not() {
        var containment = new Containment();
        assertInstanceOf(
                Overlap.Disjoint.class,
                containment.overlap(
                        List.of(schema("{\"type\":\"string\"}"), schema("{\"type\":\"number\"}")), Direction.REQUEST));
        var common = assertInstanceOf(
                Overlap.Common.class,
                containment.overlap(
                        List.of(schema("{\"minimum\":3,\"type\":\"number\"}"), schema("{\"maximum\":3}")),
                        Direction.REQUEST));
        assertEquals("3", common.value().toString());
    }

    @Test
    void a_validator_of_its_own_confirms_values() {
        var validator = new Validator(Direction.REQUEST);
        assertEquals(Optional.of(true), validator.allows(schema("{\"pattern\":\"^a\"}"), TextNode.valueOf("ab")));
        assertEquals(Optional.of(false), validator.allows(schema("{\"pattern\":\"^a\"}"), TextNode.valueOf("b")));
        assertEquals(Optional.empty(), validator.allows(schema("{\"pattern\":\"^(?=a)\"}"), TextNode.valueOf("b")));
    }

    @Test
    void work_beyond_the_budget_is_undecided() {
        var wide = new StringBuilder("{\"allOf\":[");
        for (var i = 0; i < 14; i++) {
            wide.append(i > 0 ? "," : "")
                    .append("{\"anyOf\":[{\"required\":[\"a%d\"]},{\"required\":[\"b%d\"]}]}".formatted(i, i));
        }
        wide.append("],\"type\":\"object\",\"maxProperties\":13}");
        var answer = new Containment(new Budget(1_000, 2_000, 2_000, 2_000), Undeclared.ANYTHING)
                .of(schema(wide.toString()), schema("false"), Direction.REQUEST);
        assertTrue(assertInstanceOf(Answer.Undecided.class, answer).reason().contains("too complex"));
    }
}
