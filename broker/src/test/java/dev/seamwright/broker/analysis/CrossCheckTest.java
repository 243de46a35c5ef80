package dev.seamwright.broker.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossCheckTest {
    private static final String PATH = "/analysis/cross-check";

    private static final String DOCUMENT = """
            openapi: 3.1.0
            info: {title: shop, version: "1"}
            paths:
              /orders/{id}:
                get:
                  parameters:
                    - {name: id, in: path, required: true, schema: {type: integer}}
                  responses:
                    "200":
                      description: an order
                      content:
                        application/json:
                          schema: {type: object, properties: {total: {type: number}}}
            """;

    private static final String PACT = """
            {"consumer": {"name": "web"}, "provider": {"name": "orders"},
             "interactions": [{"description": "an order",
               "request": {"method": "GET", "path": "/orders/7"},
               "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"total": 1},
                 "matchingRules": {"body": {"$.total": {"matchers": [{"match": "MATCHER"}]}}}}}],
             "metadata": {"pactSpecification": {"version": "3.0.0"}}}
            """;

    private final TestBroker broker = TestBroker.start();
    private final ApiClient api = ApiClient.of(broker);

    @AfterAll
    void stop() {
        broker.close();
    }

    private static String question(String pact, String document, String strength) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("pact", pact)
                .put("openapi", document)
                .put("strength", strength)
                .toString();
    }

    @Test
    void a_matcher_that_the_provider_does_not_keep_fails_with_a_response_that_shows_it() {
        var answer = api.post(PATH, question(PACT.replace("MATCHER", "integer"), DOCUMENT, "matchers"));
        assertEquals(200, answer.status(), answer.body());
        assertEquals("fail", answer.json().path("verdict").asText());
        var finding = answer.json().at("/findings/0");
        assertEquals("response-matcher-not-kept", finding.path("rule").asText());
        assertEquals(
                "/interactions/0/response/body/total",
                finding.at("/pact/pointer").asText());
        assertEquals(13, finding.at("/document/line").asInt());
        assertTrue(finding.path("witness").asText().startsWith("{\"total\":"), finding.toString());
    }

    @Test
    void strengths_are_told_apart() {
        var pact = PACT.replace("MATCHER", "number");
        assertEquals(
                "pass",
                api.post(PATH, question(pact, DOCUMENT, "matchers"))
                        .json()
                        .path("verdict")
                        .asText());
        var always = api.post(PATH, question(pact, DOCUMENT, "always")).json();
        assertEquals("fail", always.path("verdict").asText());
        assertEquals(
                "response-not-always-accepted", always.at("/findings/0/rule").asText());
    }

    @Test
    void what_cannot_be_judged_is_told_with_its_place() {
        var noDocument = api.post(PATH, question(PACT, "openapi: 4.0.0", "matchers"));
        assertEquals(422, noDocument.status(), noDocument.body());
        assertTrue(noDocument.body().contains("/openapi"), noDocument.body());
        assertEquals(422, api.post(PATH, question("[]", DOCUMENT, "matchers")).status());
    }
}
