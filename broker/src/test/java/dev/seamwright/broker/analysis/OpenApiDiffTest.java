package dev.seamwright.broker.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiDiffTest {
    private static final String DIFF = "/analysis/openapi-diff";
    private static final String ORDERS = """
            openapi: 3.1.0
            info: { title: orders, version: "1" }
            paths:
              /orders:
                post:
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: { $ref: "#/components/schemas/Order" }
                  responses:
                    "204": { description: taken }
            components:
              schemas:
                Order:
                  type: object
                  properties:
                    amount: { type: integer, maximum: 100 }
            """;

    private final TestBroker broker = TestBroker.start();
    private final ApiClient api = ApiClient.of(broker);

    @AfterAll
    void stop() {
        broker.close();
    }

    private static String question(String before, String after) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("before", before)
                .put("after", after)
                .toString();
    }

    @Test
    void a_bound_that_is_lowered_breaks_with_a_value_that_is_refused_now() {
        var answer = api.post(DIFF, question(ORDERS, ORDERS.replace("100", "50")));
        assertEquals(200, answer.status(), answer.body());
        assertEquals("breaking", answer.json().path("verdict").asText());
        var finding = answer.json().at("/findings/0");
        assertEquals("schema-bound-narrowed", finding.path("rule").asText());
        assertEquals(
                "/components/schemas/Order/properties/amount",
                finding.path("subject").asText());
        assertEquals("POST /orders", finding.at("/uses/0/operation").asText());
        assertEquals("sent, and refused now: 51", finding.at("/witness/1").asText());
    }

    @Test
    void other_words_for_the_same_are_identical() {
        var answer =
                api.post(DIFF, question(ORDERS, ORDERS.replace("integer, maximum: 100", "[integer], maximum: 100.0")));
        assertEquals("identical", answer.json().path("verdict").asText(), answer.body());
        assertTrue(answer.json().path("findings").isEmpty());
    }

    @Test
    void what_is_no_document_cannot_be_judged() {
        var answer = api.post(DIFF, question(ORDERS, "openapi: 9.9.9"));
        assertEquals(422, answer.status(), answer.body());
        assertTrue(answer.json().path("detail").asText().startsWith("The document after: "), answer.body());
    }

    private static String pact(String amount) {
        return """
                {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [
                  {"description": "an order", "request": {"method": "POST", "path": "/orders",
                    "headers": {"Content-Type": "application/json"}, "body": {"amount": %s}}, "response": {"status": 204}}]}
                """.formatted(amount);
    }

    private static ObjectNode asked(String after) {
        var question =
                JsonNodeFactory.instance.objectNode().put("before", ORDERS).put("after", after);
        var consumers = question.putArray("consumers");
        consumers
                .addObject()
                .put("pact", pact("80"))
                .put("version", "2")
                .putArray("environments")
                .add("production");
        consumers.addObject().put("pact", pact("8")).put("consumer", "mobile").put("version", "1");
        return question;
    }

    @Test
    void each_finding_says_which_consumers_it_hits() {
        var answer = api.post(DIFF, asked(ORDERS.replace("100", "50")).toString());
        assertEquals(200, answer.status(), answer.body());
        var finding = answer.json().at("/findings/0");
        assertEquals("web", finding.at("/hits/0/consumer").asText(), answer.body());
        assertEquals("production", finding.at("/hits/0/environments/0").asText());
        assertEquals("fails", finding.at("/hits/0/certainty").asText());
        assertEquals(
                "/interactions/0", finding.at("/hits/0/interactions/0/pointer").asText());
        assertEquals("touches", finding.at("/hits/1/certainty").asText());
        assertEquals("breaking", answer.json().at("/gates/deployed").asText());
    }

    @Test
    void what_hits_nobody_deployed_says_so() {
        var before = ORDERS.replace("amount:", "note: { type: string, maxLength: 9 }\n        amount:");
        var question = asked(before.replace("maxLength: 9", "maxLength: 5")).put("before", before);
        var answer = api.post(DIFF, question.toString());
        assertEquals(200, answer.status(), answer.body());
        assertEquals("breaking", answer.json().at("/gates/anyone").asText());
        assertEquals("safe", answer.json().at("/gates/deployed").asText());
        assertEquals(
                "never sends note", answer.json().at("/findings/0/misses/0/why").asText());
    }

    @Test
    void a_pact_that_is_none_is_told_with_its_place() {
        var question =
                JsonNodeFactory.instance.objectNode().put("before", ORDERS).put("after", ORDERS);
        question.putArray("consumers").addObject().put("pact", "[]");
        var answer = api.post(DIFF, question.toString());
        assertEquals(422, answer.status(), answer.body());
        assertTrue(answer.body().contains("/consumers/0"), answer.body());
    }

    @Test
    void a_part_of_a_document_knows_its_users() {
        var question = JsonNodeFactory.instance.objectNode().put("openapi", ORDERS);
        question.putArray("consumers").addObject().put("pact", pact("1")).put("version", "3");
        var answer = api.post(
                "/analysis/openapi-usage",
                question.put("pointer", "/components/schemas/Order/properties/amount")
                        .toString());
        assertEquals(200, answer.status(), answer.body());
        assertEquals(
                "POST /orders: sends /amount",
                answer.json().at("/users/0/interactions/0/how").asText());
        assertTrue(answer.json().path("unused").isEmpty(), answer.body());
        var nowhere = api.post(
                "/analysis/openapi-usage", question.put("pointer", "/nothing").toString());
        assertEquals(400, nowhere.status(), nowhere.body());
    }

    @Test
    void a_policy_decides_what_counts_and_says_so() {
        var question =
                JsonNodeFactory.instance.objectNode().put("before", ORDERS).put("after", ORDERS.replace("100", "50"));
        var fingerprint = api.post(DIFF, question.toString())
                .json()
                .at("/findings/0/fingerprint")
                .asText();
        question.put("policy", """
                accepted:
                  - { fingerprint: "%s", reason: nobody orders so much, owner: team-orders, expires: "2999-01-01" }
                  - { fingerprint: "0123456789abcdef", reason: old, owner: team-orders, expires: "2999-01-01" }
                """.formatted(fingerprint));
        var answer = api.post(DIFF, question.toString());
        assertEquals(200, answer.status(), answer.body());
        assertEquals("safe", answer.json().path("verdict").asText());
        assertEquals(
                "nobody orders so much (team-orders, until 2999-01-01)",
                answer.json().at("/findings/0/accepted").asText());
        assertTrue(answer.json().at("/warnings/0").asText().contains("0123456789abcdef"), answer.body());
        var refused = api.post(
                DIFF, question.put("policy", "severity:\n  no-rule: safe\n").toString());
        assertEquals(422, refused.status(), refused.body());
        assertTrue(refused.body().contains("line 2, column"), refused.body());
    }
}
