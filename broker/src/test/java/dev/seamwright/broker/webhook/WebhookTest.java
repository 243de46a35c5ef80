package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.broker.token.Authenticator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WebhookTest {
    private static final String ID = "696c5f93-1b7f-44bc-8d03-59440fcaa9a0";

    private final Receiver receiver = new Receiver();
    private final TestBroker broker = WebhookFixture.broker();
    private final WebhookFixture given = new WebhookFixture(broker.database());

    @BeforeEach
    void publish() {
        given.publish("1");
    }

    @AfterEach
    void close() {
        given.close();
        broker.close();
        receiver.close();
    }

    // ---- create, read, update, delete

    @Test
    void a_webhook_is_made_read_replaced_and_deleted() {
        var made = broker.post("/webhooks/provider/Bar/consumer/Foo", """
                {"description":"a webhook","events":[{"name":"contract_content_changed"}],
                 "request":{"method":"POST","url":"http://127.0.0.1/","headers":{"Foo":"bar"},"body":{"some":"body"}}}
                """);
        assertEquals(201, made.status(), made.body());
        assertEquals("Foo", made.json().at("/consumer/name").asText());
        assertEquals("Bar", made.json().at("/provider/name").asText());
        assertEquals("body", made.json().at("/request/body/some").asText());
        assertTrue(made.json().get("enabled").asBoolean());
        var self = made.json().at("/_links/self/href").asText();
        assertEquals(self, made.header("Location"));
        assertEquals(
                self + "/execute", made.json().at("/_links/pb:execute/href").asText());

        for (var list : List.of(
                "/webhooks", "/webhooks/provider/Bar/consumer/Foo", "/pacts/provider/Bar/consumer/Foo/webhooks")) {
            assertEquals(
                    self,
                    broker.get(list).json().at("/_links/pb:webhooks/0/href").asText(),
                    list);
        }
        assertEquals(
                0,
                broker.get("/webhooks/provider/Bar")
                        .json()
                        .at("/_links/pb:webhooks")
                        .size());

        var put = broker.put(self, """
                {"enabled":false,"request":{"method":"post","url":"http://127.0.0.1/x","body":"<xml></xml>"}}
                """);
        assertEquals(200, put.status(), put.body());
        assertEquals("<xml></xml>", put.json().at("/request/body").asText());
        assertEquals("contract_content_changed", put.json().at("/events/0/name").asText());
        assertFalse(put.json().has("consumer"));
        assertEquals(put.json().toString(), broker.get(self).json().toString());

        assertEquals(204, broker.delete(self).status());
        assertEquals(404, broker.get(self).status());
        assertEquals(404, broker.delete(self).status());
    }

    @Test
    void a_path_that_names_nobody_is_not_found() {
        var body = "{\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1/\"}}";
        assertEquals(
                404, broker.post("/webhooks/provider/Bar/consumer/Nobody", body).status());
        assertEquals(404, broker.post("/webhooks/provider/Nobody", body).status());
        assertEquals(404, broker.get("/webhooks/consumer/Nobody").status());
        assertEquals(404, broker.get("/webhooks/non-existent-uuid").status());
        assertEquals(
                404, broker.post("/webhooks/non-existent-uuid/execute", "{}").status());
    }

    @Test
    void only_https_posts_are_allowed_unless_the_operator_says_so() {
        try (var strict = TestBroker.start()) {
            var answer = strict.post("/webhooks", "{\"request\":{\"method\":\"PUT\",\"url\":\"http://example.com/\"}}");
            assertTrue(answer.json().at("/errors/request.url/0").asText().contains("use https"), answer.body());
            assertTrue(answer.json().at("/errors/request.method/0").asText().contains("use POST"), answer.body());
            assertEquals(
                    201,
                    strict.post("/webhooks", "{\"request\":{\"method\":\"POST\",\"url\":\"https://webhook\"}}")
                            .status());
        }
    }

    // ---- secrets

    @Test
    void secrets_are_sent_and_seen_nowhere_else() {
        var secrets =
                List.of("pass-5ecret-word", "hdr-5ecret-token", "hdr-5ecret-cookie", "whsec_" + "c2VjcmV0".repeat(4));
        var seen = new ArrayList<String>();
        var logs = captureLogs();
        receiver.replies(exchange -> Receiver.answer(
                exchange, 200, "echo " + exchange.getRequestHeaders().entrySet()));

        var body = """
                {"signingSecret":"%s","events":[{"name":"contract_published"}],"request":{"method":"POST","url":"%s",
                 "username":"me","password":"%s","headers":{"X-Auth-Token":"%s","Cookie":"%s","X-Open":"open"},"body":{}}}
                """.formatted(secrets.get(3), receiver.url("/"), secrets.get(0), secrets.get(1), secrets.get(2));
        seen.add(broker.put("/webhooks/" + ID, body, "Idempotency-Key", "k1").body());
        seen.add(broker.get("/webhooks/" + ID).body());
        seen.add(broker.get("/webhooks").body());
        seen.add(broker.post("/webhooks/" + ID + "/execute", "{}").body());
        seen.add(broker.post("/webhooks/execute", body).body());
        given.raise(given.publish("2"));
        var delivery = given.settled().getFirst();
        assertEquals(Delivery.Status.SUCCESS, delivery.status());
        seen.add(broker.get("/triggered-webhooks/" + delivery.id() + "/logs").body());
        seen.add(broker.get("/triggered-webhooks/" + delivery.id() + "/logs", "Accept", "text/plain")
                .body());
        seen.add(given.dump());
        logs.forEach(event -> seen.add(event.getFormattedMessage()));

        for (var request : receiver.received()) {
            assertEquals("Basic bWU6cGFzcy01ZWNyZXQtd29yZA==", request.header("Authorization"));
            assertEquals(secrets.get(1), request.header("X-Auth-Token"));
        }
        assertEquals(3, receiver.received().size());
        assertTrue(seen.get(6).contains("echo"), "the operator has listed the host, so the response is in the logs");
        for (var text : seen) {
            for (var secret : secrets) {
                assertFalse(text.contains(secret), text);
            }
            assertFalse(text.contains("bWU6cGFzcy01ZWNyZXQtd29yZA"), text);
        }
        assertEquals(
                "**********",
                broker.get("/webhooks/" + ID).json().at("/request/password").asText());
        assertEquals(
                "**********",
                broker.get("/webhooks/" + ID)
                        .json()
                        .at("/request/headers/Cookie")
                        .asText());
        assertEquals(
                "open",
                broker.get("/webhooks/" + ID)
                        .json()
                        .at("/request/headers/X-Open")
                        .asText());
        assertFalse(logs.isEmpty());
    }

    @Test
    void stars_and_a_missing_password_keep_the_stored_secrets() {
        var form = """
                {"request":{"method":"POST","url":"%s","username":"me"%s,"headers":{"X-Api-Key":"%s"}}}
                """;
        broker.put("/webhooks/" + ID, form.formatted(receiver.url("/"), ",\"password\":\"old\"", "key-1"));
        assertEquals(
                200,
                broker.put("/webhooks/" + ID, form.formatted(receiver.url("/"), "", "**********"))
                        .status());
        assertEquals(
                200,
                broker.put("/webhooks/" + ID, form.formatted(receiver.url("/"), ",\"password\":\"***\"", "**"))
                        .status());
        broker.post("/webhooks/" + ID + "/execute", "{}");
        assertEquals("Basic bWU6b2xk", receiver.await(1).getFirst().header("Authorization"));
        assertEquals("key-1", receiver.received().getFirst().header("X-Api-Key"));

        broker.put("/webhooks/" + ID, form.formatted(receiver.url("/"), ",\"password\":null", "key-2"));
        broker.post("/webhooks/" + ID + "/execute", "{}");
        assertEquals("Basic bWU6", receiver.await(2).get(1).header("Authorization"));
        assertEquals("key-2", receiver.received().get(1).header("X-Api-Key"));
        assertNull(broker.get("/webhooks/" + ID).json().at("/request").get("password"));
    }

    private static final String GUARDED = """
            {"signingSecret":"%1$s","request":{"method":"POST","url":"%2$s","username":"me","password":"%3$s","headers":{"X-Api-Key":"%4$s"}}}
            """;
    private static final String SIGNING = "whsec_" + "c2VjcmV0".repeat(4);
    private static final String STARS = Webhook.STARS;

    @Test
    void stored_secrets_are_asked_for_again_when_the_request_goes_to_another_host() {
        try (var wide =
                TestBroker.start(config -> WebhookFixture.with(config, policy(List.of("*"), Duration.ofSeconds(5))))) {
            var made = wide.put(
                    "/webhooks/" + ID, GUARDED.formatted(SIGNING, "https://ci.example.com/hook", "pass", "key"));
            assertEquals(201, made.status(), made.body());
            for (var elsewhere : List.of(
                    "http://ci.example.com",
                    "https://ci.example.com:8443",
                    "https://example.com",
                    "https://ci.example.com.example.org")) {
                var url = elsewhere + "/hook";
                var starred = wide.put("/webhooks/" + ID, GUARDED.formatted(STARS, url, STARS, "***"));
                assertEquals(400, starred.status(), starred.body());
                for (var place : List.of("signingSecret", "request.password", "request.headers.X-Api-Key")) {
                    assertTrue(
                            starred.json()
                                    .path("errors")
                                    .path(place)
                                    .path(0)
                                    .asText()
                                    .startsWith(
                                            "Is stored for https://ci.example.com, and the request goes to another host, %s: give it again, or "
                                                    .formatted(elsewhere)),
                            starred.body());
                }
                var leftOut =
                        wide.put("/webhooks/" + ID, "{\"request\":{\"method\":\"POST\",\"url\":\"" + url + "\"}}");
                assertEquals(400, leftOut.status(), leftOut.body());
                assertEquals(
                        Set.of("signingSecret", "request.password"),
                        leftOut.json()
                                .path("errors")
                                .propertyStream()
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toSet()),
                        leftOut.body());
            }
            assertEquals(made.json(), wide.get("/webhooks/" + ID).json(), "nothing was changed");
        }
    }

    @Test
    void secrets_that_are_given_again_or_taken_away_go_along_to_another_host() {
        try (var other = new Receiver()) {
            broker.put("/webhooks/" + ID, GUARDED.formatted(SIGNING, receiver.url("/"), "old", "key-1"));
            assertEquals(
                    400,
                    broker.put("/webhooks/" + ID, GUARDED.formatted(STARS, other.url("/"), STARS, STARS))
                            .status());
            broker.post("/webhooks/" + ID + "/execute", "{}");
            assertEquals("key-1", receiver.await(1).getFirst().header("X-Api-Key"));
            assertEquals(List.of(), other.received());

            var again = broker.put("/webhooks/" + ID, GUARDED.formatted(SIGNING, other.url("/"), "new", "key-2"));
            assertEquals(200, again.status(), again.body());
            broker.post("/webhooks/" + ID + "/execute", "{}");
            assertEquals("Basic bWU6bmV3", other.await(1).getFirst().header("Authorization"));
            assertEquals("key-2", other.received().getFirst().header("X-Api-Key"));

            var bare = broker.put("/webhooks/" + ID, """
                    {"signingSecret":null,"request":{"method":"POST","url":"%s","password":null}}
                    """.formatted(receiver.url("/")));
            assertEquals(200, bare.status(), bare.body());
            broker.post("/webhooks/" + ID + "/execute", "{}");
            var sent = receiver.await(2).get(1);
            for (var header : List.of("Authorization", "X-Api-Key", "webhook-signature")) {
                assertEquals("", sent.header(header), header);
            }
        }
    }

    @Test
    void stored_secrets_stay_whatever_the_path_and_the_spelling_of_the_same_host() {
        broker.put("/webhooks/" + ID, GUARDED.formatted(SIGNING, receiver.url("/old"), "old", "key-1"));
        var spelled = receiver.url("/new?of=${pactbroker.consumerName}").replace("http:", "HTTP:");
        var put = broker.put("/webhooks/" + ID, GUARDED.formatted(STARS, spelled, STARS, STARS));
        assertEquals(200, put.status(), put.body());
        broker.post("/webhooks/" + ID + "/execute", "{}");
        var sent = receiver.await(1).getFirst();
        assertEquals("/new?of=Foo", sent.uri());
        assertEquals("Basic bWU6b2xk", sent.header("Authorization"));
        assertEquals("key-1", sent.header("X-Api-Key"));
        assertTrue(sent.header("webhook-signature").startsWith("v1,"));
    }

    // ---- trying out

    @Test
    void trying_a_webhook_tells_what_was_sent_and_what_came_back() {
        receiver.replies(exchange -> Receiver.answer(exchange, 418, "{\"tea\":true}"));
        var answer = broker.post("/webhooks/execute", """
                {"request":{"method":"POST","url":"%s","body":{"n":"${pactbroker.consumerVersionNumber}","e":"${pactbroker.eventName}"}}}
                """.formatted(receiver.url("/x")))
                .json();

        assertFalse(answer.get("success").asBoolean());
        assertEquals(418, answer.at("/response/status").asInt());
        assertTrue(answer.at("/response/body/tea").asBoolean());
        assertEquals(
                "{\"n\":\"1\",\"e\":\"test\"}", receiver.received().getFirst().body());
        assertTrue(answer.get("logs").asText().contains("HTTP 418"));
        assertEquals(List.of(), given.deliveries());
    }

    @Test
    void a_response_is_hidden_unless_the_operator_has_listed_the_hosts() {
        var hidden = new WebhookSender(policy(List.of(), Duration.ofSeconds(5)), "test", java.time.Clock.systemUTC());
        try (hidden) {
            var outcome = hidden.send(WebhookSender.prepare(
                    "id",
                    new Webhook.Request("POST", receiver.url("/"), java.util.Map.of(), null, null, null, null),
                    new Variables(java.util.Map.of())));
            assertEquals("the address of '127.0.0.1' is not a public one", outcome.error());
        }
        assertEquals(List.of(), receiver.received());
    }

    @Test
    void a_response_that_never_ends_is_cut_off_in_time() {
        receiver.replies(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (var i = 0; i < 200; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                Receiver.pause(Duration.ofMillis(100));
            }
        });
        var begin = Instant.now();
        try (var hasty = TestBroker.start(
                config -> WebhookFixture.with(config, policy(List.of("127.0.0.1"), Duration.ofSeconds(1))))) {
            var answer = hasty.post(
                            "/webhooks/execute",
                            "{\"request\":{\"method\":\"POST\",\"url\":\"" + receiver.url("/") + "\"}}")
                    .json();
            assertFalse(answer.get("success").asBoolean());
            assertEquals(
                    "no complete response within 1 s",
                    answer.at("/error/message").asText());
        }
        assertTrue(Duration.between(begin, Instant.now()).toSeconds() < 10);
    }

    @Test
    void of_a_large_response_only_the_beginning_is_read() {
        receiver.replies(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var megabyte = new byte[1 << 20];
            java.util.Arrays.fill(megabyte, (byte) 'y');
            for (var i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(megabyte);
            }
            exchange.close();
        });
        var answer = broker.post(
                        "/webhooks/execute",
                        "{\"request\":{\"method\":\"POST\",\"url\":\"" + receiver.url("/") + "\"}}")
                .json();
        assertTrue(answer.get("success").asBoolean(), answer.get("logs").asText());
        assertEquals(64 * 1024, answer.at("/response/body").asText().length());

        var request = new Webhook.Request("POST", receiver.url("/"), java.util.Map.of(), null, null, null, null);
        var outgoing = WebhookSender.prepare("id", request, new Variables(java.util.Map.of()));
        try (var sender = new WebhookSender(WebhookFixture.policy(), "test", java.time.Clock.systemUTC())) {
            for (var i = 0; i < 110; i++) { // more than the client's connections: each is given back
                assertTrue(sender.send(outgoing).success());
            }
        }
    }

    @Test
    void no_connection_is_held_while_receivers_think() {
        receiver.replies(exchange -> {
            Receiver.pause(Duration.ofSeconds(3));
            Receiver.answer(exchange, 200, "");
        });
        var trial = "{\"request\":{\"method\":\"POST\",\"url\":\"" + receiver.url("/") + "\"}}";
        var answers = new CopyOnWriteArrayList<Answer>();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 8; i++) { // the pool has 4 connections
            threads.add(Thread.startVirtualThread(() -> answers.add(broker.post("/webhooks/execute", trial))));
        }
        receiver.await(8);
        assertEquals(200, broker.get("/webhooks").status());
        assertTrue(answers.isEmpty(), "all eight were under way at once");
        threads.forEach(WebhookTest::join);
        assertTrue(answers.stream().allMatch(a -> a.json().get("success").asBoolean()));
    }

    // ---- what was triggered

    @Test
    void triggered_webhooks_are_listed_with_the_pact_and_with_the_result() {
        broker.put(
                "/webhooks/" + ID,
                "{\"description\":\"hook\",\"events\":[{\"name\":\"contract_published\"},{\"name\":\"provider_verification_failed\"}],\"request\":{\"method\":\"POST\",\"url\":\""
                        + receiver.url("/") + "\"}}");
        var published = given.publish("2");
        given.raise(published, given.verify(published, "9"));
        given.settled();

        var status =
                broker.get("/pacts/provider/Bar/consumer/Foo/webhooks/status").json();
        assertEquals(2, status.at("/summary/successful").asInt());
        assertEquals(0, status.at("/summary/failed").asInt());
        var ofVersion = broker.get("/pacts/provider/Bar/consumer/Foo/version/2/triggered-webhooks")
                .json();
        assertEquals(2, ofVersion.at("/_embedded/triggeredWebhooks").size());
        var ofResult = broker.get(
                        "/pacts/provider/Bar/consumer/Foo/pact-version/sha-of-2/verification-results/7/triggered-webhooks")
                .json();
        assertEquals(
                "provider_verification_failed",
                ofResult.at("/_embedded/triggeredWebhooks/0/eventName").asText());
        assertEquals("hook", ofResult.at("/_embedded/triggeredWebhooks/0/name").asText());
        assertEquals(1, ofResult.at("/_embedded/triggeredWebhooks").size());
        assertEquals(
                0,
                broker.get("/pacts/provider/Bar/consumer/Foo/version/1/triggered-webhooks")
                        .json()
                        .at("/_embedded/triggeredWebhooks")
                        .size());
    }

    // ---- workspaces

    @Test
    void another_workspace_sees_triggers_and_redelivers_nothing() {
        given.database.jdbi().useTransaction(handle -> {
            handle.execute("SET LOCAL ROLE seamwright_operator");
            handle.execute("INSERT INTO workspace (name, created_at) VALUES ('other', now())");
        });
        String[] other = {Authenticator.WORKSPACE_HEADER, "other"};
        var body = "{\"events\":[{\"name\":\"contract_published\"}],\"request\":{\"method\":\"POST\",\"url\":\""
                + receiver.url("/%s") + "\"}}";
        assertEquals(201, broker.put("/webhooks/" + ID, body.formatted("mine")).status());
        assertEquals(404, broker.get("/webhooks/" + ID, other).status());
        assertEquals(404, broker.delete("/webhooks/" + ID, other).status());
        assertEquals(
                404, broker.post("/webhooks/" + ID + "/execute", "{}", other).status());
        assertEquals(
                201,
                broker.put("/webhooks/" + ID, body.formatted("theirs"), other).status(),
                "the id is free there");

        given.raise(given.publish("2"));
        var delivery = given.settled().getFirst();

        assertEquals(
                List.of("/mine"),
                receiver.received().stream().map(Receiver.Received::uri).toList());
        assertEquals(
                404,
                broker.get("/triggered-webhooks/" + delivery.id() + "/logs", other)
                        .status());
        assertEquals(
                404,
                broker.post("/triggered-webhooks/" + delivery.id() + "/redeliver", "{}", other)
                        .status());
        assertEquals(
                0,
                broker.get("/triggered-webhooks?status=success", other)
                        .json()
                        .at("/_embedded/triggeredWebhooks")
                        .size());
        assertEquals(
                1,
                broker.get("/triggered-webhooks?status=success")
                        .json()
                        .at("/_embedded/triggeredWebhooks")
                        .size());
        assertTrue(
                broker.get("/webhooks/" + ID).json().at("/request/url").asText().endsWith("/mine"));
    }

    private static WebhookPolicy policy(List<String> hosts, Duration total) {
        return new WebhookPolicy(
                Set.of("http", "https"), Set.of("POST"), hosts, List.of(), Duration.ofSeconds(1), total);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything that is logged from now on, at the finest level for our own code and the HTTP client. */
    private static List<ILoggingEvent> captureLogs() {
        var appender = new ListAppender<ILoggingEvent>();
        appender.list = new CopyOnWriteArrayList<>();
        appender.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        ((Logger) LoggerFactory.getLogger("dev.seamwright")).setLevel(Level.TRACE);
        return appender.list;
    }
}
