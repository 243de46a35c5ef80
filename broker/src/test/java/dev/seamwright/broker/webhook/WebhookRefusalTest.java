package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that change nothing; so they share a broker that lists loopback, and one that lists no host. */
class WebhookRefusalTest {
    private static final Receiver RECEIVER = new Receiver();
    private static final TestBroker BROKER = WebhookFixture.broker();
    private static final TestBroker STRICT = TestBroker.start(config -> WebhookFixture.with(
            config,
            new WebhookPolicy(
                    Set.of("http"),
                    Set.of("POST"),
                    List.of(),
                    List.of(),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5))));

    @AfterAll
    static void close() {
        STRICT.close();
        BROKER.close();
        RECEIVER.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "request                      | {}",
                "request.url                  | {\"request\":{\"method\":\"POST\"}}",
                "request.method               | {\"request\":{\"url\":\"http://127.0.0.1\"}}",
                "request.method               | {\"request\":{\"method\":\"DELETE\",\"url\":\"http://127.0.0.1\"}}",
                "request.url                  | {\"request\":{\"method\":\"POST\",\"url\":\"ftp://127.0.0.1\"}}",
                "request.url                  | {\"request\":{\"method\":\"POST\",\"url\":\"/hook\"}}",
                "request.url                  | {\"request\":{\"method\":\"POST\",\"url\":\"http://${pactbroker.consumerName}/\"}}",
                "request.url                  | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1/a b\"}}",
                "request.url                  | {\"request\":{\"method\":\"POST\",\"url\":\"http://u:p@127.0.0.1/\"}}",
                "request.url                  | {\"request\":{\"method\":\"POST\",\"url\":\"http://10.0.0.1/\"}}",
                "request.url                  | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1/${pactbroker.nothing}\"}}",
                "request.body                 | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"body\":{\"a\":\"${user.secret}\"}}}",
                "request.username             | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"username\":\"a:b\"}}",
                "request.headers.A            | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"headers\":{\"A\":\"x\\r\\nB: y\"}}}",
                "request.headers              | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"headers\":{\"A: b\\r\\nC\":\"x\"}}}",
                "request.headers.Host         | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"headers\":{\"Host\":\"x\"}}}",
                "request.headers.transfer-encoding | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"headers\":{\"transfer-encoding\":\"chunked\"}}}",
                "request.headers.a            | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"headers\":{\"A\":\"x\",\"a\":\"y\"}}}",
                "request.headers.A            | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"headers\":{\"A\":{}}}}",
                "request.password             | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"password\":\"**********\"}}",
                "request.headers.X-Token      | {\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\",\"headers\":{\"X-Token\":\"**********\"}}}",
                "signingSecret                | {\"signingSecret\":\"short\",\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\"}}",
                "consumer.name                | {\"consumer\":{\"name\":\"Nobody\"},\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\"}}",
                "consumer.label               | {\"consumer\":{\"name\":\"Foo\",\"label\":\"x\"},\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\"}}",
                "provider.name                | {\"provider\":{},\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\"}}",
                "events                       | {\"events\":[],\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\"}}",
                "events.0.name                | {\"events\":[{\"name\":\"x\"}],\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\"}}",
                "enabled                      | {\"enabled\":\"yes\",\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\"}}",
                "description                  | {\"description\":1,\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\"}}"
            })
    void what_is_wrong_is_named_by_its_place(String place, String body) {
        var answer = BROKER.post("/webhooks", body);
        assertEquals(400, answer.status(), answer.body());
        assertTrue(answer.json().get("errors").has(place), answer.body());
        assertEquals(0, BROKER.get("/webhooks").json().at("/_embedded/webhooks").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "fifteen-letters", "with%20space-0123456789", "with%2Fslash-0123456789"})
    void an_id_that_could_be_guessed_or_needs_escaping_is_refused(String id) {
        var answer = BROKER.put("/webhooks/" + id, "{\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1\"}}");
        assertEquals(400, answer.status(), answer.body());
        assertTrue(answer.json().get("errors").has("uuid"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://localhost.",
                "http://LOCALHOST",
                "http://127.0.0.1",
                "http://127.1",
                "http://2130706433",
                "http://[::1]",
                "http://[::ffff:127.0.0.1]",
                "http://[::ffff:7f00:1]",
                "http://0x7f.0.0.1",
                "http://0177.0.0.1",
                "http://0",
                "http://[::]"
            })
    void no_spelling_of_this_machine_is_reached_under_the_default_policy(String origin) {
        var port = RECEIVER.url("").replaceAll(".*:", ":");
        var body = "{\"request\":{\"method\":\"POST\",\"url\":\"" + origin + port + "/\"}}";
        var answer = STRICT.post("/webhooks/execute", body);
        assertTrue(answer.status() == 400 || !answer.json().get("success").asBoolean(), answer.body());
        assertEquals(List.of(), RECEIVER.received());
    }
}
