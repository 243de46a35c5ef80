package dev.seamwright.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.EmbeddedDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Verification jobs: claims from a long queue, and what planning adds to a publish. Consumers' versions and jobs are written as rows; what is
 * measured goes over HTTP, as a worker or a consumer's build does it.
 */
final class JobBench {
    /**
     * @param jobs in the queue
     * @param claims that are measured, of each kind
     * @param threads of the concurrent claims
     */
    record Options(Path dataDir, int jobs, int claims, int threads) {}

    private static final int PROVIDERS = 100;
    private static final int VERSIONS = 10; // of each provider, all of them supported
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Options options;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server;

    private JobBench(Options options, Server server) {
        this.options = options;
        this.server = server;
    }

    static void run(Options options) throws Exception {
        if (!Files.exists(options.dataDir().resolve("postgres"))) {
            Files.createDirectories(options.dataDir());
            try (var embedded = EmbeddedDatabase.start(options.dataDir(), 1)) {
                Database.open(embedded.settings(), Clock.systemUTC()).close();
            }
        }
        // nobody reports: leases that end meanwhile would be measured with the claims
        try (var server = Server.start(options.dataDir(), "--job-lease-seconds", "3600")) {
            new JobBench(options, server).run();
        }
    }

    private void run() throws Exception {
        try (var connection = server.database()) {
            fill(connection);
            System.out.printf("%,d jobs wait, of %d providers with %d versions each%n", waiting(connection), PROVIDERS, VERSIONS);
            System.out.println("| what | requests | p50 ms | p99 ms | longest ms |");
            System.out.println("|---|---|---|---|---|");
            publishes("warm-up", 1_000);
            publishes("publish a pact, 10 versions of its provider matter", options.claims());
            unplanned("publish a pact, its provider has no version", options.claims());
            claims("warm-up", 2_000, 1, this::anyVersion);
            claims("claim, any version of a provider", options.claims(), 1, this::anyVersion);
            claims("claim, a version of a provider that has few", options.claims(), 1, this::oneVersion);
            claims("claim, 20 providers", options.claims(), 1, this::manyProviders);
            claims("claim, nothing there", options.claims(), 1, number -> "{\"name\":\"nobody\"}");
            claims(
                    "claim, any version, %d workers at once".formatted(options.threads()),
                    options.claims() * options.threads(),
                    options.threads(),
                    this::anyVersion);
            var publication = Statements.capture(server, () -> publish("count", "p1"));
            var publicationAlone = Statements.capture(server, () -> publish("count", "unused-provider"));
            System.out.printf(
                    "%nStatements: a publish with planning %d, of them %d that plan; a claim %d%n",
                    longest(publication),
                    planning(publication),
                    longest(Statements.capture(server, () -> claim(anyVersion(7)))));
            System.out.printf("A publish to a provider without versions: %d%n", longest(publicationAlone));
            System.out.printf("%,d jobs wait afterwards%n", waiting(connection));
        }
    }

    private static int longest(List<List<Statements.Statement>> transactions) {
        return transactions.stream().mapToInt(Statements::roundTrips).max().orElse(0);
    }

    private static long planning(List<List<Statements.Statement>> transactions) {
        return transactions.stream()
                .flatMap(List::stream)
                .filter(statement -> statement.sql().contains("INSERT INTO verification_job"))
                .count();
    }

    private static long waiting(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM verification_job WHERE state = 'waiting'");
    }

