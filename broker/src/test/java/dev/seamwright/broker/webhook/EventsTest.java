package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.verificationjob.VerificationJobPolicy;
import dev.seamwright.broker.webhook.Receiver.Received;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that carry what they tell. */
class EventsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ORDERS =
            "{\"worker\":{\"id\":\"%s\",\"name\":\"w\"},\"providers\":[{\"name\":\"orders\"}]}";

    private final Receiver receiver = new Receiver();
    private final TestBroker broker =
            TestBroker.start(config -> WebhookFixture.onLoopback(config.with(config.operations()
                    .verificationJobs(new VerificationJobPolicy(
                            Duration.ofSeconds(1),
                            1,
                            Duration.ofSeconds(3),
                            Duration.ofMillis(20),
                            Duration.ofMillis(50))))));
    private final Given given = new Given(broker);

    @AfterEach
    void close() {
        broker.close();
        receiver.close();
    }

    private String webhook(String more, String... events) {
        var names = List.of(events).stream().map("{\"name\":\"%s\"}"::formatted).toList();
        var answer =
                broker.post("/webhooks", """
                {%s"events":[%s],"signingSecret":"%s","request":{"method":"POST","url":"%s"}}""".formatted(more, String.join(",", names), SECRET, receiver.url("/events")));
        assertEquals(201, answer.status(), answer.body());
        return answer.json().get("uuid").asText();
    }

    private static JsonNode json(Received request) {
        return Json.parse(request.body().getBytes(StandardCharsets.UTF_8));
    }

    /** The environment {@code production}, where web 1 runs on orders 1, which is verified. */
    private void shop() {
        given.environment("production");
        given.pact("web", "1", "orders", "list");
        given.verified("web", "1", "orders", "1", true);
        given.deployed("orders", "1", "production");
        given.deployed("web", "1", "production");
    }

    /** Waits until the webhook's first comparison is over. */
    private void watched() {
        assertEquals(1, Eventually.get(() -> rows("verdict_watch"), count -> count > 0));
    }

    private int rows(String table) {
        try (var fixture = new WebhookFixture(broker.database())) {
            return fixture.database
                    .transactor()
                    .read(
                            WebhookFixture.caller(1),
                            tx -> tx.handle()
                                    .createQuery("SELECT count(*) FROM " + table)
                                    .mapTo(Integer.class)
                                    .one());
        }
    }

    @Test
    void a_job_that_its_worker_gives_up_is_told_with_its_problem() {
        given.onBranch("orders", "7", "main");
        given.pact("web", "1", "orders", "list");
        webhook("", "job_dead");
        var job = broker.post("/api/v1/jobs/claim", ORDERS.formatted(UUID.randomUUID()))
                .json();
        var id = job.get("id").asText();
        var failed = broker.post(
                "/api/v1/jobs/" + id + "/failure",
                "{\"token\":\"%s\",\"cause\":\"the provider did not start\"}"
                        .formatted(job.at("/lease/token").asText()));
        assertEquals(200, failed.status(), failed.body());

        var told = json(receiver.await(1).getFirst());
        assertEquals("job_dead", told.get("type").asText());
        assertTrue(told.hasNonNull("timestamp"));
        var data = told.get("data");
        assertEquals(id, data.get("job").asText());
        assertEquals("web", data.get("consumer").asText());
        assertEquals("1", data.get("consumerVersion").asText());
        assertEquals("orders", data.get("provider").asText());
        assertEquals("7", data.get("providerVersion").asText());
        assertEquals("the provider did not start", data.get("problem").asText());
    }

    @Test
    void a_job_that_no_worker_survives_is_told_too() {
        given.onBranch("orders", "7", "main");
        given.pact("web", "1", "orders", "list");
        webhook("\"provider\":{\"name\":\"orders\"},", "job_dead");
        webhook("\"provider\":{\"name\":\"web\"},", "job_dead");
        broker.post("/api/v1/jobs/claim", ORDERS.formatted(UUID.randomUUID()));
        Receiver.waitFor("another claim to find the lease over", () -> {
            broker.post("/api/v1/jobs/claim", ORDERS.formatted(UUID.randomUUID()));
            return !receiver.received().isEmpty();
        });

        var told = json(receiver.await(1).getFirst()).get("data");
        assertEquals("w was not heard of any more.", told.get("problem").asText());
        assertEquals(1, receiver.received().size(), "web provides nothing here");
    }

    @Test
    void a_request_is_signed_so_that_the_published_library_accepts_it_and_nothing_else() throws Exception {
        given.onBranch("orders", "7", "main");
        given.pact("web", "1", "orders", "list");
        webhook("", "drift_found");
        drift(WebhookEventType.DRIFT_FOUND, "orders");

        var request = receiver.await(1).getFirst();
        var library = new com.standardwebhooks.Webhook(SECRET);
        assertDoesNotThrow(() -> library.verify(request.body(), request.headers()));
        assertThrows(WebhookVerificationException.class, () -> library.verify(request.body() + " ", request.headers()));
        assertEquals("application/json", request.header("Content-Type"));
        assertEquals("orders", json(request).at("/data/participant").asText(), "what was appended is what is told");
    }

    @Test
    void drift_is_told_to_those_who_wait_for_its_participant_and_fills_a_template() {
        given.version("orders", "7");
        given.version("stock", "1");
        webhook("\"consumer\":{\"name\":\"stock\"},", "drift_found", "drift_ended");
        var answer = broker.post("/webhooks", """
                {"events":[{"name":"drift_ended"}],"provider":{"name":"orders"},
                 "request":{"method":"POST","url":"%s","body":{"text":"${pactbroker.eventName} ${pactbroker.providerName} ${pactbroker.environmentName}"}}}""".formatted(receiver.url("/template")));
        assertEquals(201, answer.status(), answer.body());

        drift(WebhookEventType.DRIFT_FOUND, "orders");
        drift(WebhookEventType.DRIFT_ENDED, "orders");
        var request = receiver.await(1).getFirst();
        assertEquals("/template", request.uri());
        assertEquals("drift_ended orders production", json(request).get("text").asText());
        Receiver.pause(Duration.ofMillis(300));
        assertEquals(1, receiver.received().size());
    }

    private void drift(WebhookEventType type, String participant) {
        try (var fixture = new WebhookFixture(broker.database())) {
            fixture.database.transactor().write(WebhookFixture.caller(1), tx -> {
                long id = tx.handle()
                        .createQuery("SELECT participant_id FROM participant WHERE name = :name")
                        .bind("name", new ParticipantName(participant))
                        .mapTo(Long.class)
                        .one();
                var data = JsonNodeFactory.instance
                        .objectNode()
                        .put("participant", participant)
                        .put("environment", "production");
                fixture.webhooks.append(tx, ToldEvent.of(type, id, data));
                return id;
            });
        }
    }

    @Test
    void a_verdict_that_changes_is_told_of_both_sides_and_of_the_seam_and_told_again_when_it_changes_back() {
        shop();
        webhook("", "verdict_changed", "seam_verdict_changed");
        watched();
        given.verified("web", "1", "orders", "1", false);

        var told = receiver.await(3).stream().map(EventsTest::json).toList();
        var seam = told.stream()
                .filter(event -> event.get("type").asText().equals("seam_verdict_changed"))
                .findFirst()
                .orElseThrow()
                .get("data");
        assertEquals("production", seam.get("environment").asText());
        assertEquals("pact", seam.get("kind").asText());
        assertEquals("web", seam.get("consumer").asText());
        assertEquals("[\"1\"]", seam.get("providerVersions").toString());
        assertEquals("yes", seam.get("before").asText());
        assertEquals("no", seam.get("answer").asText());
        assertEquals(
                List.of("orders", "web"),
                told.stream()
                        .filter(event -> event.get("type").asText().equals("verdict_changed"))
                        .map(event -> event.at("/data/participant").asText())
                        .sorted()
                        .toList());

        given.verified("web", "1", "orders", "1", false); // the same again changes nothing
        given.verified("web", "1", "orders", "1", true);
        var again =
                receiver.await(6).subList(3, 6).stream().map(EventsTest::json).toList();
        assertTrue(
                again.stream()
                        .allMatch(event -> event.at("/data/before").asText().equals("no")
                                && event.at("/data/answer").asText().equals("yes")),
                again::toString);
        assertEquals(6, receiver.received().size());
    }

    @Test
    void what_is_deployed_is_what_counts_and_the_answers_are_those_of_can_i_deploy() {
        shop();
        webhook("", "verdict_changed");
        watched();
        given.pact("web", "2", "orders", "other");
        given.deployed("web", "2", "production"); // nobody has verified it
        given.version("mail", "1"); // has no seam
        given.deployed("mail", "1", "production");

        var told = receiver.await(3).stream()
                .map(request -> json(request).get("data"))
                .toList();
        for (var event : told) {
            var participant = event.get("participant").asText();
            var version = event.at("/versions/0").asText();
            var verdict = broker.get("/can-i-deploy?pacticipant=%s&version=%s&environment=production"
                            .formatted(participant, version))
                    .json();
            var deployable = verdict.at("/summary/deployable");
            assertEquals(
                    deployable.isNull() ? "unknown" : deployable.booleanValue() ? "yes" : "no",
                    event.get("answer").asText(),
                    participant);
        }
        var mail = told.stream()
                .filter(event -> event.get("participant").asText().equals("mail"))
                .findFirst()
                .orElseThrow();
        assertTrue(mail.get("before").isNull(), "it has come up");
    }

    @Test
    void nothing_is_compared_when_no_webhook_waits_for_it_any_more() {
        shop();
        var id = webhook("", "verdict_changed");
        watched();
        assertEquals(204, broker.delete("/webhooks/" + id).status());
        try (var fixture = new WebhookFixture(broker.database())) {
            var left = Eventually.get(fixture::dump, dump -> !dump.contains("verdict-watch"));
            assertTrue(!left.contains("verdict-watch"), left);
        }
        given.verified("web", "1", "orders", "1", false);
        assertNotEquals("", webhook("", "verdict_changed"));
        Receiver.waitFor("the next one to be watched", () -> rows("verdict_watch") == 1);
    }
}
