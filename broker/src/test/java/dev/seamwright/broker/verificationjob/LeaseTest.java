package dev.seamwright.broker.verificationjob;

import static dev.seamwright.broker.verificationjob.Jobs.ok;
import static dev.seamwright.broker.verificationjob.Jobs.provider;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Workers that die or hang: their leases are a second long. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaseTest {
    private final TestBroker broker = TestBroker.start(config -> config.with(config.operations()
            .verificationJobs(new VerificationJobPolicy(
                    Duration.ofSeconds(1), 2, Duration.ofSeconds(3), Duration.ofMillis(20), Duration.ofMillis(50)))));

    @AfterAll
    void stop() {
        broker.close();
    }

    private Jobs oneJob() {
        var jobs = Jobs.inNewWorkspace(broker);
        jobs.onBranch("orders", "1", "main");
        jobs.pact("web", "1", "orders", "list");
        return jobs;
    }

    @Test
    void the_job_of_a_worker_that_died_is_taken_over() {
        var jobs = oneJob();
        var first = jobs.claim(provider("orders")).orElseThrow();
        var other = jobs.at(broker);
        var second = Eventually.get(() -> other.claim(provider("orders")), Optional::isPresent)
                .orElseThrow();
        assertEquals(first.get("id"), second.get("id"));
        assertNotEquals(first.at("/lease/token"), second.at("/lease/token"));
        assertEquals(2, second.get("attempts").asInt());
        assertEquals(409, jobs.heartbeat(first).status());
        assertEquals(409, jobs.result(first, false).status());
        assertEquals(409, jobs.failure(first, false).status());
        assertEquals("running", jobs.only().get("state").asText(), "a token of a lost lease changes nothing");
        ok(other.result(second, true));
    }

    @Test
    void a_claim_that_waits_takes_over_what_is_lost_meanwhile() {
        var jobs = oneJob();
        var first = jobs.claim(provider("orders")).orElseThrow();
        var second = jobs.at(broker).claim(provider("orders"), 20).orElseThrow();
        assertEquals(first.get("id"), second.get("id"));
    }

    @Test
    void a_job_that_no_worker_survives_is_given_up_though_no_worker_comes() {
        var jobs = oneJob();
        assertTrue(jobs.claim(provider("orders")).isPresent());
        assertTrue(Eventually.get(() -> jobs.claim(provider("orders")), Optional::isPresent)
                .isPresent());
        var dead = Eventually.get(jobs::only, job -> job.get("state").asText().equals("dead"));
        assertEquals("dead", dead.get("state").asText(), "without another claim");
        assertTrue(dead.at("/cause/text").asText().contains("host-7 was not heard of any more"), dead::toString);
    }

    @Test
    void heartbeats_keep_a_job_but_not_for_ever() {
        var jobs = oneJob();
        var claimed = jobs.claim(provider("orders")).orElseThrow();
        var end = Eventually.get(() -> jobs.heartbeat(claimed), answer -> answer.status() != 200);
        assertEquals(409, end.status());
        assertEquals(1, jobs.only().get("attempts").asInt(), "nobody else had it meanwhile");
    }
}
