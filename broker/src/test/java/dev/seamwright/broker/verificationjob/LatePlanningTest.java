package dev.seamwright.broker.verificationjob;

import static dev.seamwright.broker.verificationjob.Jobs.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.testing.TestBroker;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LatePlanningTest {
    @Test
    void what_was_not_planned_when_it_began_to_matter_is_planned_by_the_hour() {
        try (var broker = TestBroker.start();
                var database = Database.open(broker.database(), Clock.systemUTC())) {
            var jobs = Jobs.inDefaultWorkspace(broker);
            jobs.onBranch("orders", "1", "trunk");
            jobs.pactOnMain("web", "1", "orders", "list");
            ok(jobs.api().put("/participants/orders", "{\"mainBranch\":\"trunk\"}"));
            assertEquals(List.of(), jobs.list());
            var planner = new VerificationPlanner(database.transactor(), VerificationJobPolicy.DEFAULT);
            var caller = VerificationPlanner.caller(1, "housekeeping");
            assertEquals(1, database.transactor().write(caller, planner::planAll));
            assertEquals("1", jobs.only().get("providerVersion").asText());
            assertEquals(0, database.transactor().write(caller, planner::planAll), "once");
        }
    }

    @Test
    void what_was_planned_for_versions_that_others_have_followed_is_taken_back_unless_it_was_asked_for() {
        try (var broker = TestBroker.start();
                var database = Database.open(broker.database(), Clock.systemUTC())) {
            var jobs = Jobs.inDefaultWorkspace(broker);
            jobs.onBranch("orders", "1", "main");
            jobs.environment("production");
            jobs.deployed("orders", "1", "production");
            jobs.pactOnMain("web", "1", "orders", "list");
            for (var version : List.of("2", "3", "4")) {
                jobs.onBranch("orders", version, "main");
            }
            var second = jobs.list().stream()
                    .filter(job -> job.get("providerVersion").asText().equals("2"))
                    .findFirst()
                    .orElseThrow();
            ok(jobs.rerun(second));
            var planner = new VerificationPlanner(database.transactor(), VerificationJobPolicy.DEFAULT);
            var caller = VerificationPlanner.caller(1, "housekeeping");
            int withdrawn = database.transactor()
                    .write(caller, tx -> planner.withdraw(tx, tx.now().plusSeconds(1)));
            assertEquals(1, withdrawn);
            assertEquals(
                    Set.of("1", "2", "4"),
                    jobs.list().stream()
                            .map(job -> job.get("providerVersion").asText())
                            .collect(Collectors.toSet()));
            jobs.pactOnMain("web", "2", "orders", "another list");
            database.transactor()
                    .write(caller, tx -> planner.withdraw(tx, tx.now().plusSeconds(1)));
            assertEquals(
                    Set.of("1 of 2", "2 of 1", "4 of 2"),
                    jobs.list().stream()
                            .map(job -> job.get("providerVersion").asText() + " of "
                                    + job.at("/consumerVersions/0").asText())
                            .collect(Collectors.toSet()));
        }
    }
}
