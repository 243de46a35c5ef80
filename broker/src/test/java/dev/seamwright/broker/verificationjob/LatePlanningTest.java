package dev.seamwright.broker.verificationjob;

import static dev.seamwright.broker.verificationjob.Jobs.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.testing.TestBroker;
import java.time.Clock;
import java.util.List;
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
}
