package dev.seamwright.broker.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.change.Changes.End;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import dev.seamwright.broker.testing.TestDatabase;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Database database = Database.open(TestDatabase.fresh(), Clock.systemUTC());
    private final Changes changes = new Changes(database.transactor(), new Changes.Limits(2, 3));

    @AfterEach
    void close() {
        changes.close();
        database.close();
    }

    private void change(int workspaceId) {
        var caller = new Caller(workspaceId, "default", "test", Scope.ADMIN, false);
        var _ = database.transactor().write(caller, tx -> tx.audit("test.change"));
    }

    @Test
    void whoever_waits_is_woken_by_a_change_in_its_workspace() {
        try (var waiting = changes.watch(1)) {
            assertEquals(End.CHANGED, waiting.await(LONG), "the first look finds what was there before");
            assertEquals(End.TIME_OUT, waiting.await(Duration.ofMillis(500)));
            change(1);
            assertEquals(End.CHANGED, waiting.await(LONG));
        }
    }

    @Test
    void so_many_wait_and_no_more() {
        try (var one = changes.watch(1);
                var two = changes.watch(1)) {
            assertThrows(Unavailable.class, () -> changes.watch(1).close());
            try (var three = changes.watch(2)) {
                assertThrows(Unavailable.class, () -> changes.watch(3).close());
                assertTrue(one != two && two != three);
            }
            changes.watch(3).close();
        }
        changes.watch(1).close();
    }

    @Test
    void at_the_drain_nobody_waits() throws Exception {
        try (var waiting = changes.watch(1)) {
            var drain = Thread.startVirtualThread(changes::drain);
            var end = waiting.await(LONG);
            while (end == End.CHANGED) {
                end = waiting.await(LONG);
            }
            assertEquals(End.DRAINING, end);
            assertThrows(Unavailable.class, () -> changes.watch(1).close());
            drain.join();
        }
    }
}
