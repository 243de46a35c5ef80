package dev.seamwright.broker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.OpenApi;
import dev.seamwright.broker.testing.OpenApi.Operation;
import dev.seamwright.broker.testing.TestBroker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ApiDescriptionTest {
    private static final OpenApi API = OpenApi.get();

    @Test
    void every_route_is_described_and_every_description_has_a_route() {
        try (var broker = TestBroker.start()) {
            var routes = broker.broker().routes().stream()
                    .filter(route -> route.path().startsWith("/api/v1/"))
                    .map(route -> route.method().name() + " " + route.path())
                    .collect(Collectors.toCollection(TreeSet::new));
            var described = API.operations().stream()
                    .map(operation -> operation.method() + " " + operation.path())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(described, routes);
        }
    }

    @Test
    void what_is_served_is_what_was_written() {
        try (var broker = TestBroker.start()) {
            var served = ApiClient.of(broker).get("/openapi.json");
            assertEquals(200, served.status());
            assertEquals(API.document(), served.json());
        }
    }

    @Test
    void every_operation_has_an_id_of_its_own_a_summary_and_the_one_error_answer() {
        var ids = new HashSet<String>();
        for (var operation : API.operations()) {
            assertTrue(ids.add(operation.id()) && !operation.id().isEmpty(), operation.path());
            assertTrue(operation.node().has("summary"), operation.id());
            assertEquals(
                    "#/components/responses/Problem",
                    operation.node().at("/responses/default/$ref").asText(),
                    operation.id());
        }
    }

    @Test
    void every_write_takes_an_idempotency_key_but_questions() {
        var without = API.operations().stream()
                .filter(operation -> !operation.method().equals("GET"))
                .filter(operation -> !operation.node().toString().contains("#/components/parameters/IdempotencyKey"))
                .map(Operation::id)
                .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        "crossCheck",
                        "impactOfChange",
                        "rlsReviewOfSchema",
                        "migrationImpact",
                        "migrationLint",
                        "openApiDiff",
                        "openApiUsage",
                        "schemaDiff",
                        "rlsReview",
                        "claimJob",
                        "canIDeploy",
                        "canIMerge",
                        "canIMigrate"),
                without);
    }

    @Test
    void every_object_has_a_name_and_every_schema_a_type() {
        var wrong = new ArrayList<String>();
        for (var component : API.document().at("/components/schemas").properties()) {
            schema(component.getValue(), component.getKey(), true, wrong);
        }
        API.document().findValues("schema").forEach(schema -> schema(schema, schema.toString(), false, wrong));
        assertEquals(List.of(), wrong);
    }

    private static void schema(JsonNode schema, String where, boolean named, List<String> wrong) {
        if (schema.has("$ref")) {
            return;
        }
        var type = schema.path("type").asText();
        if (type.isEmpty() && !schema.has("oneOf")) {
            wrong.add(where + " has no type");
        }
        if (!named && (type.equals("object") || schema.has("oneOf"))) {
            wrong.add(where + " is an object without a name");
        }
        schema.path("properties")
                .properties()
                .forEach(member -> schema(member.getValue(), where + "." + member.getKey(), false, wrong));
        if (type.equals("array")) {
            schema(schema.path("items"), where + "[]", false, wrong);
        }
        schema.path("oneOf").forEach(variant -> schema(variant, where + "|", false, wrong));
    }

    @Test
    void every_reference_leads_somewhere_and_every_component_is_used() {
        var references = API.document().findValuesAsText("$ref");
        for (var reference : references) {
            assertTrue(!API.document().at(reference.substring(1)).isMissingNode(), reference);
        }
        for (var kind : List.of("schemas", "parameters", "responses", "headers")) {
            API.document()
                    .at("/components/" + kind)
                    .fieldNames()
                    .forEachRemaining(name -> assertTrue(
                            references.contains("#/components/%s/%s".formatted(kind, name)), name + " is not used"));
        }
    }

    @Test
    void every_example_is_right() {
        for (var component : API.document().at("/components/schemas").properties()) {
            for (var example : component.getValue().path("examples")) {
                assertEquals(
                        List.of(),
                        API.validate("/components/schemas/" + component.getKey(), example.toString()),
                        component.getKey());
            }
        }
    }
}
