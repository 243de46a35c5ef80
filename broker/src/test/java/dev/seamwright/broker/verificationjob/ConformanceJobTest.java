package dev.seamwright.broker.verificationjob;

import static dev.seamwright.broker.verificationjob.Jobs.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.testing.TestBroker;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Who runs without having shown that it keeps its document is asked to. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets them
class ConformanceJobTest {
    private TestBroker broker;
    private Jobs jobs;

    @BeforeAll
    void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        jobs = Jobs.inNewWorkspace(broker);
    }

    private static void document(Jobs jobs, String version, String title, boolean withEvidence) {
        var body = JsonNodeFactory.instance.objectNode();
        var contract =
                body.putArray("contracts").addObject().put("kind", "openapi").put("content", """
                {"openapi":"3.1.0","info":{"title":"%s","version":"1"},
                 "paths":{"/orders":{"get":{"responses":{"200":{"description":"ok"}}}}}}""".formatted(title));
        if (withEvidence) {
            contract.putObject("evidence").put("success", true);
        }
        ok(jobs.api().post("/participants/orders/versions/%s/contracts".formatted(version), body.toString()));
    }

    private JsonNode claim() {
        return ok(jobs.api().post("/jobs/claim", """
                {"worker":{"id":"%s","name":"host-7"},"providers":[{"name":"orders"}],"methods":["conformance"]}""".formatted(UUID.randomUUID())));
    }

    private JsonNode evidence(String version) {
        return ok(jobs.api().get("/participants/orders/versions/%s/evidence".formatted(version)));
    }

    @Test
    void what_is_deployed_without_evidence_is_a_job_with_a_cause() {
        document(jobs, "1", "Orders", false);
        assertEquals(List.of(), jobs.list(), "nobody runs it");
        jobs.deployed("orders", "1", "production");
        var job = jobs.only();
        assertEquals("conformance", job.get("method").asText());
        assertEquals("orders", job.get("consumer").asText());
        assertEquals("openapi", job.at("/contract/kind").asText());
        assertEquals("no-worker", job.at("/cause/code").asText());
        assertTrue(job.at("/cause/text").asText().contains("--methods conformance"), job::toString);
        assertTrue(jobs.claim(Jobs.provider("orders")).isEmpty(), "a worker that only replays does not get it");
    }

    @Test
    void what_a_worker_finds_is_evidence() {
        document(jobs, "1", "Orders", false);
        jobs.deployed("orders", "1", "production");
        var claimed = claim();
        var done = ok(jobs.result(claimed, false));
        assertEquals("done", done.get("state").asText());
        var evidence = evidence("1");
        assertFalse(evidence.get("success").asBoolean());
        assertEquals("Seamwright worker host-7", evidence.get("verifier").asText());
        assertEquals("seamwright-conformance", evidence.get("format").asText());
        assertEquals(409, jobs.result(claimed, true).status());
    }

    @Test
    void evidence_from_elsewhere_ends_the_job_and_takes_the_place_of_what_was_known() {
        document(jobs, "1", "Orders", false);
        jobs.deployed("orders", "1", "production");
        ok(jobs.api().put("/participants/orders/versions/1/evidence", "{\"success\":true,\"verifier\":\"dredd\"}"));
        assertEquals("done", jobs.only().get("state").asText());
        assertTrue(evidence("1").get("success").asBoolean());
        ok(jobs.api().put("/participants/orders/versions/1/evidence", "{\"success\":false}"));
        assertFalse(evidence("1").get("success").asBoolean());
        jobs.onBranch("orders", "2", "main");
        assertEquals(
                404,
                jobs.api()
                        .put("/participants/orders/versions/2/evidence", "{\"success\":true}")
                        .status());
    }

    @Test
    void what_has_evidence_is_asked_nothing() {
        document(jobs, "1", "Orders", true);
        jobs.deployed("orders", "1", "production");
        assertEquals(List.of(), jobs.list());
    }

    @Test
    void a_document_that_comes_after_its_deployment_is_planned_by_the_hour() {
        try (var late = TestBroker.start();
                var database = Database.open(late.database(), Clock.systemUTC())) {
            var there = Jobs.inDefaultWorkspace(late);
            there.environment("production");
            there.onBranch("orders", "1", "main");
            there.deployed("orders", "1", "production");
            document(there, "1", "Orders", false);
            assertEquals(List.of(), there.list());
            var planner = new VerificationPlanner(database.transactor(), VerificationJobPolicy.DEFAULT);
            var caller = VerificationPlanner.caller(1, "housekeeping");
            assertEquals(1, database.transactor().write(caller, planner::planAll));
            assertEquals("conformance", there.only().get("method").asText());
            assertEquals(0, database.transactor().write(caller, planner::planAll), "once");
        }
    }
}
