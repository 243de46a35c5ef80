package dev.seamwright.broker.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.PgBouncer;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The same through PgBouncer in transaction mode with two server connections, which all workspaces share. */
class IsolationThroughPgBouncerTest extends IsolationTest {
    private static final int TRANSACTIONS = Integer.getInteger("test.pool.transactions", 4000);

    private @Nullable PgBouncer bouncer;

    @Override
    DatabaseSettings serving(DatabaseSettings direct) {
        assumeTrue(PgBouncer.isInstalled(), "needs PgBouncer: apt-get install pgbouncer");
        if (bouncer == null) {
            bouncer = PgBouncer.before(direct);
        }
        return bouncer.settings();
    }

    @Override
    void stopServing() {
        if (bouncer != null) {
            bouncer.close();
        }
    }

    @Test
    void transactions_of_many_workspaces_on_two_connections_never_see_a_wrong_row() throws Exception {
        var wrong = new AtomicInteger();
        var reads = new AtomicInteger();
        var writes = new AtomicInteger();
        var failures = new AtomicInteger();
        try (var pgBouncer = PgBouncer.before(TestDatabase.fresh());
                var database = Database.open(pgBouncer.settings(), Clock.systemUTC())) {
            var workspaces = 5;
            database.transactor()
                    .write(
                            caller(1),
                            tx -> tx.asOperator(operator -> operator.execute(
                                    "INSERT INTO workspace (name, created_at) SELECT 'w' || n, now() FROM generate_series(2, ?) n",
                                    workspaces)));
            try (var threads = Executors.newFixedThreadPool(8)) {
                for (var thread = 0; thread < 8; thread++) {
                    var random = new Random(20261123L + thread);
                    var _ = threads.submit(
                            () -> { // what fails is missing in the sum below
                                for (var i = 0; i < TRANSACTIONS / 8; i++) {
                                    var workspace = 1 + random.nextInt(workspaces);
                                    var kind = random.nextInt(10);
                                    try {
                                        if (kind < 3) {
                                            database.transactor().write(caller(workspace), tx -> insert(tx, random));
                                            writes.incrementAndGet();
                                        } else if (kind == 3) {
                                            database.transactor().write(caller(workspace), tx -> {
                                                insert(tx, random);
                                                throw new IllegalStateException("on purpose");
                                            });
                                        } else if (kind == 4) {
                                            database.transactor()
                                                    .read(
                                                            caller(workspace),
                                                            tx -> tx.handle().execute("SELECT 1 / 0"));
                                        } else {
                                            wrong.addAndGet(database.transactor()
                                                    .read(caller(workspace), tx -> foreign(tx, workspace)));
                                            reads.incrementAndGet();
                                        }
                                    } catch (IllegalStateException | JdbiException onPurpose) {
                                        failures.incrementAndGet();
                                    }
                                }
                                return null;
                            });
                }
            }
            int unset = database.jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT count(*) FROM participant")
                            .mapTo(Integer.class)
                            .one());
            assertEquals(0, unset, "a connection came back with a setting");
        }
        System.out.printf(
                "pool of 2: %d reads, %d writes, %d failures on purpose, %d wrong rows%n",
                reads.get(), writes.get(), failures.get(), wrong.get());
        assertEquals(0, wrong.get());
        assertEquals(TRANSACTIONS / 8 * 8, reads.get() + writes.get() + failures.get());
        assertTrue(writes.get() > TRANSACTIONS / 5 && failures.get() < TRANSACTIONS / 3);
    }

    /** The routes of workers, whose claims lock rows and read what they locked. */
    @Test
    void claims_of_many_workspaces_on_two_connections_get_jobs_of_their_own() throws Exception {
        var jobs = 10;
        var workspaces = List.of("echo", "foxtrot", "golf", "hotel");
        var done = new ConcurrentHashMap<String, String>();
        try (var pgBouncer = PgBouncer.before(TestDatabase.fresh());
                var served = TestBroker.start(pgBouncer.settings(), config -> config);
                var threads = Executors.newFixedThreadPool(8)) {
            var operator = ApiClient.of(served);
            for (var workspace : workspaces) {
                assertEquals(
                        201,
                        operator.post("/workspaces", "{\"name\":\"%s\"}".formatted(workspace))
                                .status());
                var given = operator.with("Seamwright-Workspace", workspace);
                assertEquals(
                        201,
                        given.put("/participants/api/versions/" + workspace, "{\"branch\":\"main\"}")
                                .status());
                for (var job = 0; job < jobs; job++) {
                    var pact = Given.document("web" + job, "api", workspace).replace("\"", "\\\"");
                    var published = given.post(
                            "/participants/web%d/versions/1/contracts".formatted(job),
                            "{\"contracts\":[{\"kind\":\"pact\",\"provider\":\"api\",\"content\":\"%s\"}]}"
                                    .formatted(pact));
                    assertTrue(published.status() < 300, published.body());
                }
            }
            var workers = new ArrayList<Future<Integer>>();
            for (var worker = 0; worker < 8; worker++) {
                var workspace = workspaces.get(worker % workspaces.size());
                var api = operator.with("Seamwright-Workspace", workspace);
                workers.add(threads.submit(() -> work(api, workspace, done)));
            }
            var claimed = 0;
            for (var worker : workers) {
                claimed += worker.get(2, TimeUnit.MINUTES);
            }
            assertEquals(workspaces.size() * jobs, claimed);
            assertEquals(workspaces.size() * jobs, done.size(), "each job once");
        }
    }

    /** Does jobs until there is none; answers how many. The version of each is named as its workspace. */
    private static int work(ApiClient api, String workspace, Map<String, String> done) {
        var worker = UUID.randomUUID();
        for (var count = 0; ; count++) {
            var claimed = api.post(
                    "/jobs/claim",
                    "{\"worker\":{\"id\":\"%s\",\"name\":\"%s\"},\"providers\":[{\"name\":\"api\"}]}"
                            .formatted(worker, workspace));
            if (claimed.status() == 204) {
                return count;
            }
            var job = claimed.json();
            assertEquals(workspace, job.get("providerVersion").asText());
            var id = job.get("id").asText();
            var token = job.at("/lease/token").asText();
            assertEquals(
                    200,
                    api.post("/jobs/" + id + "/heartbeat", "{\"token\":\"%s\"}".formatted(token))
                            .status());
            assertEquals(
                    201,
                    api.post("/jobs/" + id + "/result", "{\"token\":\"%s\",\"success\":true}".formatted(token))
                            .status());
            assertNull(done.put(id, workspace));
        }
    }

    private static Caller caller(int workspace) {
        return new Caller(workspace, "w" + workspace, "test", Scope.ADMIN, true);
    }

    private static int insert(Tx tx, Random random) {
        return tx.handle()
                .createUpdate(
                        "INSERT INTO participant (name, display_name, created_at, updated_at)"
                                + " VALUES (:name, :tag, now(), now()) ON CONFLICT (workspace_id, name) DO UPDATE SET updated_at = now()")
                .bind("name", "p" + random.nextInt(50))
                .bind("tag", "of " + tx.caller().workspaceId())
                .execute();
    }

    /** How many rows are another workspace's, by their key or by the tag that their writer gave them. */
    private static int foreign(Tx tx, int workspace) {
        return tx.handle()
                .createQuery("SELECT count(*) FROM participant WHERE workspace_id <> :id OR display_name <> :tag")
                .bind("id", workspace)
                .bind("tag", "of " + workspace)
                .mapTo(Integer.class)
                .one();
    }
}
