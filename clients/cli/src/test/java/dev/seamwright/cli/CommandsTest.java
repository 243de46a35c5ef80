package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    private Path directory = Path.of("");

    private final StubBroker broker = start();

    private static StubBroker start() {
        try {
            return new StubBroker();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @BeforeEach
    void environments() {
        broker.on(
                "GET /environments",
                200,
                "{\"_embedded\":{\"environments\":[{\"uuid\":\"u1\",\"name\":\"prod\",\"displayName\":\"Prod\",\"production\":true,\"contacts\":[{\"name\":\"sre\"}]}]}}");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private TestCli.Outcome run(String line) {
        var words = new ArrayList<>(List.of(line.split(" ", -1)));
        words.addAll(List.of("-b", broker.url()));
        return new TestCli(directory).run(words.toArray(String[]::new));
    }

    private void pact(String file, String consumer, String provider, String description) throws IOException {
        var path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(
                path,
                "{\"consumer\":{\"name\":\"%s\"},\"provider\":{\"name\":\"%s\"},\"interactions\":[{\"description\":\"%s\",\"request\":{\"method\":\"GET\",\"path\":\"/\"},\"response\":{\"status\":200}}]}"
                        .formatted(consumer, provider, description));
    }

    private static String pretty(StubBroker.Request request) {
        return Json.parse(request.body().getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Test
    void the_pacts_of_one_consumer_go_in_one_request() throws IOException {
        broker.on(
                "POST /contracts/publish",
                200,
                "{\"notices\":[{\"type\":\"info\",\"text\":\"Next: verify\"}],\"logs\":[]}");
        pact("pacts/a.json", "web", "orders", "x");
        pact("pacts/b.json", "app", "orders", "x");
        pact("pacts/c.json", "web", "users", "x");
        pact("pacts/d.json", "web", "orders", "y");
        Files.writeString(directory.resolve("pacts/readme.txt"), "no pact");
        var outcome = run("publish pacts -e 1 --branch main --tag t --build-url https://ci/1 --merge");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("""
                Published web 1 (branch main) with pacts for orders, users
                Next: verify
                Published app 1 (branch main) with pacts for orders
                Next: verify
                """, outcome.out());
        var body = pretty(broker.requests().getFirst());
        assertAll(
                () -> assertEquals(2, broker.requests().size()),
                () -> assertTrue(
                        body.startsWith(
                                "{\"pacticipantName\":\"web\",\"pacticipantVersionNumber\":\"1\",\"branch\":\"main\",\"buildUrl\":\"https://ci/1\",\"tags\":[\"t\"],\"contracts\":[{\"consumerName\":\"web\",\"providerName\":\"orders\",\"specification\":\"pact\",\"contentType\":\"application/json\",\"content\":"),
                        body),
                () -> assertEquals(2, body.split("\"onConflict\":\"merge\"", -1).length - 1));
    }

    @Test
    void a_document_goes_with_its_evidence() throws IOException {
        broker.on(
                "POST /api/v1/participants/orders/versions/1/contracts",
                200,
                "{\"notices\":[{\"level\":\"success\",\"text\":\"It is published.\"}]}");
        Files.writeString(directory.resolve("openapi.yaml"), """
                openapi: 3.1.0
                paths: {/a: {get: {responses: {}}}}
                """);
        Files.writeString(directory.resolve("report.xml"), "<testsuites/>");
        var outcome = run(
                "publish-openapi openapi.yaml -a orders --version 1 --branch main --evidence-exit-code 1"
                        + " --evidence-file report.xml --evidence-content-type application/xml --verifier tool --verifier-version 2");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("""
                Published the OpenAPI document of orders 1 (branch main): 1 operations on 1 paths, 0 schemas
                It is published.
                """, outcome.out());
        assertEquals(
                "{\"branch\":\"main\",\"tags\":[],\"contracts\":[{\"kind\":\"openapi\",\"content\":\"openapi: 3.1.0\\npaths: {/a: {get: {responses: {}}}}\\n\",\"evidence\":{\"success\":false,\"verifier\":\"tool\",\"verifierVersion\":\"2\",\"content\":\"<testsuites/>\",\"contentType\":\"application/xml\"}}]}",
                pretty(broker.requests().getFirst()));
        assertEquals(
                4,
                run("publish-openapi openapi.yaml -a orders --version 1 --evidence success --evidence-exit-code 0")
                        .code());
    }

    @Test
    void every_file_is_checked_before_anything_is_sent() throws IOException {
        pact("pacts/a.json", "web", "orders", "x");
        Files.writeString(directory.resolve("pacts/b.json"), "{\"consumer\":{\"name\":\"web\"}");
        Files.writeString(directory.resolve("pacts/c.json"), "{\"consumer\":{\"name\":\"web\"},\"interactions\":[]}");
        Files.createDirectory(directory.resolve("empty"));
        var outcome = run("publish pacts empty missing.json -e 1");
        assertAll(
                () -> assertEquals(4, outcome.code()),
                () -> assertTrue(outcome.err().contains("pacts/b.json: "), outcome.err()),
                () -> assertTrue(outcome.err().contains("pacts/c.json: /provider/name: is missing"), outcome.err()),
                () -> assertTrue(
                        outcome.err().contains("missing.json: cannot be read: there is no such file"), outcome.err()),
                () -> assertTrue(outcome.err().contains("empty: holds no file"), outcome.err()),
                () -> assertEquals(List.of(), broker.requests()));
    }

    @Test
    void contradicting_files_of_one_pair_are_refused() throws IOException {
        pact("a.json", "web", "orders", "x");
        Files.writeString(
                directory.resolve("b.json"),
                Files.readString(directory.resolve("a.json")).replace("200", "404"));
        var outcome = run("publish a.json b.json -e 1");
        assertEquals(4, outcome.code());
        assertTrue(outcome.err().contains("b.json: ") && outcome.err().contains("in a.json"), outcome.err());
    }

    @Test
    void a_conflict_is_shown_in_the_brokers_words() throws IOException {
        pact("a.json", "web", "orders", "x");
        broker.on(
                "POST /contracts/publish",
                409,
                "{\"notices\":[{\"type\":\"error\",\"text\":\"Cannot change the content\"}],\"errors\":{\"contracts\":[\"Cannot change the content\"]}}");
        var outcome = run("publish a.json -e 1");
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().endsWith("Cannot change the content\n"), outcome.err());
    }

    @Test
    void a_dry_run_publishes_nothing() throws IOException {
        pact("a.json", "web", "orders", "x");
        var outcome = run("publish a.json -e 1 --dry-run");
        assertEquals("Would publish web 1 with pacts for orders\n", outcome.out());
        assertEquals(List.of(), broker.requests());
    }

    @Test
    void a_version_must_be_known() throws IOException {
        pact("a.json", "web", "orders", "x");
        var outcome = run("publish a.json");
        assertEquals(4, outcome.code());
        assertTrue(outcome.err().contains("give --version"), outcome.err());
    }

    @Test
    void a_deployment_is_recorded_by_the_name_of_its_environment() {
        broker.on("POST /pacticipants/web/versions/1%2Fa/deployed-versions/environment/u1", 201, "{}");
        var outcome = run("record-deployment -a web -e 1/a --environment prod --application-instance blue");
        assertEquals("Recorded: web 1/a is deployed to prod (instance blue).\n", outcome.out(), outcome.err());
        assertEquals(
                "{\"applicationInstance\":\"blue\",\"target\":\"blue\"}",
                broker.requests().getLast().body());
    }

    @Test
    void an_unknown_environment_is_answered_with_those_that_are_known() {
        var outcome = run("record-deployment -a web -e 1 --environment prdo");
        assertEquals(4, outcome.code());
        assertTrue(outcome.err().contains("There is: prod"), outcome.err());
    }

    @Test
    void an_undeployment_ends_the_deployment_without_an_instance_only() {
        var path = "GET /environments/u1/deployed-versions/currently-deployed?pacticipant=web";
        broker.on(
                path,
                200,
                "{\"_embedded\":{\"deployedVersions\":[{\"uuid\":\"d1\",\"applicationInstance\":\"blue\"},{\"uuid\":\"d2\",\"applicationInstance\":null,\"_embedded\":{\"version\":{\"number\":\"7\"}}}]}}");
        broker.on("PATCH /deployed-versions/d2", 200, "{}");
        assertEquals(
                "Recorded: web 7 is no longer deployed to prod.\n",
                run("record-undeployment -a web --environment prod").out());
        var other = run("record-undeployment -a web --environment prod --application-instance green");
        assertEquals(1, other.code());
        assertTrue(
                other.err().contains("name one with --application-instance: blue, the one without a name"),
                other.err());
    }

    @Test
    void what_was_seen_to_run_is_told_listed_and_forgotten() {
        var orders = "/api/v1/environments/prod/participants/orders/observed";
        var mismatch = """
                {"environment":"prod","participant":"orders","state":"RECORD_MISMATCH","text":"Record what runs.","recorded":["1"],
                 "observed":[{"version":"2","instance":"blue","observedAt":"2026-01-01T00:00:00Z"}]}""";
        broker.on("PUT " + orders, 200, mismatch);
        broker.on("GET /api/v1/environments/prod/observed", 200, "{\"items\":[" + mismatch + "]}");
        broker.on("DELETE " + orders + "?instance=blue", 204, "");
        var told = run("observed tell -a orders -e 2 --environment prod --application-instance blue");
        assertEquals(1, told.code(), told.out());
        assertEquals("Record what runs.\n", told.err());
        assertEquals(
                "{\"version\":\"2\",\"instance\":\"blue\"}",
                broker.requests().getLast().body());
        var listed = run("observed list --environment prod");
        assertEquals(1, listed.code(), listed.err());
        assertTrue(listed.out().contains("2 (instance blue)"), listed.out());
        var forgotten = run("observed forget -a orders --environment prod --application-instance blue");
        assertEquals("Forgot what was seen of orders in prod.\n", forgotten.out(), forgotten.err());

        broker.on("PUT " + orders, 200, mismatch.replace("RECORD_MISMATCH", "RECORDED"));
        assertEquals(
                "orders 2 runs in prod, as is recorded.\n",
                run("observed tell -a orders -e 2 --environment prod").out());
    }

    @Test
    void a_release_is_recorded_and_ended() {
        broker.on("POST /pacticipants/app/versions/7/released-versions/environment/u1", 201, "{}");
        broker.on(
                "GET /environments/u1/released-versions/currently-supported?pacticipant=app&version=7",
                200,
                "{\"_embedded\":{\"releasedVersions\":[{\"uuid\":\"r1\"}]}}");
        broker.on("PATCH /released-versions/r1", 200, "{}");
        assertEquals(0, run("record-release -a app -e 7 --environment prod").code());
        assertEquals(
                0, run("record-support-ended -a app -e 7 --environment prod").code());
        assertEquals(
                "{\"currentlySupported\":false}", broker.requests().getLast().body());
    }

    @Test
    void an_environment_is_changed_in_what_is_given_only() {
        broker.on("PUT /environments/u1", 200, "{}");
        assertEquals(0, run("environment update prod --display-name Live").code());
        assertEquals(
                "{\"displayName\":\"Live\",\"production\":true,\"contacts\":[{\"name\":\"sre\"}],\"name\":\"prod\"}",
                broker.requests().getLast().body());
    }

    @Test
    void environments_are_listed_in_each_form() {
        assertEquals(
                "NAME  DISPLAY NAME  PRODUCTION  CONTACTS  UUID\nprod  Prod          yes         sre       u1\n",
                run("environment list").out());
        assertTrue(run("environment list -o markdown").out().contains("| prod | Prod | yes | sre | u1 |"));
        assertEquals(
                "[{\"name\":\"prod\",\"displayName\":\"Prod\",\"production\":\"yes\",\"contacts\":\"sre\",\"uuid\":\"u1\"}]",
                Json.parse(run("environment list -o json").out().strip().getBytes(StandardCharsets.UTF_8))
                        .toString());
    }

    @Test
    void participants_come_from_all_pages() {
        broker.on(
                "GET /pacticipants",
                200,
                "{\"_embedded\":{\"pacticipants\":[{\"name\":\"a\"}]},\"_links\":{\"next\":{\"href\":\"/pacticipants?page=2\"}}}");
        broker.on("GET /pacticipants?page=2", 200, "{\"_embedded\":{\"pacticipants\":[{\"name\":\"b\"}]}}");
        assertTrue(run("participant list").out().contains("\nb\n"));
    }

    @Test
    void pages_that_go_in_a_circle_end() {
        broker.on("GET /pacticipants", 200, "{\"_links\":{\"next\":{\"href\":\"/pacticipants\"}}}");
        assertEquals(3, run("participant list").code());
    }

    @Test
    void what_is_not_there_is_said_with_the_code_of_no() {
        assertAll(
                () -> assertEquals(1, run("participant show nobody").code()),
                () -> assertEquals(
                        1, run("participant update nobody --main-branch x").code()),
                () -> assertEquals(1, run("version show -a nobody -e 1").code()),
                () -> assertEquals(1, run("branch delete -a nobody --branch x").code()),
                () -> assertTrue(broker.lines().stream().allMatch(line -> line.matches("(GET|DELETE) .*"))));
    }

    @Test
    void the_secret_of_a_token_is_all_that_goes_to_stdout() {
        broker.on("POST /api/v1/tokens", 201, "{\"token\":{\"id\":\"t1\"},\"secret\":\"swt_x\"}");
        var outcome = run("token create ci --scope publish --expires-in-days 1");
        assertEquals("swt_x\n", outcome.out(), outcome.err());
        var request = broker.requests().getFirst();
        assertEquals("{\"name\":\"ci\",\"scope\":\"publish\",\"expiresAt\":\"2026-11-24T09:00:00Z\"}", request.body());
        assertTrue(!request.idempotencyKey().isEmpty());
    }

    @Test
    void a_token_is_revoked_by_its_name() {
        broker.on(
                "GET /api/v1/tokens",
                200,
                "{\"items\":[{\"id\":\"old\",\"name\":\"ci\",\"revokedAt\":\"2026-01-01T00:00:00Z\"}],\"next\":\"c 1\"}");
        broker.on("GET /api/v1/tokens?cursor=c%201", 200, "{\"items\":[{\"id\":\"new\",\"name\":\"ci\"}]}");
        broker.on("DELETE /api/v1/tokens/new", 204, "");
        assertEquals(0, run("token revoke ci").code());
        assertEquals("DELETE /api/v1/tokens/new", broker.lines().getLast());
    }
}