    /** Providers with versions that are supported somewhere, consumers with a pact for each, and a job for each pair. */
    private void fill(Connection connection) throws SQLException {
        if (waiting(connection) > 0) {
            return;
        }
        var contents = options.jobs() / (PROVIDERS * VERSIONS);
        Sql.run(connection, "SELECT set_config('seamwright.workspace', '1', false)");
        Sql.run(connection, "SET session_replication_role = replica"); // rows that are right need no triggers
        Sql.run(connection, "INSERT INTO participant (name, created_at, updated_at) SELECT 'p' || i, now(), now() FROM generate_series(1, %d) i".formatted(PROVIDERS));
        Sql.run(connection, "INSERT INTO participant (name, created_at, updated_at) SELECT 'c' || i, now(), now() FROM generate_series(1, %d) i".formatted(contents));
        Sql.run(connection, "INSERT INTO environment (environment_id, name, display_name, production, created_at, updated_at) VALUES (gen_random_uuid(), 'production', 'Production', true, now(), now())");
        Sql.run(connection, """
                INSERT INTO version (participant_id, number, created_at, updated_at)
                SELECT participant_id, 'v' || i, now(), now() FROM participant, generate_series(1, %d) i WHERE name LIKE 'p%%' OR i = 1
                """.formatted(VERSIONS));
        Sql.run(connection, """
                INSERT INTO release (release_id, environment_id, participant_id, version_id, created_at, updated_at)
                SELECT gen_random_uuid(), environment_id, participant_id, version_id, now(), now()
                  FROM version JOIN participant USING (participant_id), environment WHERE participant.name LIKE 'p%'
                """);
        Sql.run(connection, """
                INSERT INTO content (kind, sha256, consumer_id, provider_id, pact_sha, body, body_bytes, created_at)
                SELECT 'pact', sha256(convert_to(c.name || p.name, 'UTF8')), c.participant_id, p.participant_id, md5(c.name || p.name), '', 0, now()
                  FROM participant c, participant p WHERE c.name LIKE 'c%' AND p.name LIKE 'p%'
                """);
        Sql.run(connection, """
                INSERT INTO seam (consumer_id, provider_id, kind, created_at) SELECT consumer_id, provider_id, 'pact', now() FROM content
                """);
        Sql.run(connection, """
                INSERT INTO publication (version_id, kind, provider_id, participant_id, content_id, created_at, updated_at)
                SELECT v.version_id, 'pact', ct.provider_id, ct.consumer_id, ct.content_id, now(), now()
                  FROM content ct JOIN version v ON v.participant_id = ct.consumer_id
                """);
        Sql.run(connection, """
                INSERT INTO verification_job (content_id, provider_id, provider_version_id, method, priority, reasons, max_attempts, due_at, created_at, updated_at)
                SELECT ct.content_id, ct.provider_id, v.version_id, 'replay', 0,
                       jsonb_build_array(jsonb_build_object('code', 'contract-published', 'text', 'The contract was published.', 'at', '2026-11-26T00:00:00Z')),
                       5, now(), now() - random() * interval '1 day', now()
                  FROM content ct JOIN version v ON v.participant_id = ct.provider_id
                """);
        Sql.run(connection, "RESET session_replication_role");
        Sql.run(connection, "VACUUM ANALYZE");
    }

    private interface Providers {
        String of(int number);
    }

    private String anyVersion(int number) {
        return "{\"name\":\"p%d\"}".formatted(number % PROVIDERS + 1);
    }

    private String oneVersion(int number) {
        return "{\"name\":\"p%d\",\"versions\":[\"v%d\"]}".formatted(number % PROVIDERS + 1, number % VERSIONS + 1);
    }

    private String manyProviders(int number) {
        var names = new ArrayList<String>();
        for (var i = 0; i < 20; i++) {
            names.add(anyVersion(number + i));
        }
        return String.join(",", names);
    }

    private void claims(String what, int count, int threads, Providers providers) throws Exception {
        var works = new ArrayList<Callable<double[]>>();
        for (var thread = 0; thread < threads; thread++) {
            var first = thread * 1000;
            works.add(() -> {
                var millis = new double[count / threads];
                for (var i = 0; i < millis.length; i++) {
                    var began = System.nanoTime();
                    claim(providers.of(first + i));
                    millis[i] = (System.nanoTime() - began) / 1e6;
                }
                return millis;
            });
        }
        var all = new ArrayList<Double>();
        try (var workers = Executors.newFixedThreadPool(threads)) {
            for (var done : workers.invokeAll(works)) {
                Arrays.stream(done.get()).forEach(all::add);
            }
        }
        print(what, all);
    }

    private void publishes(String what, int count) throws IOException, InterruptedException {
        var millis = new ArrayList<Double>();
        for (var i = 0; i < count; i++) {
            var began = System.nanoTime();
            publish(what.replace(" ", "") + i, "p" + (i % PROVIDERS + 1));
            millis.add((System.nanoTime() - began) / 1e6);
        }
        print(what, millis);
    }

    private void unplanned(String what, int count) throws IOException, InterruptedException {
        var millis = new ArrayList<Double>();
        for (var i = 0; i < count; i++) {
            var began = System.nanoTime();
            publish("alone" + i, "unused-provider");
            millis.add((System.nanoTime() - began) / 1e6);
        }
        print(what, millis);
    }

    private static void print(String what, List<Double> millis) {
        if (!what.equals("warm-up")) {
            millis.sort(null);
            System.out.printf(
                    "| %s | %d | %.1f | %.1f | %.1f |%n",
                    what,
                    millis.size(),
                    millis.get(millis.size() / 2),
                    millis.get((int) (millis.size() * 0.99)),
                    millis.getLast());
        }
    }

    private void claim(String providers) throws IOException, InterruptedException {
        send("/api/v1/jobs/claim", """
                {"worker":{"id":"%s","name":"bench"},"providers":[%s]}""".formatted(new UUID(0, Thread.currentThread().threadId()), providers));
    }

    private void publish(String word, String provider) throws IOException, InterruptedException {
        var pact = """
                {"consumer":{"name":"c1"},"provider":{"name":"%s"},"interactions":[{"description":"%s","request":{"method":"GET","path":"/"},
                 "response":{"status":200}}],"metadata":{"pactSpecification":{"version":"2.0.0"}}}""".formatted(provider, word);
        var body = JSON.createObjectNode();
        body.putArray("contracts").addObject().put("kind", "pact").put("provider", provider).put("content", pact);
        send("/api/v1/participants/c1/versions/" + word + "-" + System.nanoTime() + "/contracts", body.toString());
    }

    private JsonNode send(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }
}
