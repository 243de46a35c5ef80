package dev.seamwright.broker.verificationjob;

import static dev.seamwright.broker.verificationjob.Jobs.ok;
import static dev.seamwright.broker.verificationjob.Jobs.provider;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Jobs from their cause to their end; each test in a workspace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerificationJobsTest {
    private static final VerificationJobPolicy QUICK = new VerificationJobPolicy(
            Duration.ofSeconds(30), 2, Duration.ofHours(1), Duration.ofMillis(20), Duration.ofMillis(50));

    private final TestBroker broker =
            TestBroker.start(config -> config.with(config.operations().verificationJobs(QUICK)));

    @SuppressWarnings("NullAway.Init")
    private Jobs jobs;

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        jobs = Jobs.inNewWorkspace(broker);
    }

    private void onePublishedAndDeployed() {
        jobs.onBranch("orders", "1", "feature");
        jobs.deployed("orders", "1", "production");
        jobs.pact("web", "1", "orders", "list");
    }

    private JsonNode claimed() {
        return jobs.claim(provider("orders")).orElseThrow();
    }

    private static String cause(JsonNode job) {
        return job.at("/cause/code").asText();
    }

    // ---- planning

    @Test
    void a_published_pact_needs_each_version_of_its_provider_that_matters() {
        jobs.onBranch("orders", "1", "main");
        jobs.onBranch("orders", "2", "main");
        jobs.onBranch("orders", "3", "feature");
        jobs.onBranch("orders", "4", "feature");
        jobs.onBranch("orders", "5", "feature");
        jobs.deployed("orders", "3", "production");
        jobs.released("orders", "4", "production");
        jobs.pact("web", "1", "orders", "list");
        var versions = jobs.list().stream()
                .map(job -> job.get("providerVersion").asText())
                .collect(Collectors.toSet());
        assertEquals(Set.of("2", "3", "4"), versions, "the head of main, what is deployed, what is released");
        var job = jobs.list().getFirst();
        assertEquals("replay", job.get("method").asText());
        assertEquals("waiting", job.get("state").asText());
        assertEquals("web", job.get("consumer").asText());
        assertEquals("1", job.at("/consumerVersions/0").asText());
        assertEquals("contract-published", job.at("/reasons/0/code").asText());
    }

    @Test
    void the_same_content_of_another_version_is_the_same_job() {
        onePublishedAndDeployed();
        jobs.pact("web", "2", "orders", "list");
        var job = jobs.only();
        assertEquals(
                List.of("2", "1"),
                job.get("consumerVersions").valueStream().map(JsonNode::asText).toList());
    }

    @Test
    void a_version_that_is_deployed_or_becomes_the_head_of_main_needs_its_consumers_contracts() {
        jobs.pactOnMain("web", "1", "orders", "list");
        jobs.pact("web", "2", "orders", "of nobody");
        jobs.onBranch("orders", "1", "main");
        var job = jobs.only();
        assertEquals("version-on-main", job.at("/reasons/0/code").asText());
        assertEquals("orders 1 is the head of main.", job.at("/reasons/0/text").asText());
        jobs.deployed("orders", "1", "production");
        var again = jobs.only();
        assertEquals(job.get("id"), again.get("id"), "a job is there once");
        assertEquals(
                List.of("version-on-main", "version-deployed"),
                again.get("reasons").findValuesAsText("code"));
        assertTrue(again.get("priority").asInt() > job.get("priority").asInt());
    }

    @Test
    void a_verdict_that_is_unknown_asks_for_what_it_lacks_before_others() {
        jobs.onBranch("orders", "1", "feature");
        jobs.pact("web", "1", "orders", "list");
        jobs.pact("other", "1", "orders", "list");
        jobs.deployed("orders", "1", "production");
        assertEquals(List.of(), jobs.list(), "nobody who matters needs it");
        jobs.deployed("other", "1", "production");
        assertEquals("unknown", jobs.canIDeploy("web", "1"));
        var first = claimed();
        assertEquals("web", first.get("consumer").asText());
        assertEquals("verdict", first.at("/reasons/0/code").asText());
        assertEquals("other", claimed().get("consumer").asText());
    }

    @Test
    void a_verdict_that_is_unknown_tells_why_nobody_has_verified() {
        onePublishedAndDeployed();
        var unknown = jobs.verdict("web", "1");
        assertEquals("waiting", unknown.at("/rows/0/job/state").asText(), unknown::toPrettyString);
        assertEquals("no-worker", unknown.at("/rows/0/job/cause/code").asText());
        var claimed = claimed();
        assertEquals(
                "running", jobs.verdict("web", "1").at("/rows/0/job/cause/code").asText());
        ok(jobs.result(claimed, true));
        assertFalse(jobs.verdict("web", "1").at("/rows/0").has("job"));
    }

    @Test
    void to_look_at_the_matrix_asks_for_nothing() {
        jobs.onBranch("orders", "1", "feature");
        jobs.pact("web", "1", "orders", "list");
        var header = new String[] {"Seamwright-Workspace", jobs.workspace()};
        assertEquals(
                200,
                broker.get(
                                "/matrix?q[][pacticipant]=web&q[][pacticipant]=orders"
                                        .replace("[", "%5B")
                                        .replace("]", "%5D"),
                                header)
                        .status());
        assertEquals(List.of(), jobs.list());
    }

    @Test
    void what_is_verified_already_makes_no_job() {
        onePublishedAndDeployed();
        ok(jobs.result(claimed(), true));
        jobs.pact("web", "2", "orders", "list");
        jobs.deployed("web", "2", "production");
        assertEquals("done", jobs.only().get("state").asText());
        assertEquals(Optional.empty(), jobs.claim(provider("orders")));
        assertEquals("yes", jobs.canIDeploy("web", "2"));
    }

    @Test
    void a_deleted_result_is_asked_for_again() {
        onePublishedAndDeployed();
        ok(jobs.result(claimed(), true));
        var link = jobs.only().get("verification").asText();
        assertEquals(
                204,
                broker.delete(link, "Seamwright-Workspace", jobs.workspace()).status());
        assertEquals("unknown", jobs.canIDeploy("web", "1"));
        assertEquals("waiting", jobs.only().get("state").asText());
    }

    // ---- work

    @Test
    void a_result_counts_like_any_other_and_names_the_worker() {
        onePublishedAndDeployed();
        var claimed = claimed();
        assertEquals("running", claimed.get("state").asText());
        assertEquals(30, claimed.at("/lease/seconds").asInt());
        var contract = broker.get(claimed.at("/contract/url").asText(), "Seamwright-Workspace", jobs.workspace());
        assertEquals("list", contract.json().at("/interactions/0/description").asText());
        var verification = ok(jobs.result(claimed, false));
        assertEquals("replay", verification.get("method").asText());
        assertEquals("Seamwright worker host-7", verification.get("verifiedBy").asText());
        assertEquals("https://ci.example.com/7", verification.get("buildUrl").asText());
        assertEquals("no", jobs.canIDeploy("web", "1"));
        var job = jobs.get(claimed.get("id").asText());
        assertEquals("done", job.get("state").asText());
        assertEquals("GET /orders 200", job.get("log").asText());
        assertFalse(job.has("cause"));
        var stored = broker.get(job.get("verification").asText(), "Seamwright-Workspace", jobs.workspace());
        assertEquals("1", stored.json().at("/testResults/0/interactionId").asText());
        assertEquals(409, jobs.result(claimed, true).status(), "a result is given once");
        assertEquals("no", jobs.canIDeploy("web", "1"));
    }

    @Test
    void a_list_tells_the_result_of_jobs_that_are_done_until_they_are_run_again() {
        onePublishedAndDeployed();
        assertFalse(jobs.only().has("result"));
        ok(jobs.result(claimed(), false));
        var done = jobs.only();
        assertFalse(done.at("/result/success").asBoolean(true));
        assertEquals("replay", done.at("/result/method").asText());
        ok(jobs.rerun(done));
        assertFalse(jobs.only().has("result"));
    }

    @Test
    void the_result_of_a_client_ends_the_job_and_its_worker_stops() {
        onePublishedAndDeployed();
        var claimed = claimed();
        assertEquals(200, jobs.heartbeat(claimed).status());
        jobs.verified(claimed.at("/contract/sha256").asText(), "orders", "1", true);
        assertEquals("done", jobs.only().get("state").asText());
        assertEquals(409, jobs.heartbeat(claimed).status());
        assertEquals(409, jobs.result(claimed, false).status());
        assertEquals(409, jobs.failure(claimed, true).status());
        assertEquals("yes", jobs.canIDeploy("web", "1"), "a token that is lost changes nothing");
    }

    @Test
    void a_job_that_fails_is_tried_again_and_given_up_in_the_end() {
        onePublishedAndDeployed();
        var first = claimed();
        var waiting = ok(jobs.failure(first, true));
        assertEquals("waiting", waiting.get("state").asText());
        assertEquals("waiting-for-retry", cause(waiting));
        assertTrue(waiting.at("/cause/text").asText().contains("the provider did not start"));
        assertEquals(409, jobs.heartbeat(first).status());
        var second = Eventually.get(() -> jobs.claim(provider("orders")), Optional::isPresent)
                .orElseThrow();
        assertEquals(2, second.get("attempts").asInt());
        var dead = ok(jobs.failure(second, true));
        assertEquals("dead", dead.get("state").asText());
        assertEquals("dead", cause(dead));
        assertEquals(
                "connection refused",
                jobs.get(dead.get("id").asText()).get("log").asText());
        assertEquals("unknown", jobs.canIDeploy("web", "1"));
        assertEquals("dead", jobs.only().get("state").asText(), "a verdict does not revive what was given up");

        var again = ok(jobs.rerun(dead));
        assertEquals("waiting", again.get("state").asText());
        assertEquals(0, again.get("attempts").asInt());
        assertEquals("by-hand", again.get("reasons").findValuesAsText("code").getLast());
        ok(jobs.result(claimed(), true));
        assertEquals("yes", jobs.canIDeploy("web", "1"));
    }

    @Test
    void a_worker_can_say_that_another_attempt_is_of_no_use() {
        onePublishedAndDeployed();
        assertEquals("dead", ok(jobs.failure(claimed(), false)).get("state").asText());
    }

    @Test
    void what_is_cancelled_is_done_by_nobody_until_it_is_run_again() {
        onePublishedAndDeployed();
        var claimed = claimed();
        assertEquals("cancelled", cause(ok(jobs.cancel(claimed))));
        assertEquals(409, jobs.heartbeat(claimed).status());
        assertEquals("cancelled", ok(jobs.cancel(claimed)).get("state").asText());
        assertEquals("unknown", jobs.canIDeploy("web", "1"));
        assertEquals(Optional.empty(), jobs.claim(provider("orders")));
        ok(jobs.rerun(claimed));
        var again = claimed();
        assertEquals(409, jobs.rerun(again).status(), "somebody works on it");
        ok(jobs.result(again, true));
        assertEquals(409, jobs.cancel(again).status(), "it is done");
        var audited = ok(jobs.api().get("/audit/entries")).findValuesAsText("action");
        assertTrue(audited.containsAll(List.of("job.cancel", "job.rerun")), audited::toString);
    }

    @Test
    void a_job_that_is_done_can_be_done_again() {
        onePublishedAndDeployed();
        var first = claimed();
        ok(jobs.result(first, false));
        ok(jobs.rerun(first));
        assertEquals("no", jobs.canIDeploy("web", "1"), "the result counts until there is another one");
        ok(jobs.result(claimed(), true));
        assertEquals("yes", jobs.canIDeploy("web", "1"));
    }

    @Test
    void why_nobody_does_it_is_told() {
        onePublishedAndDeployed();
        assertEquals("no-worker", cause(jobs.only()));
        jobs.claim(provider("elsewhere"));
        assertEquals("no-worker", cause(jobs.only()));
        jobs.claim(provider("orders", "0.9"));
        var other = jobs.only();
        assertEquals("no-version-served", cause(other));
        assertTrue(other.at("/cause/text").asText().contains("0.9"), other::toString);
        var claimed = jobs.claim(provider("orders", "1")).orElseThrow();
        assertEquals("running", cause(jobs.only()));
        assertTrue(jobs.only().at("/cause/text").asText().contains("host-7"));
        ok(jobs.failure(claimed, true));
        assertTrue(Eventually.get(() -> jobs.claim(provider("orders")), Optional::isPresent)
                .isPresent());
        jobs.pact("web", "2", "orders", "another");
        assertEquals("queued", cause(jobs.list("&state=waiting").getFirst()));
        var workers = ok(jobs.api().get("/workers"));
        assertEquals("host-7", workers.at("/items/0/name").asText());
        assertEquals("orders", workers.at("/items/0/providers/0/name").asText());
    }

    @Test
    void workers_get_the_most_urgent_job_of_all_that_they_serve() {
        jobs.onBranch("orders", "1", "main");
        jobs.onBranch("stock", "1", "main");
        jobs.onBranch("stock", "2", "feature");
        jobs.pact("web", "1", "orders", "first");
        jobs.pact("web", "2", "stock", "second");
        jobs.deployed("stock", "2", "production");
        jobs.pact("web", "3", "orders", "third");
        assertEquals("unknown", jobs.canIDeploy("web", "2"));
        var served = provider("orders") + "," + provider("stock", "2", "7") + "," + provider("unknown");
        var urgent = jobs.claim(served).orElseThrow();
        assertEquals("stock", urgent.get("provider").asText());
        assertEquals("2", urgent.get("providerVersion").asText());
        assertEquals(
                "1", jobs.claim(served).orElseThrow().at("/consumerVersions/0").asText());
        assertEquals(
                "3", jobs.claim(served).orElseThrow().at("/consumerVersions/0").asText());
        assertEquals(Optional.empty(), jobs.claim(served), "stock 1 is not served");
        assertEquals(
                "1",
                jobs.list("&provider=stock&state=waiting")
                        .getFirst()
                        .get("providerVersion")
                        .asText());
    }

    @Test
    void what_is_deleted_takes_its_jobs_with_it() {
        onePublishedAndDeployed();
        var claimed = claimed();
        var header = new String[] {"Seamwright-Workspace", jobs.workspace()};
        jobs.pact("web", "2", "orders", "list");
        assertEquals(204, broker.delete("/pacticipants/web/versions/1", header).status());
        assertEquals(1, jobs.list().size(), "another version publishes it");
        assertEquals(204, broker.delete("/pacticipants/web/versions/2", header).status());
        assertEquals(List.of(), jobs.list());
        assertEquals(404, jobs.result(claimed, true).status());
        jobs.pact("web", "3", "orders", "list");
        assertEquals(1, jobs.list().size());
        assertEquals(
                204, broker.delete("/pacticipants/orders/versions/1", header).status());
        assertEquals(List.of(), jobs.list());
    }

    @Test
    void a_claim_that_waits_gets_the_job_that_comes() throws Exception {
        jobs.onBranch("orders", "1", "main");
        try (var worker = Executors.newSingleThreadExecutor()) {
            var waiting = worker.submit(() -> jobs.claim(provider("orders"), 30));
            Eventually.get(() -> ok(jobs.api().get("/workers")).get("items").size(), workers -> workers == 1);
            var began = System.nanoTime();
            jobs.pact("web", "1", "orders", "list");
            var claimed = waiting.get().orElseThrow();
            assertEquals("web", claimed.get("consumer").asText());
            System.out.printf("a waiting claim got its job after %d ms%n", (System.nanoTime() - began) / 1_000_000);
        }
    }

    @Test
    void a_claim_that_waits_in_vain_says_so() {
        assertEquals(204, jobs.claiming(provider("orders"), 1).status());
    }

    @Test
    void what_is_wrong_with_a_claim_is_refused_by_its_place() {
        for (var wrong : List.of(
                "{}|/worker",
                "{\"worker\":{\"id\":\"x\",\"name\":\"a\"},\"providers\":[{\"name\":\"a\"}]}|/worker/id",
                "{\"worker\":{\"id\":\"7b7e0b8e-5d5f-4d51-9b0f-0c8f7a4b1c2d\"},\"providers\":[{\"name\":\"a\"}]}|/worker/name",
                "{\"worker\":{\"id\":\"7b7e0b8e-5d5f-4d51-9b0f-0c8f7a4b1c2d\",\"name\":\"a\"}}|/providers",
                "{\"worker\":{\"id\":\"7b7e0b8e-5d5f-4d51-9b0f-0c8f7a4b1c2d\",\"name\":\"a\"},\"providers\":[{\"name\":\"a\"},{}]}|/providers/1/name",
                "{\"worker\":{\"id\":\"7b7e0b8e-5d5f-4d51-9b0f-0c8f7a4b1c2d\",\"name\":\"a\"},\"providers\":[{\"name\":\"a\"}],\"waitSeconds\":31}|/waitSeconds")) {
            var parts = wrong.split("\\|", -1);
            var answer = jobs.api().wrong("POST", "/jobs/claim", parts[0]);
            assertEquals(400, answer.status(), answer.body());
            assertEquals(parts[1], answer.json().at("/errors/0/pointer").asText(), answer.body());
        }
    }

    @Test
    void five_hundred_jobs_are_claimed_once_each_by_eight_workers() throws Exception {
        for (var version = 0; version < 10; version++) {
            jobs.onBranch("orders", "v" + version, "feature");
            jobs.released("orders", "v" + version, "production");
        }
        for (var consumer = 0; consumer < 50; consumer++) {
            jobs.pact("web" + consumer, "1", "orders", "list");
        }
        assertEquals(500, jobs.list().size());
        var claimed = ConcurrentHashMap.<String>newKeySet();
        var claims = new AtomicInteger();
        try (var workers = Executors.newFixedThreadPool(8)) {
            var running = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(worker -> {
                        var own = jobs.at(broker);
                        return workers.submit(() -> {
                            for (var job = own.claim(provider("orders"));
                                    job.isPresent();
                                    job = own.claim(provider("orders"))) {
                                claimed.add(job.get().get("id").asText());
                                claims.incrementAndGet();
                            }
                            return worker;
                        });
                    })
                    .toList();
            for (var worker : running) {
                worker.get();
            }
        }
        assertEquals(500, claims.get());
        assertEquals(500, claimed.size());
        assertEquals(500, jobs.list("&state=running").size());
    }

    @Test
    void metrics_tell_how_many_jobs_wait_and_how_workers_fare() {
        onePublishedAndDeployed();
        ok(jobs.result(claimed(), true));
        var series = broker.get("/metrics", "Accept", "text/plain").body();
        assertTrue(series.contains("seamwright_verification_job_claims_seconds_count{found=\"true\"}"), series);
        assertTrue(series.contains("seamwright_verification_job_attempts_seconds_count{outcome=\"success\"}"), series);
    }
}
