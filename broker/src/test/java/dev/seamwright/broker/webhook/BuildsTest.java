package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.broker.verificationjob.VerificationJobPolicy;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The provider's own CI verifies what a webhook asks it for. */
class BuildsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final Receiver ci = new Receiver();
    private TestBroker broker = broker(LONG);

    private static TestBroker broker(Duration build) {
        return TestBroker.start(config -> WebhookFixture.onLoopback(
                config.with(config.operations().verificationJobs(VerificationJobPolicy.DEFAULT.build(build)))));
    }

    @AfterEach
    void close() {
        broker.close();
        ci.close();
    }

    /** Orders 7 is the head of main, and the webhook starts its CI. */
    private Given shop() {
        var given = new Given(broker);
        given.onBranch("orders", "7", "main");
        var answer = broker.post("/webhooks", """
                {"events":[{"name":"contract_requiring_verification_published"}],"provider":{"name":"orders"},
                 "request":{"method":"POST","url":"%s",
                            "body":{"pact":"${pactbroker.pactUrl}","job":"${pactbroker.jobUrl}","version":"${pactbroker.providerVersionNumber}"}}}""".formatted(ci.url("/build")));
        assertEquals(201, answer.status(), answer.body());
        return given;
    }

    private JsonNode job() {
        var jobs = ApiClient.of(broker).get("/jobs").json().get("items");
        assertEquals(1, jobs.size(), jobs::toString);
        return jobs.get(0);
    }

    private static String cause(JsonNode job) {
        return job.at("/cause/code").asText();
    }

    private JsonNode jobWith(String cause) {
        var job = Eventually.get(this::job, it -> cause(it).equals(cause));
        assertEquals(cause, cause(job), job::toString);
        return job;
    }

    private Answer claim() {
        return ApiClient.of(broker)
                .post(
                        "/jobs/claim",
                        "{\"worker\":{\"id\":\"%s\",\"name\":\"host\"},\"providers\":[{\"name\":\"orders\"}]}"
                                .formatted(UUID.randomUUID()));
    }

    @Test
    void the_job_waits_for_the_build_that_was_begun_until_its_result_comes() {
        ci.replies(exchange ->
                Receiver.answer(exchange, 201, "{\"id\":1234,\"web_url\":\"https://ci.example.com/builds/1234\"}"));
        var given = shop();
        given.pact("web", "1", "orders", "list");

        var waiting = jobWith("waiting-for-build");
        assertEquals("waiting", waiting.get("state").asText());
        assertEquals(
                "https://ci.example.com/builds/1234", waiting.at("/build/url").asText());
        assertTrue(waiting.at("/cause/text").asText().contains("builds/1234"), waiting::toString);
        assertEquals(204, claim().status(), "nobody else gets it");

        var asked = Json.parse(ci.received().getFirst().body().getBytes(StandardCharsets.UTF_8));
        assertEquals("7", asked.get("version").asText());
        assertTrue(
                asked.get("job")
                        .asText()
                        .endsWith("/api/v1/jobs/" + waiting.get("id").asText()),
                asked::toString);
        assertEquals(
                200,
                broker.get(asked.get("pact").asText().replaceFirst("http://[^/]+", broker.url()))
                        .status());

        given.verified("web", "1", "orders", "7", true);
        var done = job();
        assertEquals("done", done.get("state").asText());
        assertTrue(done.path("cause").isMissingNode());
    }

    @Test
    void a_build_that_sends_nothing_makes_the_job_visible_again_with_its_cause() {
        broker.close();
        broker = broker(Duration.ofMillis(1));
        ci.replies(exchange -> Receiver.answer(exchange, 200, "{\"number\":55}"));
        shop().pact("web", "1", "orders", "list");
        Receiver.waitFor(
                "the time to be over", () -> job().at("/build/number").asText().equals("55"));
        var claimed = claim();
        assertEquals(200, claimed.status(), "the next claim finds the time over");

        broker.close();
        broker = broker(Duration.ofMillis(1));
        shop().pact("web", "1", "orders", "list");
        var late = jobWith("build-timed-out"); // nobody claims: the broker itself looks
        assertTrue(late.at("/cause/text").asText().contains("The build 55, asked for at"), late::toString);
        assertTrue(late.at("/build/late").asBoolean());
    }

    @Test
    void what_a_worker_serves_is_the_workers() {
        var given = shop();
        assertEquals(204, claim().status());
        given.pact("web", "1", "orders", "list");
        try (var fixture = new WebhookFixture(broker.database())) {
            assertEquals(Delivery.Status.SUCCESS, fixture.settled().getFirst().status());
        }
        assertEquals("queued", cause(job()));
        assertEquals(200, claim().status());
    }

    @Test
    void a_ci_that_did_not_take_the_request_is_not_waited_for() {
        ci.replies(500);
        shop().pact("web", "1", "orders", "list");
        try (var fixture = new WebhookFixture(broker.database())) {
            assertEquals(Delivery.Status.FAILURE, fixture.settled().getFirst().status());
        }
        assertEquals("no-worker", cause(job()));
    }

    @Test
    void a_ci_tells_its_build_itself() {
        shop().pact("web", "1", "orders", "list");
        var waiting = jobWith("waiting-for-build");
        assertTrue(waiting.at("/cause/text").asText().startsWith("A build of the provider's CI"), waiting::toString);
        var path = "/jobs/" + waiting.get("id").asText();
        var told = ApiClient.of(broker).post(path + "/build", "{\"number\":\"1234\"}");
        assertEquals(200, told.status(), told.body());
        assertEquals("1234", told.json().at("/build/number").asText());
        assertEquals("waiting-for-build", cause(told.json()));
        assertEquals(
                400, ApiClient.of(broker).wrong("POST", path + "/build", "{}").status());

        var again = ApiClient.of(broker).send("POST", path + "/rerun", null);
        assertEquals("no-worker", cause(again.json()), "by hand it is everybody's again");
        assertEquals(200, claim().status());
        assertEquals(
                409,
                ApiClient.of(broker)
                        .post(path + "/build", "{\"url\":\"https://ci.example.com/7\"}")
                        .status());
    }
}
