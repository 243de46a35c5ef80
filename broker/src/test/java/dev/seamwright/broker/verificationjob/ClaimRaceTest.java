package dev.seamwright.broker.verificationjob;

import static dev.seamwright.broker.verificationjob.Jobs.provider;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A claim that does not wait for jobs arrives while another transaction holds the row of the only one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimRaceTest {
    private final TestBroker broker = TestBroker.start();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterAll
    void stop() {
        threads.shutdownNow();
        broker.close();
    }

    private Jobs oneJob(String provider) {
        var jobs = Jobs.inNewWorkspace(broker);
        jobs.onBranch(provider, "1", "main");
        jobs.pact("web", "1", provider, "list");
        return jobs;
    }

    private Connection behindTheBroker() throws SQLException {
        var login = TestDatabase.superuser(broker.database());
        var connection = DriverManager.getConnection(login.url(), login.user(), login.password());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql, String job) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, job);
            statement.execute();
        }
    }

    /** Whether a transaction waits for a row that {@code holder} has. */
    private static boolean isWaitedFor(Connection holder) {
        try (var statement = holder.createStatement();
                var row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))")) {
            row.next();
            return row.getInt(1) > 0;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Future<Optional<JsonNode>> claimed(Jobs jobs, String providers) {
        return threads.submit(() -> jobs.claim(providers, 0));
    }

    @Test
    void it_is_not_told_that_there_is_none_while_a_plan_looks_at_the_job() throws Exception {
        var jobs = oneJob("orders");
        var id = jobs.only().get("id").asText();
        for (var providers :
                new String[] {provider("orders"), provider("orders", "1"), provider("orders") + "," + provider("stock")
                }) {
            try (var plan = behindTheBroker()) {
                execute(
                        plan,
                        "UPDATE seamwright.verification_job SET priority = priority + 1 WHERE job_id = ?::uuid",
                        id);
                var claim = claimed(jobs, providers);
                assertTrue(Eventually.get(() -> isWaitedFor(plan), waits -> waits), "the claim waits for the plan");
                assertFalse(claim.isDone());
                plan.commit();
                var job = claim.get(30, TimeUnit.SECONDS).orElseThrow();
                assertEquals(id, job.get("id").asText());
                jobs.cancel(job);
                jobs.rerun(job);
            }
        }
    }

    @Test
    void it_is_told_so_when_the_job_has_gone_meanwhile() throws Exception {
        var jobs = oneJob("stock");
        var id = jobs.only().get("id").asText();
        try (var worker = behindTheBroker()) {
            execute(
                    worker,
                    "UPDATE seamwright.verification_job SET state = 'cancelled', ready = false WHERE job_id = ?::uuid",
                    id);
            var claim = claimed(jobs, provider("stock"));
            assertTrue(Eventually.get(() -> isWaitedFor(worker), waits -> waits));
            worker.commit();
            assertEquals(Optional.empty(), claim.get(30, TimeUnit.SECONDS));
        }
    }
}
