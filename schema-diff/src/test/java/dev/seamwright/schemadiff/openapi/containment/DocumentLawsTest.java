package dev.seamwright.schemadiff.openapi.containment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.Effect;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of whole documents: those of the rules' fixtures, our own, and random ones. */
class DocumentLawsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> ALL_NAMES = List.of("a", "b", "c", "kind", "x", "bb");
    private static final Set<String> SCHEMA =
            Set.of("schema", "items", "not", "if", "then", "else", "additionalProperties", "contains", "propertyNames");
    private static final int SAMPLES = 1_000;

    /** Keywords that look at one another, which parts of a schema do not. */
    private static final List<Set<String>> TOGETHER = List.of(
            Set.of("type"),
            Set.of("minimum", "exclusiveMinimum"),
            Set.of("maximum", "exclusiveMaximum", "multipleOf"),
            Set.of("format"),
            Set.of("minLength", "maxLength"),
            Set.of("pattern"),
            Set.of("properties", "patternProperties", "additionalProperties"),
            Set.of("required"),
            Set.of("minProperties", "maxProperties"),
            Set.of("items", "prefixItems"),
            Set.of("contains", "minContains", "maxContains"),
            Set.of("minItems", "maxItems", "uniqueItems"),
            Set.of("enum"),
            Set.of("anyOf"),
            Set.of("not"),
            Set.of("if", "then", "else"));

    static Stream<Path> documents() throws IOException {
        try (var files = Files.walk(Path.of("src/test/resources/openapi/rules"))) {
            return Stream.concat(
                    files
                            .filter(file -> {
                                var name = file.getFileName().toString();
                                return name.startsWith("before.") || name.startsWith("after.");
                            })
                            .sorted()
                            .toList()
                            .stream(),
                    Stream.of(Path.of("../broker/src/main/openapi/openapi.yaml")));
        }
    }

    private static OpenApiDocument read(JsonNode json) {
        return OpenApiDocument.parse(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static OpenApiDocument read(Path file) throws IOException {
        return OpenApiDocument.parse(Files.readAllBytes(file));
    }

    private static void identical(OpenApiDocument before, OpenApiDocument after) {
        for (var review : List.of(OpenApiReview.of(before, after, TODAY), OpenApiReview.of(after, before, TODAY))) {
            assertEquals("identical", review.verdict(), () -> review.findings().toString());
        }
    }

    private static void harmless(OpenApiDocument before, OpenApiDocument after) {
        for (var review : List.of(OpenApiReview.of(before, after, TODAY), OpenApiReview.of(after, before, TODAY))) {
            assertTrue(
                    review.level().filter(level -> level != Level.SAFE).isEmpty(),
                    () -> review.findings().toString());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_document_does_not_differ_from_itself(Path file) throws IOException {
        identical(read(file), read(file));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void the_order_of_members_is_no_change(Path file) throws IOException {
        identical(read(file), read(reversed(read(file).root().toJson())));
    }

    private static JsonNode reversed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var copy = JSON.objectNode();
            var members = new ArrayList<>(object.properties());
            Collections.reverse(members);
            members.forEach(member -> copy.set(member.getKey(), reversed(member.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            var copy = JSON.arrayNode();
            array.forEach(item -> copy.add(reversed(item)));
            return copy;
        }
        return node;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void json_and_yaml_are_no_change(Path file) throws IOException {
        var json = read(file).root().toJson();
        // every JSON text is YAML too; what stands in front makes it be read as that
        identical(read(json), OpenApiDocument.parse(("# YAML\n" + json).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_schema_in_an_all_of_alone_is_no_change(Path file) throws IOException {
        var json = read(file).root().toJson();
        var wrapped = json.deepCopy();
        wrap(wrapped);
        identical(read(json), read(wrapped));
    }

    private static void wrap(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var name : SCHEMA) {
                if (object.get(name) instanceof ObjectNode schema && isPlain(schema)) {
                    var whole = JSON.objectNode();
                    whole.putArray("allOf").add(schema);
                    object.set(name, whole);
                    wrap(schema);
                }
            }
        }
        node.forEach(DocumentLawsTest::wrap);
    }

    /** Not an example or a default that happens to be called so, nor what speaks about the property and not the value. */
    private static boolean isPlain(ObjectNode schema) {
        return schema.has("type")
                && !schema.has("default")
                && !schema.has("allOf")
                && !schema.has("readOnly")
                && !schema.has("writeOnly")
                && !schema.has("deprecated")
                && !schema.has("discriminator")
                && !schema.has("contentEncoding")
                && !schema.has("contentMediaType")
                && !schema.has("contentSchema")
                && schema.properties().stream()
                        .noneMatch(member -> member.getKey().startsWith("x-"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_reference_that_is_inlined_harms_nobody(Path file) throws IOException {
        var json = read(file).root().toJson();
        var inlined = json.deepCopy();
        inline(inlined, json);
        harmless(read(json), read(inlined));
    }

    /** Puts what a reference leads to in its place, once: what is recursive stays so. */
    private static void inline(JsonNode node, JsonNode document) {
        if (node instanceof ObjectNode object) {
            if (object.get("schema") instanceof ObjectNode schema && schema.size() == 1 && schema.has("$ref")) {
                var target = document.at(schema.get("$ref").asText().substring(1));
                if (target instanceof ObjectNode found && !found.has("discriminator")) {
                    object.set("schema", found.deepCopy());
                }
            }
        }
        node.forEach(child -> inline(child, document));
    }

    /** A document that has the schema where requests or responses have one; its definitions are components. */
    private static OpenApiDocument document(ObjectNode schema, boolean inRequest) {
        var body = schema.deepCopy();
        var components = body.remove("$defs");
        var content = JSON.objectNode();
        content.putObject("application/json").set("schema", body);
        var document = JSON.objectNode().put("openapi", "3.1.0");
        var operation = document.putObject("paths").putObject("/x").putObject("post");
        if (inRequest) {
            operation.putObject("requestBody").put("required", true).set("content", content);
            operation.putObject("responses").putObject("204").put("description", "done");
        } else {
            operation
                    .putObject("responses")
                    .putObject("200")
                    .put("description", "done")
                    .set("content", content);
        }
        if (components != null) {
            document.putObject("components").set("schemas", components);
        }
        return OpenApiDocument.parse(
                document.toString().replace("#/$defs/", "#/components/schemas/").getBytes(StandardCharsets.UTF_8));
    }

    private static OpenApiReview review(ObjectNode before, ObjectNode after, boolean inRequest) {
        return OpenApiReview.of(document(before, inRequest), document(after, inRequest), TODAY);
    }

    private static boolean has(OpenApiReview review, Level level) {
        return review.findings().stream().anyMatch(found -> found.finding().level() == level);
    }

    @Test
    void what_is_safe_in_requests_is_safe_in_responses_the_other_way() {
        Seeds.forAll(300, seed -> {
            var random = new RandomSchemas(seed);
            var a = random.schema();
            var b = random.changed(a);
            var there = review(a, b, true);
            var back = review(b, a, false);
            if (!has(there, Level.UNDECIDED) && !has(back, Level.UNDECIDED)) {
                assertEquals(
                        has(there, Level.BREAKING),
                        has(back, Level.BREAKING),
                        () -> "%s%n%s%n%s%n%s".formatted(a, b, there.findings(), back.findings()));
            }
        });
    }

    @Test
    void what_breaks_nobody_accepts_what_it_accepted() {
        var safe = new ArrayList<Long>();
        Seeds.forAll(300, seed -> {
            var random = new RandomSchemas(seed);
            var before = random.schema();
            var after = random.changed(before);
            declareAll(before);
            declareAll(after);
            var inRequests = review(before, after, true);
            var inResponses = review(before, after, false);
            var values = random.values(SAMPLES);
            if (!has(inRequests, Level.BREAKING) && !has(inRequests, Level.UNDECIDED)) {
                safe.add(seed);
                accepted(values, before, after);
            }
            if (!has(inResponses, Level.BREAKING) && !has(inResponses, Level.UNDECIDED)) {
                accepted(values, after, before);
            }
        });
        assertTrue(safe.size() > 50, () -> "few changes were safe: " + safe);
    }

    @Test
    void what_shows_a_break_was_accepted_before_and_is_refused_after() {
        var replayed = new int[2];
        Seeds.forAll(400, seed -> {
            var random = new RandomSchemas(seed);
            var before = random.schema();
            var after = random.changed(before);
            for (var inRequest : List.of(true, false)) {
                var review = review(before, after, inRequest);
                for (var found : review.findings()) {
                    if (found.finding().level() == Level.BREAKING) {
                        assertFalse(found.finding().witness().isEmpty(), found::toString);
                        found.changes().forEach(change -> replayed[0] += replay(review, change));
                    }
                }
                if (has(review, Level.BREAKING)) {
                    replayed[1] += replayWhole(before, after, inRequest);
                }
            }
        });
        assertTrue(
                replayed[0] > 100 && replayed[1] > 100,
                () -> "replayed: %d parts, %d bodies".formatted(replayed[0], replayed[1]));
    }

    /** Holds the value against what both documents say at the place of the change; 1 if there is one. */
    private static int replay(OpenApiReview review, Change change) {
        if (!(change.effect() instanceof Effect.Fails(var lines, var value)) || value == null) {
            return 0;
        }
        var before = at(review.diff().before(), Objects.requireNonNull(change.before()), change);
        var after = at(review.diff().after(), Objects.requireNonNull(change.after()), change);
        var writes = change.direction() == Direction.REQUEST ? before : after;
        var reads = change.direction() == Direction.REQUEST ? after : before;
        assertTrue(Independent.validator(writes).allows(value), () -> "%s: not in %s".formatted(change, writes));
        assertFalse(Independent.validator(reads).allows(value), () -> "%s: in %s".formatted(change, reads));
        return 1;
    }

    /** The document, as the schema that stands in it where the change has its value. */
    private static ObjectNode at(OpenApiDocument document, Node place, Change change) {
        var node = place;
        if (node.step().equals(change.name()) && isCalled(node.parent(), "properties")) {
            node = node.parent().flatMap(Node::parent).orElseThrow(); // what holds the member is shown
        }
        while (isCalled(node.parent(), "allOf")) {
            node = node.parent().flatMap(Node::parent).orElseThrow(); // another part may be what refuses
        }
        var schema = ((ObjectNode) document.root().toJson()).deepCopy();
        schema.put("$ref", "#" + node.pointer().replace("%", "%25"));
        return schema;
    }

    private static boolean isCalled(Optional<Node> node, String name) {
        return node.filter(found -> found.step().equals(name)).isPresent();
    }

    /** A whole body that one side writes and the other refuses. */
    private static int replayWhole(ObjectNode before, ObjectNode after, boolean inRequest) {
        var inner = inRequest ? before : after;
        var outer = inRequest ? after : before;
        var answer = new Containment(Budget.DEFAULT, Undeclared.NOT_DECLARED_ELSEWHERE)
                .of(Schema.of(inner), Schema.of(outer), inRequest ? Direction.REQUEST : Direction.RESPONSE);
        if (answer instanceof Answer.NotContained(var body)) {
            assertTrue(Independent.validator(inner).allows(body), () -> "%s is not in %s".formatted(body, inner));
            assertFalse(Independent.validator(outer).allows(body), () -> "%s is in %s".formatted(body, outer));
            return 1;
        }
        throw new AssertionError("no body shows the break: %s%n%s%n%s".formatted(answer, inner, outer));
    }

    @Test
    void parts_of_all_of_that_are_flattened_are_no_change() {
        var split = new ArrayList<Long>();
        Seeds.forAll(300, seed -> {
            var schema = new RandomSchemas(seed).schema();
            var parts = schema.deepCopy();
            split(parts, new Random(seed));
            if (!parts.equals(schema)) {
                split.add(seed);
            }
            for (var inRequest : List.of(true, false)) {
                identical(document(parts, inRequest), document(schema, inRequest));
            }
        });
        assertTrue(split.size() > 200, () -> "few schemas have parts: " + split.size());
    }

    /** Says what a schema says in parts, each of them in an {@code allOf}, which flattening would make one schema again. */
    private static void split(JsonNode node, Random random) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        for (var member : schema.properties()) {
            switch (member.getKey()) {
                case "properties",
                        "patternProperties",
                        "dependentSchemas",
                        "$defs",
                        "allOf",
                        "anyOf",
                        "oneOf",
                        "prefixItems" -> member.getValue().forEach(child -> split(child, random));
                case "enum", "const", "required", "dependentRequired", "type" -> {}
                default -> split(member.getValue(), random);
            }
        }
        var parts = JSON.arrayNode();
        for (var together : TOGETHER) {
            var isWhole = together.stream().anyMatch(schema::has) && random.nextInt(3) > 0;
            if (isWhole) {
                var part = parts.addObject();
                together.stream().filter(schema::has).forEach(keyword -> part.set(keyword, schema.remove(keyword)));
            }
        }
        parts.forEach(schema.withArray("/allOf")::add);
        if (schema.get("allOf").isEmpty()) {
            schema.remove("allOf");
        }
    }

    private static void accepted(List<JsonNode> values, ObjectNode inner, ObjectNode outer) {
        var in = Independent.validator(inner);
        var out = Independent.validator(outer);
        for (var value : values) {
            assertFalse(
                    in.allows(value) && !out.allows(value),
                    () -> "%s is in %s, not in %s".formatted(value, inner, outer));
        }
    }

    /** Gives every object a word for every name that values have: then no name is used by chance, which a policy excludes. */
    private static void declareAll(JsonNode node) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        for (var member : schema.properties()) {
            switch (member.getKey()) {
                case "properties", "patternProperties", "dependentSchemas", "$defs" ->
                    member.getValue().forEach(DocumentLawsTest::declareAll);
                case "allOf", "anyOf", "oneOf", "prefixItems" ->
                    member.getValue().forEach(DocumentLawsTest::declareAll);
                case "items",
                        "contains",
                        "not",
                        "if",
                        "then",
                        "else",
                        "additionalProperties",
                        "propertyNames",
                        "unevaluatedProperties" -> declareAll(member.getValue());
                default -> {}
            }
        }
        if (!schema.has("$ref")) {
            var properties = schema.withObject("/properties");
            ALL_NAMES.stream().filter(name -> !properties.has(name)).forEach(name -> properties.put(name, true));
        }
    }

    @Test
    void an_upgrade_of_the_dialect_is_no_change() {
        Seeds.forAll(200, seed -> {
            var schema = new RandomSchemas(seed).schema();
            var old = asOfThree(schema.deepCopy());
            var document = document(old, seed % 2 == 0).root().toJson();
            var three = (ObjectNode) document.deepCopy();
            three.put("openapi", "3.0.3");
            downgrade(three);
            identical(read(three), read(document));
        });
    }

    /** Leaves out what 3.0 has no words for. */
    private static ObjectNode asOfThree(ObjectNode schema) {
        prune(schema);
        return schema;
    }

    private static void prune(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of(
                    "const",
                    "if",
                    "then",
                    "else",
                    "prefixItems",
                    "contains",
                    "minContains",
                    "maxContains",
                    "unevaluatedProperties",
                    "patternProperties",
                    "propertyNames",
                    "dependentRequired",
                    "dependentSchemas"));
            if (object.path("type").isArray()) {
                object.set("type", object.path("type").get(0));
            }
            if (object.path("type").asText().equals("null")) {
                object.put("type", "string");
            }
            if (object.has("enum")) {
                object.remove("enum");
            }
            for (var member : object.properties()) {
                if (member.getValue().isBoolean()
                        && !Set.of("additionalProperties", "uniqueItems", "required")
                                .contains(member.getKey())) {
                    member.setValue(JSON.objectNode());
                }
            }
        }
        if (node instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                if (array.get(i).isBoolean()) {
                    array.set(i, JSON.objectNode());
                }
            }
        }
        node.forEach(DocumentLawsTest::prune);
    }

    /** Exclusive bounds as 3.0 writes them. */
    private static void downgrade(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var side : List.of("Minimum", "Maximum")) {
                var bound = object.get("exclusive" + side);
                if (bound != null && bound.isNumber()) {
                    var plain = side.toLowerCase(Locale.ROOT);
                    object.set(plain, bound);
                    object.put("exclusive" + side, true);
                }
            }
        }
        node.forEach(DocumentLawsTest::downgrade);
    }
}
