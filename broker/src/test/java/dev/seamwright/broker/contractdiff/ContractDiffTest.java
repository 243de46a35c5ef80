package dev.seamwright.broker.contractdiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every request and answer is checked against openapi.yaml. */
class ContractDiffTest {
    private static final TestBroker BROKER = TestBroker.start();
    private final ApiClient api = workspace();

    private static ApiClient workspace() {
        var name = "w" + UUID.randomUUID();
        ok(ApiClient.of(BROKER).post("/workspaces", "{\"name\":\"%s\"}".formatted(name)));
        return ApiClient.of(BROKER).with("Seamwright-Workspace", name);
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    private static JsonNode ok(TestBroker.Answer answer) {
        assertTrue(answer.status() < 300, answer.status() + " " + answer.body());
        return answer.json();
    }

    /** Publishes a contract, and returns its hash. */
    private String publish(String participant, String version, String kind, @Nullable String provider, String content) {
        var body = JsonNodeFactory.instance.objectNode();
        var contract = body.putArray("contracts").addObject().put("kind", kind).put("content", content);
        if (provider != null) {
            contract.put("provider", provider);
        }
        return ok(api.post("/participants/%s/versions/%s/contracts".formatted(participant, version), body.toString()))
                .at("/contracts/0/sha256")
                .asText();
    }

    private void deploy(String participant, String version) {
        ok(api.put("/environments/live", "{\"production\":true}"));
        ok(api.post("/deployments", """
                {"participant":"%s","version":"%s","environment":"live"}""".formatted(participant, version)));
    }

    private void result(String sha256, String provider, String providerVersion, boolean success) {
        ok(api.post("/verifications", """
                {"contract":{"kind":"pact","sha256":"%s"},"provider":"%s","providerVersion":"%s","success":%s}""".formatted(sha256, provider, providerVersion, success)));
    }

    private JsonNode diff(String kind, String before, String after) {
        return ok(api.get("/contracts/%s/%s/diff/%s".formatted(kind, before, after)));
    }

    @Test
    void of_a_pact_is_told_what_became_of_each_interaction_and_whether_the_provider_that_runs_keeps_it() {
        var before = publish("web", "1", "pact", "orders", Given.document("web", "orders", "list"));
        var after = publish(
                "web",
                "2",
                "pact",
                "orders",
                Given.document("web", "orders", "list")
                        .replace(
                                "\"status\":200}}",
                                "\"status\":201}},{\"description\":\"find\",\"request\":{\"method\":\"GET\",\"path\":\"/find\"},\"response\":{\"status\":200}}"));
        result(before, "orders", "7", true);
        result(after, "orders", "7", false);
        deploy("orders", "7");

        var diff = diff("pact", before, after);

        assertEquals("risky", diff.get("verdict").asText());
        assertEquals("interaction-changed", diff.at("/findings/0/rule").asText());
        assertEquals(
                "The consumer expects something else.",
                diff.at("/findings/0/message").asText());
        assertEquals(
                "[\"/response/status\",\"- 200\",\"+ 201\"]",
                diff.at("/findings/0/witness").toString());
        assertEquals("/interactions/0", diff.at("/findings/0/before").asText());
        assertEquals("interaction-added", diff.at("/findings/1/rule").asText());
        assertEquals("/interactions/1", diff.at("/findings/1/after").asText());
        assertFalse(diff.at("/findings/1").has("before"));
        assertEquals(
                "{\"participant\":\"orders\",\"version\":\"7\",\"environments\":[\"live\"],\"before\":\"success\",\"after\":\"failed\"}",
                diff.at("/others/0").toString());

        assertEquals(
                "safe", diff("pact", after, before).at("/findings/1/level").asText(), "what is gone breaks nobody");
        assertEquals("identical", diff("pact", after, after).get("verdict").asText());
    }

    @Test
    void of_an_openapi_document_is_told_which_consumer_that_runs_each_change_hits() {
        var document = """
                openapi: 3.1.0
                info: {title: Orders, version: '1'}
                paths:
                  /list:
                    get: {responses: {200: {description: x}}}
                  /other:
                    get: {responses: {200: {description: x}}}
                """;
        var before = publish("orders", "1", "openapi", null, document);
        var after = publish("orders", "2", "openapi", null, document.replace("/list:", "/lists:"));
        publish("web", "1", "pact", "orders", Given.document("web", "orders", "list"));
        deploy("web", "1");

        var diff = diff("openapi", before, after);

        assertEquals("breaking", diff.get("verdict").asText());
        var hit = diff.at("/findings/0/consumers/0");
        assertEquals("web", hit.path("participant").asText(), diff.toString());
        assertEquals("fails", hit.path("certainty").asText());
        assertEquals("web", diff.at("/others/0/participant").asText());
    }

    @Test
    void schemas_are_compared_by_what_postgresql_makes_of_them() {
        var before = publish("shop-db", "1", "db-schema", null, Given.schema("shop", "archive"));
        var after = publish("shop-db", "2", "db-schema", null, Given.schema("shop"));
        publish("web", "1", "db-usage", "shop-db", Given.usage("SELECT 1"));
        deploy("web", "1");

        var diff = diff("db-schema", before, after);

        assertEquals("archive", diff.at("/findings/0/subject").asText(), diff.toString());
        assertEquals("web", diff.at("/others/0/participant").asText());
        assertEquals("safe", diff("db-schema", after, before).get("verdict").asText());
    }

    @Test
    void statements_are_compared_one_by_one() {
        var before = publish("web", "1", "db-usage", "shop-db", Given.usage("SELECT 1", "SELECT 2"));
        var after = publish("web", "2", "db-usage", "shop-db", Given.usage("SELECT 2", "SELECT 3"));
        var diff = diff("db-usage", before, after);
        assertEquals(List.of("statement-added", "statement-removed"), diff.findValuesAsText("rule"));
    }

    @Test
    void a_contract_that_is_not_there_is_not_found() {
        var sha = publish("web", "1", "pact", "orders", Given.document("web", "orders", "list"));
        assertEquals(
                404,
                api.get("/contracts/pact/%s/diff/%s".formatted(sha, "0".repeat(64)))
                        .status());
        assertEquals(
                404,
                api.get("/contracts/openapi/%s/diff/%s".formatted(sha, sha)).status());
    }
}
