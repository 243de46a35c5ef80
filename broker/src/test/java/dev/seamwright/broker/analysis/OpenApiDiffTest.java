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
}
