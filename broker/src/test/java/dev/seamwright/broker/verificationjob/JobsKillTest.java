package dev.seamwright.broker.verificationjob;

import static dev.seamwright.broker.verificationjob.Jobs.provider;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One of two brokers is killed with SIGKILL again and again, and workers die with their jobs, while 2,000 jobs are done. */
@Tag("slow")
class JobsKillTest {
    private static final int CONSUMERS = 200;
    private static final int VERSIONS = 10;
    private static final int WORKERS = 6;
    private static final int KILLS = 4;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, String> holders = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger twice = new AtomicInteger();
    private final AtomicInteger died = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();

    private static BrokerConfig quick(BrokerConfig config) {
        return config.with(config.operations()
                .verificationJobs(new VerificationJobPolicy(
                        Duration.ofSeconds(2),
                        20,
                        Duration.ofMinutes(5),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200))));
    }

    /** Runs in the other process. */
    public static void main(String[] args) throws InterruptedException {
        var login = new DatabaseSettings.Login(args[0], args[1], args[2]);
        try (var broker = TestBroker.start(new DatabaseSettings(login, null, 4, true), JobsKillTest::quick)) {
            System.out.println(broker.url());
            new CountDownLatch(1).await();
        }
    }

    private record Doomed(Process process, String url) implements AutoCloseable {
        static Doomed start(DatabaseSettings database) throws IOException {
            var login = database.server();
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            JobsKillTest.class.getName(),
                            login.url(),
                            login.user(),
                            login.password())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                var at = line.indexOf("http://");
                if (at == 0) {
                    Thread.startVirtualThread(() -> out.lines().forEach(ignored -> {}));
                    return new Doomed(process, line.strip());
                }
            }
            throw new IOException("the broker did not start");
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    @Test
    void every_job_is_done_and_by_one_worker_at_a_time() throws Exception {
        var database = TestDatabase.fresh();
        try (var survivor = TestBroker.start(database, JobsKillTest::quick)) {
            var jobs = Jobs.inNewWorkspace(survivor);
            for (var version = 0; version < VERSIONS; version++) {
                jobs.onBranch("orders", "v" + version, "feature");
                jobs.released("orders", "v" + version, "production");
            }
            for (var consumer = 0; consumer < CONSUMERS; consumer++) {
                jobs.pact("web" + consumer, "1", "orders", "list");
            }
            var urls = new ConcurrentHashMap<String, String>(Map.of("survivor", survivor.url()));
            try (var workers = Executors.newFixedThreadPool(WORKERS)) {
                for (var worker = 0; worker < WORKERS; worker++) {
                    var random = new Random(worker);
                    var _ = workers.submit(() -> work(random, urls, jobs.workspace()));
                }
                for (var kill = 0; kill < KILLS; kill++) {
                    try (var doomed = Doomed.start(database)) {
                        urls.put("doomed", doomed.url());
                        var enough = (kill + 1) * CONSUMERS * VERSIONS / (KILLS + 1);
                        await(() -> accepted.size() >= enough);
                    }
                }
                urls.remove("doomed");
                // in one look: a job may go from one state to another between two
                await(() -> number(
                                database,
                                "SELECT count(*) FROM seamwright.verification_job WHERE state IN ('waiting', 'running')")
                        == 0);
                workers.shutdownNow();
            }
            System.out.printf(
                    "%d results accepted; %d workers died with a job, %d requests were cut off%n",
                    accepted.size(), died.get(), cutOff.get());
            assertEquals(0, twice.get(), "jobs that two had at the same time");
            assertTrue(died.get() > 0 && cutOff.get() > 0);
            assertEquals(List.of(), jobs.list("&state=dead"));
            assertEquals(List.of(), jobs.list("&state=cancelled"));
            assertEquals("yes", jobs.canIDeploy("web0", "1"));
            assertEquals("yes", jobs.canIDeploy("orders", "v3"));
            assertEquals(CONSUMERS * VERSIONS, number(database, "SELECT count(*) FROM seamwright.verification"));
            assertEquals(
                    CONSUMERS * VERSIONS,
                    number(
                            database,
                            "SELECT count(DISTINCT (content_id, provider_version_id)) FROM seamwright.verification"),
                    "no job is done twice");
        }
    }

    private static int number(DatabaseSettings database, String query) {
        var login = TestDatabase.superuser(database);
        try (var connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "it takes too long");
            Thread.sleep(20);
        }
    }

    /** Claims and reports until it is interrupted, and dies with a job now and then. */
    private void work(Random random, Map<String, String> urls, String workspace) {
        var worker = UUID.randomUUID();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var survivor = Objects.requireNonNull(urls.get("survivor"));
                var url = random.nextBoolean() ? urls.getOrDefault("doomed", survivor) : survivor;
                var claim = send(url + "/api/v1/jobs/claim", workspace, """
                        {"worker":{"id":"%s","name":"host"},"providers":[%s],"waitSeconds":1}""".formatted(worker, provider("orders")));
                if (claim.statusCode() == 200) {
                    done(JSON.readTree(claim.body()), url, workspace, random);
                }
            } catch (IOException broken) {
                cutOff.incrementAndGet();
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void done(JsonNode job, String url, String workspace, Random random)
            throws IOException, InterruptedException {
        var id = job.get("id").asText();
        var token = job.at("/lease/token").asText();
        holders.put(id, token);
        if (random.nextInt(50) == 0) {
            died.incrementAndGet();
            return;
        }
        var result = send(url + "/api/v1/jobs/" + id + "/result", workspace, """
                {"token":"%s","success":true}""".formatted(token));
        if (result.statusCode() == 201) {
            if (!token.equals(holders.get(id)) || !accepted.add(id)) {
                twice.incrementAndGet();
            }
        }
    }

    private HttpResponse<String> send(String url, String workspace, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .header("Seamwright-Workspace", workspace)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
