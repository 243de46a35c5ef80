package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.http.BrokerAddress;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.HttpJobs;
import dev.seamwright.cli.testing.JobBroker;
import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.verifier.replay.ReplayOptions;
import dev.seamwright.verifier.worker.ServedProvider;
import dev.seamwright.verifier.worker.Worker;
import dev.seamwright.verifier.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorkerTest {
    private static final int LEASE = 30;
    private static final String PACT = """
            {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [
              {"_id": "i1", "description": "an order"%s, "request": {"method": "GET", "path": "/orders/7"},
               "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": 7}}}],
             "metadata": {"pactSpecification": {"version": "3.0.0"}}}
            """;
    private static final String ORDER = PACT.formatted("");
    private static final String STATEFUL = PACT.formatted(", \"providerStates\": [{\"name\": \"it is there\"}]");

    @TempDir
    private Path directory = Path.of("");

    private final JobBroker broker = brokerWithJobs();
    private final StubBroker provider = stub();

    private static JobBroker brokerWithJobs() {
        try {
            return new JobBroker();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static StubBroker stub() {
        try {
            return new StubBroker();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void right() {
        answers("{\"id\": 7}");
    }

    @AfterEach
    void stop() {
        broker.close();
        provider.close();
    }

    private void answers(String json) {
        provider.on("GET /orders/7", (exchange, _) -> StubBroker.answer(exchange, 200, "application/json", json));
    }

    private TestCli.Outcome worker(String... further) {
        var words = new ArrayList<>(
                List.of("worker", "--provider", "orders", "--base-url", provider.url(), "-b", broker.url()));
        words.addAll(List.of(further));
        return new TestCli(directory).run(words.toArray(String[]::new));
    }

    private Worker worker(ServedProvider served, int concurrency) {
        var client =
                new BrokerClient(new BrokerAddress(broker.url(), null), Duration.ofSeconds(30), Thread::sleep, null);
        return new Worker(
                List.of(served),
                new HttpJobs(client, UUID.randomUUID(), "test", null),
                new WorkerOptions(
                        concurrency, Long.MAX_VALUE, false, Duration.ofSeconds(1), Duration.ofMillis(50), directory),
                "0",
                _ -> {});
    }

    private ServedProvider served() {
        return new ServedProvider(
                "orders",
                List.of("1"),
                provider.url(),
                null,
                false,
                null,
                List.of(),
                List.of(),
                ReplayOptions.DEFAULT,
                null,
                null,
                Duration.ofSeconds(10));
    }

    @Test
    void a_job_is_claimed_done_and_told() {
        broker.job("j1", "orders", "1.4.0", LEASE, ORDER);
        var outcome = worker("--provider-version", "1.4.0", "--once", "--name", "host-7");
        assertEquals(0, outcome.code(), outcome.err());
        var claim = broker.requests().getFirst().body();
        assertTrue(
                claim.contains(
                        "\"name\":\"host-7\"},\"providers\":[{\"name\":\"orders\",\"versions\":[\"1.4.0\"]}],\"methods\":[\"replay\"],\"waitSeconds\":0}"),
                claim);
        var told = broker.told().getFirst();
        assertAll(
                () -> assertEquals("result", told.what()),
                () -> assertTrue(told.body().path("success").asBoolean()),
                () -> assertEquals(
                        "[{\"interactionId\":\"i1\",\"interactionDescription\":\"an order\",\"success\":true}]",
                        told.body().at("/results/testResults").toString()),
                () -> assertTrue(told.body().path("log").asText().contains("GET /orders/7")));
    }

    @Test
    void a_provider_that_breaks_the_pact_is_told_by_field() {
        answers("{\"id\": 8}");
        broker.job("j1", "orders", "1", LEASE, ORDER);
        assertEquals(0, worker("--provider-version", "1", "--once").code());
        var body = broker.told().getFirst().body();
        assertFalse(body.path("success").asBoolean(true));
        assertEquals(
                "$.id",
                body.at("/results/testResults/0/mismatches/0/identifier").asText());
    }

    @Test
    void a_provider_that_cannot_be_asked_gives_the_job_back_with_the_cause() {
        provider.close();
        broker.job("j1", "orders", "1", LEASE, ORDER);
        worker("--provider-version", "1", "--once");
        var told = broker.told().getFirst();
        assertAll(
                () -> assertEquals("failure", told.what()),
                () -> assertTrue(told.body().path("retry").asBoolean()),
                () -> assertTrue(
                        told.body().path("cause").asText().contains("unreachable: Nothing listens"), told::toString));
    }

    @Test
    void what_is_no_pact_is_given_back_for_good() {
        broker.job("j1", "orders", "1", LEASE, "{\"interactions\": 5}");
        worker("--provider-version", "1", "--once");
        var told = broker.told().getFirst();
        assertEquals("failure", told.what());
        assertFalse(told.body().path("retry").asBoolean(true));
    }

    @Test
    void many_jobs_are_done_each_once_and_a_limit_holds() {
        for (int i = 0; i < 30; i++) {
            broker.job("j" + i, "orders", "1", LEASE, ORDER);
        }
        worker("--provider-version", "1", "--concurrency", "4", "--max-jobs", "20");
        assertEquals(
                20, broker.told().stream().map(JobBroker.Told::job).distinct().count());
        assertEquals(20, broker.told().size());
    }

    @Test
    void a_broker_that_is_away_is_asked_again_for_jobs_and_with_results() {
        broker.job("j1", "orders", "1", LEASE, ORDER);
        broker.beAway(2);
        provider.on("GET /orders/7", (exchange, _) -> {
            broker.beAway(1);
            StubBroker.answer(exchange, 200, "application/json", "{\"id\": 7}");
        });
        var outcome = worker("--provider-version", "1", "--max-jobs", "1");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(1, broker.told().size());
        assertTrue(outcome.err().contains("Asking again."), outcome.err());
    }

    @Test
    void a_worker_that_may_not_ask_says_so_and_ends() {
        broker.close();
        var refusing = stub().on("POST /api/v1/jobs/claim", 401, "{\"error\": \"Who are you?\"}");
        var outcome = new TestCli(directory)
                .run(
                        "worker",
                        "--provider",
                        "orders",
                        "--provider-version",
                        "1",
                        "--base-url",
                        provider.url(),
                        "-b",
                        refusing.url());
        refusing.close();
        assertEquals(3, outcome.code());
        assertTrue(outcome.err().contains("401"), outcome.err());
    }

    @Test
    void a_job_whose_lease_is_lost_is_dropped_and_heartbeats_come_while_the_provider_hangs() throws Exception {
        var over = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        provider.on("GET /orders/7", (exchange, _) -> {
            asked.countDown();
            await(over);
            exchange.close();
        });
        broker.job("j1", "orders", "1", 1, ORDER);
        var worker = worker(served(), 1);
        var running = start(worker);
        assertTrue(asked.await(60, TimeUnit.SECONDS));
        while (broker.heartbeats() < 3) { // the provider hangs, and the lease of a second is kept
            Thread.sleep(20);
        }
        answers("{\"id\": 7}");
        broker.takeAway("j1");
        broker.job("j2", "orders", "1", LEASE, ORDER);
        awaitTold(1);
        worker.stop();
        running.join();
        over.countDown();
        assertEquals("j2", broker.told().getFirst().job());
        assertEquals(1, broker.told().size());
    }

    @Test
    void a_worker_that_is_stopped_gives_back_what_it_works_on() throws Exception {
        var over = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        provider.on("GET /orders/7", (exchange, _) -> {
            asked.countDown();
            await(over);
            exchange.close();
        });
        broker.job("j1", "orders", "1", LEASE, ORDER);
        var worker = worker(served(), 2);
        var running = start(worker);
        assertTrue(asked.await(60, TimeUnit.SECONDS));
        worker.stop();
        running.join();
        over.countDown();
        var told = broker.told().getFirst();
        assertEquals("failure", told.what());
        assertEquals("The worker was stopped", told.body().path("cause").asText());
        assertTrue(told.body().path("retry").asBoolean());
    }

    @Test
    void jobs_of_one_provider_do_not_meet_in_its_states() throws Exception {
        var inState = new AtomicInteger();
        var most = new AtomicInteger();
        provider.on("POST /states", (exchange, request) -> {
            if (request.body().contains("\"setup\"")) {
                most.accumulateAndGet(inState.incrementAndGet(), Math::max);
            } else {
                inState.decrementAndGet();
            }
            StubBroker.answer(exchange, 200, "application/json", "{}");
        });
        for (int i = 0; i < 12; i++) {
            broker.job("j" + i, "orders", "1", LEASE, STATEFUL);
        }
        var plain = served();
        var worker = worker(
                new ServedProvider(
                        plain.name(),
                        plain.versions(),
                        plain.baseUrl(),
                        provider.url() + "/states",
                        true,
                        null,
                        List.of(),
                        List.of(),
                        ReplayOptions.DEFAULT,
                        null,
                        null,
                        Duration.ofSeconds(10)),
                4);
        var running = start(worker);
        awaitTold(12);
        worker.stop();
        running.join();
        assertEquals(1, most.get());
    }

    /** Answers 200 as soon as a file is there. */
    private String readyWhen(String file) {
        provider.on(
                "GET /ready",
                (exchange, _) -> StubBroker.answer(
                        exchange, Files.exists(directory.resolve(file)) ? 200 : 503, "text/plain", "as it is"));
        return provider.url() + "/ready";
    }

    @Test
    void a_provider_is_started_in_the_version_of_the_job_and_ended_with_all_its_processes() throws Exception {
        broker.job("j1", "orders", "1.4.0", LEASE, ORDER);
        var outcome = worker(
                "--once",
                "--start",
                "echo orders {version} starts; echo $$ > started; sleep 300 & echo $! > child; touch up; wait",
                "--ready-url",
                readyWhen("up"));
        assertEquals(0, outcome.code(), outcome.err());
        var told = broker.told().getFirst();
        assertEquals("result", told.what(), told::toString);
        assertTrue(told.body().path("log").asText().contains("orders 1.4.0 starts"), told::toString);
        for (var file : List.of("started", "child")) {
            var process = ProcessHandle.of(
                    Long.parseLong(Files.readString(directory.resolve(file)).strip()));
            assertFalse(process.isPresent() && process.get().isAlive(), file);
        }
    }

    @Test
    void a_version_that_could_be_a_command_is_not_started() {
        broker.job("j1", "orders", "1; touch stolen", LEASE, ORDER);
        worker("--once", "--start", "echo {version}");
        var told = broker.told().getFirst();
        assertEquals("failure", told.what());
        assertFalse(told.body().path("retry").asBoolean(true));
        assertFalse(Files.exists(directory.resolve("stolen")));
    }

    @Test
    void several_providers_come_from_a_file() throws IOException {
        Files.writeString(directory.resolve("worker.yaml"), """
                providers:
                  - name: orders
                    provider-version: "1"
                    base-url: %s
                    headers:
                      Authorization: "@env:ORDERS_TOKEN"
                    parallel: 2
                  - name: users
                    versions: ["7"]
                    base-url: %s
                """.formatted(provider.url(), provider.url()));
        broker.job("j1", "orders", "1", LEASE, ORDER).job("j2", "users", "7", LEASE, ORDER);
        var outcome = new TestCli(directory)
                .with("ORDERS_TOKEN", "Bearer of-orders")
                .run("worker", "--config", "worker.yaml", "--once", "-b", broker.url());
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(2, broker.told().size());
        assertEquals(
                List.of("Bearer of-orders", ""),
                provider.requests().stream()
                        .map(StubBroker.Request::authorization)
                        .toList());
    }

    @Test
    void every_mistake_in_the_file_is_told() throws IOException {
        Files.writeString(directory.resolve("worker.yaml"), """
                concurrency: 2
                providers:
                  - name: orders
                    provider-version: 1.4
                    base-url: http://127.0.0.1:1
                    stat-url: http://127.0.0.1:1
                    parallel: many
                  - name: users
                    base-url: http://127.0.0.1:1
                  - nonsense
                """);
        var outcome = new TestCli(directory).run("worker", "--config", "worker.yaml", "-b", broker.url());
        assertEquals(4, outcome.code());
        for (var mistake : List.of(
                "concurrency: is not known; there is providers",
                "providers[0].provider-version: is no text; write it in quotes",
                "providers[0].stat-url: is not known",
                "providers[0].parallel: is no whole number",
                "providers[1]: users: has no version",
                "providers[2]: is no mapping")) {
            assertTrue(outcome.err().contains(mistake), () -> mistake + " in " + outcome.err());
        }
        assertEquals(List.of(), broker.requests());
    }

    @Test
    void wrong_usage_is_told_before_anything_is_claimed() {
        assertAll(
                () -> assertEquals(4, worker().code(), "no version"),
                () -> assertEquals(
                        4,
                        worker("--provider-version", "1", "--concurrency", "0").code()),
                () -> assertEquals(
                        4,
                        worker("--provider-version", "1", "--header", "no colon")
                                .code()),
                () -> assertEquals(
                        4,
                        worker("--provider-version", "1", "--config", "worker.yaml")
                                .code()),
                () -> assertEquals(List.of(), broker.requests()));
    }

    private static Thread start(Worker worker) {
        return Thread.ofPlatform().start(() -> {
            try {
                worker.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void awaitTold(int jobs) throws InterruptedException {
        while (broker.told().size() < jobs) {
            Thread.sleep(20);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
