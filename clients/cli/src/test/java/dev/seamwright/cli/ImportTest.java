package dev.seamwright.cli;

import static dev.seamwright.cli.testing.StubBroker.answer;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.pact.Pact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source: web with 250 versions and a pact for orders in each, the content of which changes once; orders with 2 versions. */
class ImportTest {
    private static final int VERSIONS = 250;
    private static final int CHANGED_AT = 200;

    @TempDir
    private Path directory = Path.of("");

    private final StubBroker source = start();
    private final StubBroker target = start();

    private static StubBroker start() {
        try {
            return new StubBroker();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    private static String document(int version) {
        return "{\"consumer\":{\"name\":\"web\"},\"provider\":{\"name\":\"orders\"},\"interactions\":[{%s\"description\":\"%s\",\"request\":{\"method\":\"GET\",\"path\":\"/\"},\"response\":{\"status\":200}}]%s}"
                .formatted("%s", version < CHANGED_AT ? "first" : "second", "%s");
    }

    private static String sha(int version) {
        return Pact.parse(document(version).formatted("", "").getBytes(StandardCharsets.UTF_8))
                .brokerSha();
    }

    private String item(int version) {
        return """
                {"number":"%d","buildUrl":"https://ci/%d","_embedded":{"branchVersions":[{"name":"main"}%s],"tags":%s}}""".formatted(
                        version,
                        version,
                        version == 1 ? ",{\"name\":\"feat/a\"}" : "",
                        version == 2 ? "[{\"name\":\"dev\"}]" : "[]");
    }

    @BeforeEach
    void fill() {
        source.on("GET /pacticipants", 200, """
                {"_embedded":{"pacticipants":[{"name":"web","mainBranch":"main","repositoryUrl":"https://git/web","_embedded":{"labels":[{"name":"shop"}]}},
                {"name":"orders","displayName":"Orders"}]}}""");
        for (int page = 1; page <= 3; page++) {
            // The newest first; the second page repeats a version, as when somebody publishes in between.
            var newest = VERSIONS - 100 * (page - 1) + (page == 2 ? 1 : 0);
            var oldest = Math.max(1, VERSIONS - 100 * page + 1);
            var items = IntStream.iterate(newest, v -> v >= oldest, v -> v - 1)
                    .mapToObj(this::item)
                    .collect(Collectors.joining(","));
            var next = page == 3
                    ? ""
                    : "\"next\":{\"href\":\"http://other-host.example/pacticipants/web/versions?page=%d&size=100\"}"
                            .formatted(page + 1);
            source.on(
                    "GET /pacticipants/web/versions?page=%d&size=100".formatted(page),
                    200,
                    "{\"_embedded\":{\"versions\":[%s]},\"_links\":{%s}}".formatted(items, next));
        }
        for (int version = 1; version <= VERSIONS; version++) {
            var href = "/pacts/provider/orders/consumer/web/version/" + version;
            source.on(
                    "GET /pacticipants/web/versions/" + version,
                    200,
                    "{\"_links\":{\"pb:pact-versions\":[{\"href\":\"%s%s\"}]}}".formatted(source.url(), href));
            source.on(
                    "GET " + href,
                    200,
                    document(version)
                            .formatted(
                                    "\"_id\":\"abc\",",
                                    ",\"createdAt\":\"2026-01-01\",\"_links\":{\"pb:provider\":{\"name\":\"orders\"},\"pb:pact-version\":{\"name\":\"%s\"}}"
                                            .formatted(sha(version))));
        }
        source.on(
                "GET /pacticipants/orders/versions",
                200,
                "{\"_embedded\":{\"versions\":[{\"number\":\"b\"},{\"number\":\"a\"}]}}");
        source.on("GET /pacticipants/orders/versions/a", 200, "{\"_links\":{}}");
        source.on("GET /pacticipants/orders/versions/b", 200, "{\"_links\":{}}");
        results(CHANGED_AT - 1, 12, 3);
        results(VERSIONS, 20);
        source.on(
                "GET /environments",
                200,
                "{\"_embedded\":{\"environments\":[{\"uuid\":\"e1\",\"name\":\"prod\",\"production\":true}]}}");
        source.on("GET /environments/e1/deployed-versions/currently-deployed", 200, """
                {"_embedded":{"deployedVersions":[{"uuid":"d2","createdAt":"2026-02-02","applicationInstance":"blue","_embedded":{"pacticipant":{"name":"web"},"version":{"number":"7"}}},
                {"uuid":"d1","createdAt":"2026-02-01","_embedded":{"pacticipant":{"name":"orders"},"version":{"number":"a"}}}]}}""");
        source.on(
                "GET /environments/e1/released-versions/currently-supported",
                200,
                "{\"_embedded\":{\"releasedVersions\":[{\"uuid\":\"r1\",\"_embedded\":{\"pacticipant\":{\"name\":\"web\"},\"version\":{\"number\":\"3\"}}}]}}");
        source.on("GET /webhooks", 200, "{\"_links\":{\"pb:webhooks\":[{\"href\":\"x\"}]}}");

        target.otherwise((exchange, _) -> answer(exchange, 200, "application/json", "{\"uuid\":\"t1\"}"));
        target.on("GET /environments", 200, "{\"_embedded\":{\"environments\":[]}}");
    }

    private void results(int consumerVersion, int... numbers) {
        var rows = IntStream.of(numbers)
                .mapToObj(number ->
                        "{\"verificationResult\":{\"success\":true,\"_links\":{\"self\":{\"href\":\"%s/results/%d\"}}}}"
                                .formatted(source.url(), number))
                .collect(Collectors.joining(","));
        source.on(
                "GET /matrix?q%5B%5D%5Bpacticipant%5D=web&q%5B%5D%5Bversion%5D=" + consumerVersion
                        + "&q%5B%5D%5Bpacticipant%5D=orders&latestby=cvpv&limit=100000",
                200,
                "{\"matrix\":[%s]}".formatted(rows));
        for (var number : numbers) {
            source.on(
                    "GET /results/" + number,
                    200,
                    "{\"success\":true,\"providerApplicationVersion\":\"a\",\"providerName\":\"orders\",\"testResults\":[{\"n\":%d}]}"
                            .formatted(number));
        }
    }

    private TestCli.Outcome run(String... more) {
        var words = Stream.concat(Stream.of("import", "--from", source.url(), "-b", target.url()), Stream.of(more));
        return new TestCli(directory).run(words.toArray(String[]::new));
    }

    private List<String> published() {
        return target.requests().stream()
                .filter(request -> request.line().equals("POST /contracts/publish"))
                .map(request -> Json.parse(request.body().getBytes(StandardCharsets.UTF_8))
                        .path("pacticipantVersionNumber")
                        .asText())
                .toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void all_versions_come_over_in_their_order() {
        var outcome = run();
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(numbers(1, VERSIONS), published());
        assertTrue(
                outcome.out()
                        .startsWith(
                                "Imported 2 participants, 252 new versions with 250 pacts, 3 new verification results, 1 environments, 2 deployments, 1 releases.\n1 webhooks were not carried over"),
                outcome.out());
    }

    @Test
    void every_part_comes_over_and_in_the_order_in_which_it_is_needed() {
        run();
        var lines = target.lines().stream()
                .filter(line ->
                        !line.matches("PUT /pacticipants/web/branches/main/versions/\\d+|POST /contracts/publish"))
                .toList();
        var results = "/pacts/provider/orders/consumer/web/pact-version/%s/verification-results";
        assertEquals(
                List.of(
                        "PATCH /pacticipants/web",
                        "PUT /pacticipants/web/labels/shop",
                        "PATCH /pacticipants/orders",
                        "PUT /pacticipants/web/branches/feat%2Fa/versions/1",
                        "PUT /pacticipants/web/versions/2/tags/dev",
                        "PUT /pacticipants/orders/versions/a",
                        "PUT /pacticipants/orders/versions/b",
                        "POST " + results.formatted(sha(1)),
                        "POST " + results.formatted(sha(1)),
                        "POST " + results.formatted(sha(VERSIONS)),
                        "GET /environments",
                        "POST /environments",
                        "POST /pacticipants/orders/versions/a/deployed-versions/environment/t1",
                        "POST /pacticipants/web/versions/7/deployed-versions/environment/t1",
                        "POST /pacticipants/web/versions/3/released-versions/environment/t1"),
                lines);
    }

    @Test
    void the_content_is_the_one_that_was_published_and_nothing_else() {
        run();
        var body = Json.parse(target.requests().stream()
                .filter(request -> request.line().equals("POST /contracts/publish"))
                .findFirst()
                .orElseThrow()
                .body()
                .getBytes(StandardCharsets.UTF_8));
        assertEquals("main", body.path("branch").asText());
        assertEquals("https://ci/1", body.path("buildUrl").asText());
        assertEquals(
                document(1).formatted("", ""),
                new String(
                        Base64.getDecoder()
                                .decode(body.at("/contracts/0/content").asText()),
                        StandardCharsets.UTF_8));
    }

    @Test
    void results_are_sent_oldest_first_and_under_a_key_of_their_own() {
        run();
        var results = target.requests().stream()
                .filter(request -> request.line().endsWith("/verification-results"))
                .toList();
        assertEquals(
                List.of(
                        "{\"success\":true,\"providerApplicationVersion\":\"a\",\"testResults\":[{\"n\":3}]}",
                        "{\"success\":true,\"providerApplicationVersion\":\"a\",\"testResults\":[{\"n\":12}]}",
                        "{\"success\":true,\"providerApplicationVersion\":\"a\",\"testResults\":[{\"n\":20}]}"),
                results.stream().map(StubBroker.Request::body).toList());
        assertEquals(
                3,
                results.stream()
                        .map(StubBroker.Request::idempotencyKey)
                        .distinct()
                        .count());
    }

    @Test
    void an_import_that_dies_half_way_goes_on_where_it_was() {
        var answered = new AtomicInteger();
        target.on("POST /contracts/publish", (exchange, _) -> {
            if (answered.incrementAndGet() > 120) {
                exchange.close(); // as when the broker is killed
            } else {
                answer(exchange, 200, "application/json", "{}");
            }
        });
        var first = run();
        assertEquals(3, first.code());
        assertTrue(first.err().contains("Run the same command again"), first.err());
        var before = published();
        assertEquals(numbers(1, 121), before);

        target.on("POST /contracts/publish", 200, "{}");
        target.forget();
        assertEquals(0, run().code());
        assertEquals(numbers(121, VERSIONS), published(), "what was acknowledged is not repeated, what was not is");
        assertEquals(
                0,
                target.lines().stream()
                        .filter(line -> line.startsWith("PATCH "))
                        .count());
    }

    @Test
    void results_are_resumed_too() {
        var failing = "POST /pacts/provider/orders/consumer/web/pact-version/%s/verification-results"
                .formatted(sha(VERSIONS));
        target.on(failing, 503, "{}");
        assertEquals(3, run().code());
        target.on(failing, 201, "{}");
        target.forget();
        var second = run();
        assertEquals(0, second.code(), second.err());
        assertEquals(
                List.of(failing),
                target.lines().stream()
                        .filter(line -> line.endsWith("/verification-results"))
                        .toList());
    }

    @Test
    void a_state_that_was_cut_off_in_a_line_loses_that_line_only() throws Exception {
        run("--state", "state");
        var state = directory.resolve("state");
        var text = Files.readString(state);
        Files.writeString(state, text.substring(0, text.indexOf("[\"cursor\",\"versions web\",\"100\"]") + 9));
        target.forget();
        assertEquals(0, run("--state", "state").code());
        assertEquals(numbers(100, VERSIONS), published());
    }

    @Test
    void a_second_run_repeats_nothing_but_what_may_have_changed() {
        run();
        target.forget();
        var second = run();
        assertEquals(0, second.code());
        assertTrue(
                second.out()
                        .startsWith("Imported 2 participants, 0 new versions with 0 pacts, 0 new verification results"),
                second.out());
        assertTrue(
                target.lines().stream().allMatch(line -> line.contains("environment")),
                target.lines().toString());
    }

    @Test
    void restart_begins_at_the_beginning() {
        run();
        target.forget();
        run("--restart");
        assertEquals(numbers(1, VERSIONS), published());
    }

    @Test
    void the_state_of_another_import_is_refused() {
        run("--state", "state");
        var other =
                new TestCli(directory).run("import", "--from", target.url(), "-b", source.url(), "--state", "state");
        assertEquals(4, other.code());
        assertTrue(other.err().contains("is not the state of an import"), other.err());
    }

    @Test
    void what_the_target_refuses_is_listed_and_tried_again_next_time() {
        target.on(
                "POST /contracts/publish",
                (exchange, request) -> answer(
                        exchange,
                        request.body().contains("\"pacticipantVersionNumber\":\"30\"") ? 409 : 200,
                        "application/json",
                        "{\"error\":\"another content\"}"));
        for (int i = 0; i < 2; i++) {
            var outcome = run();
            assertEquals(1, outcome.code());
            assertTrue(outcome.out().contains("  version web 30: refused (409): another content"), outcome.out());
        }
        target.forget();
        target.on("POST /contracts/publish", 200, "{}");
        assertEquals(0, run().code());
        assertEquals(numbers(30, VERSIONS), published());
    }

    @Test
    void a_pact_that_is_none_is_said_and_the_rest_comes_over() {
        source.on("GET /pacts/provider/orders/consumer/web/version/30", 200, "{\"interactions\":7}");
        var outcome = run();
        assertAll(
                () -> assertEquals(1, outcome.code(), outcome.err()),
                () -> assertTrue(outcome.out().contains("/version/30: /interactions"), outcome.out()),
                () -> assertEquals(VERSIONS - 1, published().size()));
    }

    @Test
    void a_source_that_fails_ends_the_run_without_a_wrong_order() {
        source.on("GET /pacts/provider/orders/consumer/web/version/30", 503, "{}");
        assertEquals(3, run().code());
        assertEquals(numbers(1, 29), published());
    }

    @Test
    void a_dry_run_writes_nothing() {
        var outcome = run("--dry-run");
        assertEquals(0, outcome.code());
        assertTrue(outcome.out().startsWith("Found 2 participants, 252 new versions"), outcome.out());
        assertEquals(List.of(), target.requests());
        assertTrue(Files.notExists(directory.resolve("cache/imports")));
    }
}
