package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookDeliveryTest {
    private final Receiver receiver = new Receiver();
    private TestBroker broker = WebhookFixture.broker();
    private WebhookFixture given = new WebhookFixture(broker.database());

    @BeforeEach
    void nothingWasSent() {
        assertEquals(List.of(), receiver.received());
    }

    @AfterEach
    void close() {
        given.close();
        broker.close();
        receiver.close();
    }

    @Test
    void a_webhook_is_delivered_once_after_the_commit() {
        webhook("contract_published", "{\"v\": \"${pactbroker.consumerVersionNumber}\"}");
        var event = given.publish("1");

        given.database.transactor().write(WebhookFixture.caller(1), tx -> {
            given.webhooks.raise(tx, event);
            Receiver.pause(Duration.ofMillis(600));
            assertEquals(List.of(), receiver.received(), "nothing is sent before the commit");
            return "";
        });

        var delivery = given.settled().getFirst();
        assertEquals(Delivery.Status.SUCCESS, delivery.status());
        Receiver.pause(Duration.ofMillis(500));
        var request = receiver.received().getFirst();
        assertEquals(1, receiver.received().size());
        assertEquals("{\"v\":\"1\"}", request.body());
        assertEquals("application/json", request.header("Content-Type"));
        assertEquals("Seamwright/development", request.header("User-Agent"));
        assertEquals(delivery.id().toString(), request.header("webhook-id"));
        assertTrue(request.header("webhook-timestamp").matches("[0-9]{10}"));
        assertFalse(given.dump().contains("webhook-delivery"), "the queue is empty again");
    }

    @Test
    void nothing_is_delivered_when_the_transaction_is_rolled_back() {
        webhook("contract_published", "{}");
        var event = given.publish("1");
        var failure = assertThrows(
                IllegalStateException.class,
                () -> given.database.transactor().write(WebhookFixture.caller(1), tx -> {
                    given.webhooks.raise(tx, event);
                    throw new IllegalStateException("rolled back");
                }));

        assertEquals("rolled back", failure.getMessage());
        Receiver.pause(Duration.ofMillis(800));
        assertEquals(List.of(), receiver.received());
        assertEquals(List.of(), given.deliveries());
    }

    @Test
    void only_webhooks_for_the_event_and_its_sides_are_triggered() {
        var event = given.publish("1");
        broker.put(
                "/webhooks/other-event-000000",
                json("{\"events\":[{\"name\":\"provider_verification_failed\"}]", "{}"));
        broker.put(
                "/webhooks/other-side-0000000",
                json("{\"events\":[{\"name\":\"contract_published\"}],\"consumer\":{\"name\":\"Bar\"}", "{}"));
        broker.put(
                "/webhooks/disabled-00000000",
                json("{\"enabled\":false,\"events\":[{\"name\":\"contract_published\"}]", "{}"));
        broker.put(
                "/webhooks/label-0000000000",
                json("{\"events\":[{\"name\":\"contract_published\"}],\"provider\":{\"label\":\"team\"}", "{}"));
        broker.put(
                "/webhooks/right-0000000000",
                json(
                        "{\"events\":[{\"name\":\"contract_published\"}],\"consumer\":{\"name\":\"Foo\"},\"provider\":{\"name\":\"Bar\"}",
                        "{}"));

        given.raise(event);
        assertEquals(
                List.of("right-0000000000"),
                given.settled().stream().map(Delivery::webhookId).toList());

        given.database
                .transactor()
                .write(
                        WebhookFixture.caller(1),
                        tx -> tx.handle()
                                .createUpdate(
                                        "INSERT INTO participant_label (participant_id, name, created_at) VALUES (?, 'team', now())")
                                .bind(0, event.providerId())
                                .execute());
        given.raise(event);
        assertEquals(3, given.settled().size(), "and the one for the label");
    }

    @Test
    void a_failed_attempt_is_repeated_until_it_succeeds_with_the_same_id() {
        webhook("contract_published", "{}");
        receiver.replies(
                exchange -> Receiver.answer(exchange, receiver.received().size() < 3 ? 503 : 202, ""));

        given.raise(given.publish("1"));

        var delivery = given.settled().getFirst();
        assertEquals(Delivery.Status.SUCCESS, delivery.status());
        assertEquals(3, delivery.attempts());
        assertEquals(
                1,
                receiver.received().stream()
                        .map(r -> r.header("webhook-id"))
                        .distinct()
                        .count());
    }

    @Test
    void after_the_last_attempt_it_is_a_failure_that_can_be_redelivered() {
        webhook("contract_published", "{}");
        receiver.replies(500);
        given.raise(given.publish("1"));
        assertEquals(Delivery.Status.FAILURE, given.settled().getFirst().status());
        assertEquals(3, receiver.received().size(), "one attempt and two retries");

        var dead = broker.get("/triggered-webhooks").json().at("/_embedded/triggeredWebhooks/0");
        assertEquals("failure", dead.get("status").asText());
        assertEquals(0, dead.get("attemptsRemaining").asInt());
        receiver.replies(200);
        var again = broker.post(dead.at("/_links/pb:redeliver/href").asText(), "{}");

        assertEquals(202, again.status());
        var delivery = given.settled().getFirst();
        assertEquals(Delivery.Status.SUCCESS, delivery.status());
        assertEquals(2, delivery.run());
        assertEquals(4, receiver.received().size());
        assertEquals(
                1,
                receiver.received().stream()
                        .map(r -> r.header("webhook-id"))
                        .distinct()
                        .count());
        var logs = broker.get(dead.at("/_links/pb:logs/href").asText(), "Accept", "text/plain")
                .body();
        assertTrue(logs.contains("attempt 3: failed") && logs.contains("attempt 1 of redelivery 1: delivered"), logs);
    }

    @Test
    void a_receiver_that_is_gone_is_called_no_more() {
        webhook("contract_published", "{}");
        receiver.replies(exchange -> Receiver.answer(exchange, 410, ""));
        var event = given.publish("1");

        given.raise(event);
        var delivery = given.settled().getFirst();
        assertEquals(Delivery.Status.FAILURE, delivery.status());
        assertEquals(1, delivery.attempts());
        assertFalse(broker.get("/webhooks/" + delivery.webhookId())
                .json()
                .get("enabled")
                .asBoolean());

        given.raise(event);
        assertEquals(1, given.settled().size());
        assertEquals(1, receiver.received().size());
    }

    @Test
    void redirects_are_not_followed_and_count_as_failures() {
        webhook("contract_published", "{}");
        receiver.replies(exchange -> {
            exchange.getResponseHeaders().set("Location", receiver.url("/elsewhere"));
            Receiver.answer(exchange, 302, "");
        });
        given.raise(given.publish("1"));

        assertEquals(Delivery.Status.FAILURE, given.settled().getFirst().status());
        assertTrue(receiver.received().stream().allMatch(r -> r.uri().startsWith("/hook")));
    }

    @Test
    void a_deleted_webhook_sends_no_more_and_its_history_stays() {
        webhook("contract_published", "{}");
        receiver.replies(exchange -> {
            assertEquals(204, broker.delete("/webhooks/" + ID).status());
            Receiver.answer(exchange, 500, "");
        });
        given.raise(given.publish("1"));

        var delivery = given.settled().getFirst();
        assertEquals(Delivery.Status.FAILURE, delivery.status());
        assertEquals(1, receiver.received().size());
        assertEquals("Deleted webhook " + ID, delivery.title());
        var list = broker.get("/webhooks/" + ID + "/triggered-webhooks").json();
        assertEquals(1, list.at("/_embedded/triggeredWebhooks").size());
    }

    @Test
    void a_broker_that_is_killed_while_sending_loses_nothing() {
        webhook("contract_published", "{}");
        var event = given.publish("1");
        broker.close(); // so that the other process is the only one
        try (var doomed = BrokerProcess.start(broker.database())) {
            receiver.replies(exchange -> Receiver.pause(Duration.ofSeconds(5)));
            given.raise(event);
            receiver.await(1);
            doomed.kill();
        }
        receiver.replies(200);
        assertEquals(Delivery.Status.NOT_RUN, given.deliveries().getFirst().status());

        broker = TestBroker.start(broker.database(), WebhookFixture::onLoopback);

        assertEquals(Delivery.Status.SUCCESS, given.settled().getFirst().status());
        assertEquals(2, receiver.received().size());
        assertEquals(
                1,
                receiver.received().stream()
                        .map(r -> r.header("webhook-id"))
                        .distinct()
                        .count());
    }

    @Test
    void two_brokers_share_the_deliveries_and_none_is_made_twice() {
        webhook("contract_published", "{\"v\": \"${pactbroker.consumerVersionNumber}\"}");
        receiver.replies(exchange -> {
            Receiver.pause(Duration.ofMillis(50));
            Receiver.answer(exchange, 200, "");
        });
        try (var second = TestBroker.start(broker.database(), WebhookFixture::onLoopback)) {
            assertNotEquals(broker.url(), second.url());
            var events = IntStream.range(0, 120)
                    .mapToObj(i -> given.publish("v" + i))
                    .toArray(WebhookEvent[]::new);
            given.raise(events);
            receiver.await(events.length);
            Receiver.waitFor("the queue to be empty", () -> !given.dump().contains("webhook-delivery"));
        }
        var ids = receiver.received().stream().map(r -> r.header("webhook-id")).toList();
        assertEquals(120, ids.size());
        assertEquals(120, new HashSet<>(ids).size());
    }

    @Test
    void every_variable_is_replaced_in_url_headers_and_body() {
        var names = Variables.NAMES.stream().sorted().toList();
        var body = names.stream()
                .map(n -> "\"%s\":\"${pactbroker.%s}\"".formatted(n, n))
                .toList();
        var created = broker.put("/webhooks/" + ID, """
                {"events":[{"name":"provider_verification_failed"}],
                 "request":{"method":"POST","url":"%s?t=${pactbroker.consumerVersionTags}",
                            "headers":{"X-Name":"${pactbroker.consumerName}!"},"body":{%s}}}
                """.formatted(receiver.url("/hook"), String.join(",", body)));
        assertEquals(201, created.status(), created.body());

        var published = given.publish("1");
        given.raise(given.verify(published, "9"));
        var request = receiver.await(1).getFirst();

        assertEquals("/hook?t=a%22b%2C+dev", request.uri());
        assertEquals("Foo!", request.header("X-Name"));
        var sent = parse(request.body());
        var pact = WebhookFixture.BASE + "/pacts/provider/Bar/consumer/Foo/pact-version/sha-of-1";
        assertEquals("Foo", sent.get("consumerName").asText());
        assertEquals("Bar", sent.get("providerName").asText());
        assertEquals("1", sent.get("consumerVersionNumber").asText());
        assertEquals("9", sent.get("providerVersionNumber").asText());
        assertEquals("a\"b, dev", sent.get("consumerVersionTags").asText());
        assertEquals("main", sent.get("consumerVersionBranch").asText());
        assertEquals("provider_verification_failed", sent.get("eventName").asText());
        assertEquals("failure", sent.get("githubVerificationStatus").asText());
        assertEquals("failed", sent.get("gitlabVerificationStatus").asText());
        assertEquals("FAILED", sent.get("bitbucketVerificationStatus").asText());
        assertEquals("failed", sent.get("azureDevOpsVerificationStatus").asText());
        assertEquals("https://ci/bar", sent.get("buildUrl").asText());
        assertEquals(pact + "/metadata/Y3ZuPTE", sent.get("pactUrl").asText());
        assertEquals(
                pact + "/verification-results/7",
                sent.get("verificationResultUrl").asText());
        assertEquals("", sent.get("providerLabels").asText());
    }

    @Test
    void a_signed_request_can_be_checked_by_its_receiver() {
        var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        broker.put(
                "/webhooks/" + ID,
                json(
                        "{\"signingSecret\":\"" + secret + "\",\"events\":[{\"name\":\"contract_published\"}]",
                        "{\"a\": 1}"));
        given.raise(given.publish("1"));

        var request = receiver.await(1).getFirst();
        assertEquals(
                Signature.of(
                        secret,
                        request.header("webhook-id"),
                        Long.parseLong(request.header("webhook-timestamp")),
                        request.body().getBytes(StandardCharsets.UTF_8)),
                request.header("webhook-signature"));
    }

    @Test
    void an_event_without_matching_webhooks_is_one_statement() {
        var event = given.publish("1");
        var statements = given.database.transactor().write(WebhookFixture.caller(1), tx -> {
            int before = given.statements.get();
            given.webhooks.raiseAll(tx, List.of(event, event, event));
            return given.statements.get() - before;
        });
        assertEquals(1, statements);
        assertEquals(List.of(), given.deliveries());
    }

    private static final String ID = "696c5f93-1b7f-44bc-8d03-59440fcaa9a0";

    private void webhook(String event, String body) {
        var answer = broker.put("/webhooks/" + ID, json("{\"events\":[{\"name\":\"" + event + "\"}]", body));
        assertEquals(201, answer.status(), answer.body());
    }

    private String json(String opening, String body) {
        return opening + ",\"request\":{\"method\":\"POST\",\"url\":\"" + receiver.url("/hook") + "\",\"body\":" + body
                + "}}";
    }

    private static JsonNode parse(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
