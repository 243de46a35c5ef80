package dev.seamwright.broker.crosscheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.BrokerConfig.VerdictSettings;
import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.broker.testing.TestDatabase;
import dev.seamwright.verifier.comparison.Strength;
import dev.seamwright.verifier.footprint.Gate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What verdicts ask for is a setting: how much a cross-check must prove, and whose failing by a change of a document counts. */
class VerdictSettingsTest {
    private static final String PACT = """
            {"consumer":{"name":"web"},"provider":{"name":"orders"},
             "interactions":[{"description":"an order","request":{"method":"GET","path":"/orders/1"},
               "response":{"status":200,"headers":{"Content-Type":"application/json"},"body":{"id":"x"},
                           "matchingRules":{"$.body.id":{"match":"type"}}}}],
             "metadata":{"pactSpecification":{"version":"2.0.0"}}}""";

    /** @param required members of the order that the document promises; the others may be left out */
    private static String document(String required, String members) {
        return """
                openapi: 3.1.0
                info: {title: Orders, version: '1'}
                paths:
                  /orders/{id}:
                    get:
                      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
                      responses:
                        '200':
                          description: An order.
                          content: {application/json: {schema: {type: object, required: [%s], properties: {%s}}}}
                """.formatted(required, members);
    }

    private static JsonNode ok(Answer answer) {
        assertTrue(answer.status() < 300, answer.body());
        return answer.json();
    }

    private static void publish(ApiClient api, String participant, String version, String kind, String content) {
        var body = JsonNodeFactory.instance.objectNode().put("branch", "main");
        var contract = body.putArray("contracts").addObject().put("kind", kind).put("content", content);
        if (kind.equals("pact")) {
            contract.put("provider", "orders");
        } else {
            contract.putObject("evidence").put("success", true).put("verifier", "schemathesis");
        }
        ok(api.post("/participants/%s/versions/%s/contracts".formatted(participant, version), body.toString()));
    }

    private static void deploy(ApiClient api, String participant, String version) {
        ok(api.post("/deployments", """
                {"participant":"%s","version":"%s","environment":"production"}""".formatted(participant, version)));
    }

    private static JsonNode verdict(ApiClient api, String version, String expected, @Nullable String reason) {
        return Eventually.get(
                () -> ok(api.post("/verdicts/can-i-deploy", """
                        {"versions":[{"participant":"orders","version":"%s"}],"target":{"type":"environment","environment":"production"}}""".formatted(version))),
                verdict -> verdict.get("deployable").asText().equals(expected)
                        && (reason == null
                                || verdict.get("reasons")
                                        .findValuesAsText("type")
                                        .contains(reason)));
    }

    private static TestBroker broker(DatabaseSettings database, Strength strength, Gate gate) {
        return TestBroker.start(database, config -> config.with(new VerdictSettings(strength, gate)));
    }

    @Test
    void a_break_that_hits_nobody_is_refused_where_anyone_counts() {
        try (var broker = broker(TestDatabase.fresh(), Strength.DEFAULT, Gate.ANYONE)) {
            var api = ApiClient.of(broker);
            ok(api.put("/environments/production", "{\"production\":true}"));
            publish(api, "orders", "1", "openapi", document("id, total", "id: {type: string}, total: {type: number}"));
            publish(api, "web", "1", "pact", PACT);
            deploy(api, "orders", "1");
            deploy(api, "web", "1");
            verdict(api, "1", "yes", null);
            publish(api, "orders", "2", "openapi", document("id", "id: {type: string}"));
            var refused = verdict(api, "2", "no", "breaks-anyone");
            var reason = refused.at("/reasons/0");
            assertEquals("error", reason.get("level").asText(), refused::toPrettyString);
            assertEquals("1", reason.get("before").asText());
            assertTrue(reason.get("text").asText().contains("whoever keeps to that may fail"), refused::toPrettyString);
            assertEquals("breaking", reason.at("/changes/0/level").asText());
        }
    }

    @Test
    void what_was_found_at_another_strength_is_found_anew() {
        var database = TestDatabase.fresh();
        try (var broker = broker(database, Strength.DEFAULT, Gate.DEPLOYED)) {
            var api = ApiClient.of(broker);
            ok(api.put("/environments/production", "{\"production\":true}"));
            publish(api, "web", "1", "pact", PACT);
            deploy(api, "web", "1");
            publish(api, "orders", "1", "openapi", document("", "id: {type: string}"));
            verdict(api, "1", "yes", "all-successful");
        }
        try (var broker = broker(database, Strength.ALWAYS, Gate.DEPLOYED)) {
            var refused = verdict(ApiClient.of(broker), "1", "no", "failed");
            assertEquals(
                    "response-not-always-accepted",
                    refused.at("/rows/0/findings/0/rule").asText(),
                    refused::toPrettyString);
        }
        try (var broker = broker(database, Strength.EXAMPLE, Gate.DEPLOYED)) {
            verdict(ApiClient.of(broker), "1", "yes", "all-successful");
        }
    }
}
