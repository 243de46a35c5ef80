package dev.seamwright.broker.verificationjob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.CutProxy;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 2,000 jobs for real workers: one provider answers, one hangs, one answers garbage, and the broker's connections to its database are cut for
 * 20 seconds in the middle.
 */
@Tag("slow")
class JobsCutTest {
    private static final int CONSUMERS = 196;
    private static final int VERSIONS = 10;
    private static final int BAD = 20; // jobs of each bad provider
    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private final AtomicBoolean enough = new AtomicBoolean();

    /** The provider that is well: every path has an answer. */
    private static HttpServer good() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private interface Behaviour {
        void with(Socket client) throws IOException, InterruptedException;
    }

    /** A provider that is not well. */
    private static ServerSocket bad(ExecutorService threads, Behaviour behaviour) throws IOException {
        var server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        var _ = threads.submit(() -> {
            while (!server.isClosed()) {
                var client = server.accept();
                var _ = threads.submit(() -> {
                    try (client) {
                        behaviour.with(client);
                    }
                    return client;
                });
            }
            return server;
        });
        return server;
    }

    private static void hang(Socket client) throws IOException {
        var _ = client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static void garbage(Socket client) throws IOException {
        var _ = client.getInputStream().read();
        client.getOutputStream().write("\u0000\u0001 not HTTP at all\n\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void every_job_ends_or_says_why_not_and_none_is_done_twice() throws Exception {
        var direct = TestDatabase.fresh();
        var policy = new VerificationJobPolicy(
                Duration.ofSeconds(10), 2, Duration.ofMinutes(5), Duration.ofMillis(200), Duration.ofSeconds(1));
        var orders = good();
        try (var threads = Executors.newCachedThreadPool();
                var hanging = bad(threads, JobsCutTest::hang);
                var garbage = bad(threads, JobsCutTest::garbage);
                var proxy = CutProxy.before(direct, 8);
                var broker = TestBroker.start(
                        proxy.settings(),
                        config -> config.with(config.operations().verificationJobs(policy)))) {
            var jobs = Jobs.inDefaultWorkspace(broker);
            jobs.environment("staging");
            plan(jobs);
            assertEquals(CONSUMERS * VERSIONS + 2 * BAD, count(direct, "true"));

            var workers = new ArrayList<Future<?>>();
            for (var worker = 0; worker < 2; worker++) {
                workers.add(
                        worker(threads, broker, "orders", orders.getAddress().getPort()));
            }
            workers.add(worker(threads, broker, "hanging", hanging.getLocalPort()));
            workers.add(worker(threads, broker, "garbage", garbage.getLocalPort()));

            await("some jobs", () -> count(direct, "state = 'done'") > 200);
            var before = count(direct, "state = 'done'");
            proxy.cut();
            Thread.sleep(OUTAGE.toMillis());
            var open = count(direct, "state IN ('waiting', 'running')");
            proxy.mend();
            await("all jobs to end", () -> count(direct, "state IN ('waiting', 'running')") == 0);
            enough.set(true);
            for (var worker : workers) {
                worker.get(60, TimeUnit.SECONDS);
            }
            System.out.printf(
                    "%d jobs done before the cut, %d open at its end; then %d done, %d dead%n",
                    before, open, count(direct, "state = 'done'"), count(direct, "state = 'dead'"));
            assertTrue(open > 1_000, "the cut came in the middle: " + open);
            ended(jobs, direct);
        } finally {
            orders.stop(0);
        }
    }

    private static void plan(Jobs jobs) {
        for (var version = 0; version < VERSIONS; version++) {
            jobs.onBranch("orders", "v" + version, "feature");
            jobs.released("orders", "v" + version, "staging");
        }
        for (var bad : List.of("hanging", "garbage")) {
            jobs.onBranch(bad, "v0", "main");
            for (var consumer = 0; consumer < BAD; consumer++) {
                jobs.pact("web" + consumer, "of-" + bad, bad, "list");
            }
        }
        for (var consumer = 0; consumer < CONSUMERS; consumer++) {
            jobs.pact("web" + consumer, "1", "orders", "list");
        }
    }

    /** The command line's worker, again and again as a service manager does it. */
    private Future<?> worker(ExecutorService threads, TestBroker broker, String provider, int port) {
        return threads.submit(() -> {
            while (!enough.get()) {
                new CommandLine(broker, directory)
                        .run(
                                "worker --once --concurrency 4 --request-timeout 1 --provider %s --base-url http://127.0.0.1:%d/{version}"
                                        .formatted(provider, port));
                TimeUnit.MILLISECONDS.sleep(100);
            }
            return provider;
        });
    }

    private static void ended(Jobs jobs, DatabaseSettings direct) throws SQLException {
        assertEquals(CONSUMERS * VERSIONS, count(direct, "state = 'done'"), "every pact of the provider that is well");
        var dead = jobs.list("&state=dead");
        assertEquals(2 * BAD, dead.size());
        for (var job : dead) {
            assertTrue(!job.at("/cause/text").asText().isEmpty(), job::toString);
            assertTrue(
                    List.of("hanging", "garbage").contains(job.get("provider").asText()), job::toString);
        }
        System.out.println("for example: " + cause(dead, "hanging") + " | " + cause(dead, "garbage"));
        assertEquals(
                count(direct, "state = 'done'"),
                query(direct, "SELECT count(*) FROM seamwright.verification"),
                "no job has two results");
    }

    private static String cause(List<JsonNode> dead, String provider) {
        return dead.stream()
                .filter(job -> job.get("provider").asText().equals(provider))
                .map(job -> job.at("/cause/text").asText())
                .findFirst()
                .orElse("none");
    }

    private static int count(DatabaseSettings direct, String where) throws SQLException {
        return query(direct, "SELECT count(*) FROM seamwright.verification_job WHERE " + where);
    }

    private static int query(DatabaseSettings direct, String sql) throws SQLException {
        var login = TestDatabase.superuser(direct);
        try (var connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(String what, Condition condition) throws SQLException, InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for " + what);
            Thread.sleep(200);
        }
    }
}
