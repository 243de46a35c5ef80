package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people see of webhooks and deliveries in our API. */
class DeliveriesApiTest {
    private final Receiver receiver = new Receiver();
    private final TestBroker broker = WebhookFixture.broker();
    private final WebhookFixture given = new WebhookFixture(broker.database());
    private final ApiClient api = ApiClient.of(broker);

    @AfterEach
    void close() {
        given.close();
        broker.close();
        receiver.close();
    }

    private String webhook(String name, String more) {
        var answer = broker.post("/webhooks", """
                {"description":"%s",%s"events":[{"name":"contract_published"}],
                 "request":{"method":"POST","url":"%s","headers":{"Authorization":"Bearer hush"},"body":{"v":"${pactbroker.consumerVersionNumber}"}}}""".formatted(name, more, receiver.url("/hook")));
        assertEquals(201, answer.status(), answer.body());
        return answer.json().get("uuid").asText();
    }

    @Test
    void webhooks_are_listed_with_how_they_went_last() {
        given.publish("0"); // Foo and Bar
        var first = webhook("first", "\"consumer\":{\"name\":\"Foo\"},");
        webhook("second", "\"enabled\":false,");
        given.raise(given.publish("1"));
        given.settled();

        var page = api.get("/webhooks?limit=1").json();
        var listed = page.at("/items/0");
        assertEquals(first, listed.get("id").asText());
        assertEquals("Foo", listed.at("/consumer/name").asText());
        assertEquals("[\"contract_published\"]", listed.get("events").toString());
        assertEquals("success", listed.at("/lastDelivery/state").asText());
        var rest =
                api.get("/webhooks?limit=1&cursor=" + page.get("next").asText()).json();
        assertEquals("second", rest.at("/items/0/description").asText());
        assertTrue(rest.at("/items/0/lastDelivery").isMissingNode());
        assertTrue(rest.path("next").isMissingNode());
        assertFalse(page.toString().contains("hush"));
    }

    @Test
    void the_address_of_a_slack_channel_is_shown_to_nobody() {
        var answer = broker.post("/webhooks", """
                {"format":"slack","events":[{"name":"job_dead"}],"request":{"url":"%s"}}""".formatted(receiver.url("/services/T0/secret")));
        assertEquals(201, answer.status(), answer.body());
        var listed = api.get("/webhooks").json().at("/items/0");
        assertEquals("slack", listed.get("format").asText());
        assertTrue(listed.get("url").asText().endsWith("/" + Webhook.STARS), listed::toString);
    }

    @Test
    void deliveries_are_found_by_webhook_and_state_page_by_page() {
        var good = webhook("good", "");
        given.publish("0"); // Foo and Bar
        var bad = webhook("bad", "\"provider\":{\"name\":\"Bar\"},");
        receiver.replies(exchange -> Receiver.answer(exchange, 200, ""));
        for (var version = 1; version <= 3; version++) {
            given.raise(given.publish("v" + version));
        }
        given.settled();
        receiver.replies(500);
        given.raise(given.publish("v4"));
        given.settled();

        assertEquals(8, api.get("/deliveries").json().get("items").size());
        assertEquals(
                4, api.get("/deliveries?webhook=" + good).json().get("items").size());
        assertEquals(2, api.get("/deliveries?state=failure").json().get("items").size());
        assertEquals(
                1,
                api.get("/deliveries?state=failure&webhook=" + bad)
                        .json()
                        .get("items")
                        .size());
        assertEquals(
                0, api.get("/deliveries?state=retrying").json().get("items").size());
        var seen = new HashSet<String>();
        var path = "/deliveries?limit=3";
        for (var next = path; !next.isEmpty(); ) {
            var page = api.get(next).json();
            page.get("items").forEach(item -> assertTrue(seen.add(item.get("id").asText())));
            next = page.has("next") ? path + "&cursor=" + page.get("next").asText() : "";
        }
        assertEquals(8, seen.size());
        assertEquals(400, api.wrong("GET", "/deliveries?state=lost", null).status());
    }

    @Test
    void a_delivery_shows_what_was_sent_and_what_came_back_without_secrets_and_can_be_sent_again() {
        webhook("one", "");
        receiver.replies(exchange -> Receiver.answer(exchange, 503, "come back, Bearer hush"));
        given.raise(given.publish("1"));
        given.settled();
        var id = api.get("/deliveries").json().at("/items/0/id").asText();

        var delivery = api.get("/deliveries/" + id).json();
        assertEquals("{\"v\":\"1\"}", delivery.get("payload").asText());
        assertEquals("failure", delivery.get("state").asText());
        assertEquals(3, delivery.get("log").size());
        var attempt = delivery.at("/log/0");
        assertEquals(503, attempt.get("status").asInt());
        assertEquals("come back, " + Webhook.STARS, attempt.get("response").asText());
        assertFalse(delivery.toString().contains("hush"), delivery::toString);

        receiver.replies(200);
        var again = api.send("POST", "/deliveries/" + id + "/redeliver", null);
        assertEquals(202, again.status(), again.body());
        assertEquals("not_run", again.json().get("state").asText());
        given.settled();
        var ended = api.get("/deliveries/" + id).json();
        assertEquals("success", ended.get("state").asText());
        assertEquals(2, ended.get("run").asInt());
        assertEquals(
                List.of("1/1", "1/2", "1/3", "2/1"),
                ended.get("log")
                        .valueStream()
                        .map(item -> item.get("run") + "/" + item.get("number"))
                        .toList());
        assertEquals(
                404, api.wrong("GET", "/deliveries/" + UUID.randomUUID(), null).status());
    }

    @Test
    void a_receiver_that_does_not_answer_is_told_as_an_error() {
        webhook("one", "");
        receiver.close();
        given.raise(given.publish("1"));
        given.settled();
        var id = api.get("/deliveries").json().at("/items/0/id").asText();
        var attempt = api.get("/deliveries/" + id).json().at("/log/0");
        assertTrue(attempt.path("status").isMissingNode());
        assertTrue(attempt.get("error").asText().contains("refused"), attempt::toString);
    }
}
