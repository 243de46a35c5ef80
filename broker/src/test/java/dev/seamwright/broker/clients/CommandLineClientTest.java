package dev.seamwright.broker.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.broker.clients.Command.Result;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.webhook.WebhookPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Pact Broker's two command line clients share; each test has a broker of its own. */
@Tag("slow")
abstract class CommandLineClientTest {
    private static final String WEBHOOK = "696c5f93-1b7f-44bc-8d03-59440fcaa9a0";

    @TempDir
    Path directory = Path.of("");

    TestBroker broker = TestBroker.start(CommandLineClientTest::withWebhooksToLoopback);
    Given given = new Given(broker);

    /** The client's program {@code pact-broker}. */
    abstract Command client();

    /** The client's program {@code pactflow}. */
    abstract Command pactflow();

    @BeforeEach
    void environments() {
        given.environment("test");
        given.environment("production");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    Result run(String... arguments) {
        return client().run(Stream.concat(Stream.of(arguments), Stream.of("--broker-base-url", broker.url()))
                .toArray(String[]::new));
    }

    /** A directory with one pact file of web and api, whose content is {@code description}. */
    String pactFile(String description) throws IOException {
        var place = Files.createDirectories(directory.resolve(description));
        Files.writeString(place.resolve("web-api.json"), Given.document("web", "api", description));
        return place.toString();
    }

    /** web 1 with a pact that api 7 has verified, both on their main branches. */
    void verifiedPact() {
        given.pact("web", "1", "api", "order");
        given.onBranch("web", "1", "main");
        given.tagged("web", "1", "dev");
        given.onBranch("api", "7", "main");
        given.verified("web", "1", "api", "7", true);
    }

    @Test
    void publishes_a_pact_with_branch_tag_and_build() throws IOException {
        run(
                        "publish",
                        pactFile("order"),
                        "--consumer-app-version",
                        "1",
                        "--branch",
                        "main",
                        "--tag",
                        "dev",
                        "--build-url",
                        "https://ci.example.com/1")
                .exits(0)
                .says("Created web version 1 with branch main and tags dev", "Pact published for web version 1");
        var version = broker.get("/pacticipants/web/versions/1").json();
        assertEquals("https://ci.example.com/1", version.get("buildUrl").asText());
        assertEquals("dev", version.at("/_embedded/tags/0/name").asText());
        assertEquals("main", version.at("/_embedded/branchVersions/0/name").asText());

        run("publish", pactFile("order"), "--consumer-app-version", "1", "--branch", "main")
                .exits(0)
                .says("was published before with this content");
        run("publish", pactFile("changed"), "--consumer-app-version", "1", "--branch", "main")
                .exits(1)
                .says("its content is another one", "+ interaction \"changed\"");
        run("publish", pactFile("changed"), "--consumer-app-version", "2", "--branch", "main")
                .exits(0);
        run("list-latest-pact-versions").exits(0).says("web", "api", "2");
        assertEquals(List.of("order"), interactions("1"));
        assertEquals(List.of("changed"), interactions("2"));
    }

    static final String DOCUMENT = """
            openapi: 3.1.0
            info: {title: Api, version: '7'}
            paths:
              /order:
                get: {responses: {'200': {description: An order.}}}
            """;

    private Result publishDocument(String document, String version, String... more) throws IOException {
        return publishDocument(pactflow(), document, version, more);
    }

    Result publishDocument(Command client, String document, String version, String... more) throws IOException {
        var file = Files.writeString(directory.resolve("openapi.yaml"), document);
        return client.run(Stream.concat(
                        Stream.of(
                                "publish-provider-contract",
                                file.toString(),
                                "--provider",
                                "api",
                                "--provider-app-version",
                                version,
                                "--branch",
                                "main",
                                "--content-type",
                                "application/yaml",
                                "--broker-base-url",
                                broker.url()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void publishes_the_document_of_a_provider_with_evidence_and_pacts_are_compared_with_it() throws IOException {
        var results = Files.writeString(directory.resolve("results.txt"), "all is well");
        publishDocument(
                        DOCUMENT,
                        "7",
                        "--tag",
                        "dev",
                        "--build-url",
                        "https://ci.example.com/7",
                        "--verification-exit-code",
                        "0",
                        "--verification-results",
                        results.toString(),
                        "--verification-results-content-type",
                        "text/plain",
                        "--verifier",
                        "my tool",
                        "--verifier-version",
                        "1.0")
                .exits(0)
                .says("Provider contract published for api version 7");
        var version = broker.get("/pacticipants/api/versions/7").json();
        assertEquals("https://ci.example.com/7", version.get("buildUrl").asText());
        assertEquals("dev", version.at("/_embedded/tags/0/name").asText());
        assertEquals("main", version.at("/_embedded/branchVersions/0/name").asText());
        var evidence = broker.get(
                        "/contracts/bi-directional/provider/api/version/7/provider-contract-verification-results")
                .json();
        assertEquals("my tool", evidence.get("verifier").asText());
        assertEquals("YWxsIGlzIHdlbGw=", evidence.get("content").asText());

        given.deployed("api", "7", "test");
        given.pact("web", "1", "api", "order");
        given.pact("web", "2", "api", "invoice");
        run(
                        "can-i-deploy",
                        "-a",
                        "web",
                        "-e",
                        "1",
                        "--to-environment",
                        "test",
                        "--retry-while-unknown",
                        "20",
                        "--retry-interval",
                        "1")
                .exits(0)
                .says("Computer says yes");
        run(
                        "can-i-deploy",
                        "-a",
                        "web",
                        "-e",
                        "2",
                        "--to-environment",
                        "test",
                        "--retry-while-unknown",
                        "20",
                        "--retry-interval",
                        "1")
                .exits(1)
                .says("Computer says no");
    }

    @Test
    void is_told_what_is_wrong_with_the_document_of_a_provider() throws IOException {
        publishDocument("openapi: 3.1.0\npaths: [1\n", "8", "--verification-success", "--verifier", "my tool")
                .exits(1)
                .says("line 3");
        assertEquals(404, broker.get("/pacticipants/api").status());
    }

    @Test
    void merges_the_pacts_of_parallel_builds() throws IOException {
        run("publish", pactFile("order"), "--consumer-app-version", "1", "--tag", "dev")
                .exits(0);
        run("publish", pactFile("invoice"), "--consumer-app-version", "1", "--merge")
                .exits(0);
        assertEquals(Set.of("order", "invoice"), Set.copyOf(interactions("1")));
        assertEquals(List.of("dev"), names("/pacticipants/web/versions/1", "/_embedded/tags"));
    }

    @Test
    void may_deploy_what_is_verified_by_what_runs_there() {
        given.pact("web", "1", "api", "order");
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "test")
                .exits(1)
                .says("Computer says no", "There is no verified pact between version 1 of web");
        given.onBranch("api", "7", "main");
        given.verified("web", "1", "api", "7", true);
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "test").exits(1);
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "test", "--ignore", "api")
                .exits(0)
                .says("There are no missing dependencies");
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "test", "--dry-run")
                .exits(0)
                .says("Computer says no");
        given.deployed("api", "7", "test");
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "test")
                .exits(0)
                .says(
                        "Computer says yes",
                        "All required verification results are published and successful",
                        "/verification-results/1");
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "test", "-o", "json")
                .exits(0)
                .says("\"summary\"", "\"deployable\"");

        given.onBranch("api", "8", "main");
        given.verified("web", "1", "api", "8", false);
        given.deployed("api", "8", "test");
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "test")
                .exits(1)
                .says("Computer says no");
    }

    @Test
    void may_deploy_by_latest_branch_tag_and_pair() {
        verifiedPact();
        run("can-i-deploy", "-a", "web", "-e", "1").exits(0).says("Computer says yes", "name the environment");
        run("can-i-deploy", "-a", "web", "-e", "1", "-a", "api", "-e", "7")
                .exits(0)
                .says("Computer says yes");
        run("can-i-deploy", "-a", "web", "--latest", "dev", "-a", "api", "--latest")
                .exits(0)
                .says("Computer says yes");
        run("can-i-deploy", "-a", "web", "-e", "1", "--to", "dev").exits(1).says("with tag dev");
        given.tagged("api", "7", "dev");
        run("can-i-deploy", "-a", "web", "-e", "1", "--to", "dev").exits(0).says("Computer says yes");
        run("can-i-deploy", "-a", "web", "-e", "1", "-a", "api", "--main-branch")
                .exits(0)
                .says("Computer says yes");
        run("can-i-deploy", "-a", "web", "--branch", "main", "-a", "api", "--branch", "nowhere")
                .exits(1)
                .says("Computer says no");
        given.deployed("api", "7", "test");
        run("can-i-deploy", "-a", "web", "--main-branch", "--to-environment", "test")
                .exits(0)
                .says("Computer says yes");
        run("can-i-deploy", "-a", "web", "-e", "1", "-a", "api", "-e", "7", "--to-environment", "test")
                .exits(0)
                .says("Computer says yes");
        run("can-i-deploy", "-a", "web", "--branch", "main", "--to-environment", "test")
                .exits(0)
                .says("Computer says yes");
        run("can-i-deploy", "-a", "web", "--latest", "--to-environment", "test")
                .exits(0)
                .says("Computer says yes");
    }

    @Test
    void may_not_deploy_what_does_not_exist() {
        verifiedPact();
        run("can-i-deploy", "-a", "web", "-e", "99", "--to-environment", "test")
                .exits(1)
                .says("No pacts or verifications have been published for version 99 of web");
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "nowhere")
                .exits(1)
                .says("Environment with name 'nowhere' does not exist");
        run("can-i-deploy", "-a", "nobody", "-e", "1", "--to-environment", "test")
                .exits(1)
                .says("Pacticipant nobody not found");
    }

    @Test
    void waits_while_the_result_is_unknown() throws InterruptedException {
        given.pact("web", "1", "api", "order");
        given.version("api", "7");
        given.deployed("api", "7", "test");
        var verifier = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(Duration.ofSeconds(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            given.verified("web", "1", "api", "7", true);
        });
        run(
                        "can-i-deploy",
                        "-a",
                        "web",
                        "-e",
                        "1",
                        "--to-environment",
                        "test",
                        "--retry-while-unknown",
                        "20",
                        "--retry-interval",
                        "1")
                .exits(0)
                .says("Computer says yes");
        verifier.join();
    }

    @Test
    void may_merge_what_the_main_branches_verified() {
        verifiedPact();
        run("create-or-update-pacticipant", "--name", "api", "--main-branch", "main")
                .exits(0);
        run("can-i-merge", "-a", "web", "-e", "1").exits(0).says("Computer says yes");
        given.onBranch("api", "8", "main");
        run("can-i-merge", "-a", "web", "-e", "1").exits(1).says("Computer says no");
        run("can-i-merge", "-a", "web", "-e", "1", "--dry-run").exits(0).says("Computer says no");
    }

    @Test
    void records_what_runs_and_what_is_released() {
        verifiedPact();
        run("record-deployment", "-a", "api", "-e", "7", "--environment", "test")
                .exits(0)
                .says("ecorded deployment of api version 7 to test environment");
        assertEquals(List.of("7"), deployed("test"));
        run("record-deployment", "-a", "api", "-e", "7", "--environment", "nowhere")
                .exits(1)
                .says("nowhere");
        run("record-release", "-a", "api", "-e", "7", "--environment", "production")
                .exits(0)
                .says("ecorded release of api version 7 to production environment");
        assertEquals(List.of("7"), released("production"));
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "production")
                .exits(0);
        run("record-support-ended", "-a", "api", "-e", "7", "--environment", "production")
                .exits(0)
                .says("ecorded support ended for");
        assertEquals(List.of(), released("production"));
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "production")
                .exits(1);
        run("record-undeployment", "-a", "api", "--environment", "test")
                .exits(0)
                .says("ndeploy");
        assertEquals(List.of(), deployed("test"));
        run("record-undeployment", "-a", "api", "--environment", "test")
                .exits(1)
                .says("api is not currently deployed to test environment");
        run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "test").exits(1);
    }

    @Test
    void records_the_instances_of_an_application() {
        given.version("api", "7");
        given.version("api", "8");
        for (var version : List.of("7", "8")) {
            run(
                            "record-deployment",
                            "-a",
                            "api",
                            "-e",
                            version,
                            "--environment",
                            "test",
                            "--application-instance",
                            "blue" + version)
                    .exits(0);
        }
        assertEquals(Set.of("7", "8"), Set.copyOf(deployed("test")));
        run("record-undeployment", "-a", "api", "--environment", "test", "--application-instance", "blue7")
                .exits(0);
        assertEquals(List.of("8"), deployed("test"));
    }

    @Test
    void keeps_environments() {
        run(
                        "create-environment",
                        "--name",
                        "staging",
                        "--display-name",
                        "Staging",
                        "--contact-name",
                        "Team",
                        "--contact-email-address",
                        "team@example.org")
                .exits(0)
                .says("Created staging environment");
        run("create-environment", "--name", "staging", "--production").exits(1).says("staging");
        run("list-environments").exits(0).says("staging", "production", "test");
        var uuid = environment("staging");
        var staging = broker.get("/environments/" + uuid).json();
        assertEquals("Staging", staging.get("displayName").asText());
        assertFalse(staging.get("production").asBoolean(), staging::toString);
        assertEquals(
                "team@example.org",
                staging.at("/contacts/0/details/emailAddress").asText());
        run("describe-environment", "--uuid", uuid).exits(0).says("Staging", "Team");
        run("update-environment", "--uuid", uuid, "--name", "staging", "--display-name", "Stage")
                .exits(0)
                .says("Updated staging environment");
        assertEquals(
                "Stage",
                broker.get("/environments/" + uuid).json().get("displayName").asText());
        run("delete-environment", "--uuid", uuid).exits(0).says("eleted");
        run("describe-environment", "--uuid", uuid).exits(1).says("404");
        assertEquals(404, broker.get("/environments/" + uuid).status());
    }

    @Test
    void keeps_participants_versions_branches_and_tags() {
        run(
                        "create-or-update-pacticipant",
                        "--name",
                        "web",
                        "--main-branch",
                        "main",
                        "--repository-url",
                        "https://git.example.com/web")
                .exits(0)
                .says("web");
        var web = broker.get("/pacticipants/web").json();
        assertEquals("main", web.get("mainBranch").asText());
        assertEquals("https://git.example.com/web", web.get("repositoryUrl").asText());
        run("describe-pacticipant", "--name", "web").exits(0).says("https://git.example.com/web", "main");
        run("list-pacticipants").exits(0).says("web");
        run("create-or-update-version", "-a", "web", "-e", "2", "--branch", "feature")
                .exits(0)
                .says("feature");
        assertEquals(List.of("feature"), names("/pacticipants/web/versions/2", "/_embedded/branchVersions"));
        run("create-version-tag", "-a", "web", "-e", "2", "--tag", "dev").exits(0);
        assertEquals(List.of("dev"), names("/pacticipants/web/versions/2", "/_embedded/tags"));
        run("describe-version", "-a", "web", "-e", "2").exits(0).says("2", "dev");
        run("describe-version", "-a", "web", "--latest").exits(0).says("2", "dev");
        run("describe-version", "-a", "web", "--latest", "dev").exits(0).says("2", "dev");
        run("describe-version", "-a", "web", "-e", "2", "-o", "json").exits(0).says("\"number\"", "feature");
        run("describe-version", "-a", "web", "-e", "99").exits(1);
        run("create-version-tag", "-a", "web", "-e", "99", "--tag", "dev").exits(1);
        run("create-version-tag", "-a", "web", "-e", "3", "--tag", "dev", "--auto-create-version")
                .exits(0);
        assertEquals(List.of("dev"), names("/pacticipants/web/versions/3", "/_embedded/tags"));
        run("delete-branch", "-a", "web", "--branch", "feature").exits(0).says("Successfully deleted branch");
        assertEquals(404, broker.get("/pacticipants/web/branches/feature").status());
    }

    @Test
    void keeps_branches_with_a_slash() throws IOException {
        run("publish", pactFile("order"), "--consumer-app-version", "1", "--branch", "feat/a")
                .exits(0);
        run("create-or-update-version", "-a", "web", "-e", "2", "--branch", "feat/a", "--tag", "x/y")
                .exits(0);
        for (var version : List.of("1", "2")) {
            assertEquals(
                    List.of("feat/a"), names("/pacticipants/web/versions/" + version, "/_embedded/branchVersions"));
        }
        assertEquals(List.of("x/y"), names("/pacticipants/web/versions/2", "/_embedded/tags"));
        run("delete-branch", "-a", "web", "--branch", "feat/a").exits(0);
        assertEquals(404, broker.get("/pacticipants/web/branches/feat%2Fa").status());
    }

    @Test
    void keeps_and_tests_webhooks() throws IOException {
        verifiedPact();
        var called = new AtomicInteger();
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            called.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        try {
            var url = "http://127.0.0.1:%d/hook".formatted(receiver.getAddress().getPort());
            run(
                            "create-webhook",
                            url,
                            "-X",
                            "POST",
                            "--consumer",
                            "web",
                            "--provider",
                            "api",
                            "--contract-published",
                            "--description",
                            "tell",
                            "-H",
                            "Content-Type: application/json",
                            "-d",
                            "{\"pact\":\"${pactbroker.pactUrl}\"}")
                    .exits(0)
                    .says("tell");
            var all = broker.get("/webhooks").json().at("/_links/pb:webhooks");
            assertEquals(1, all.size());
            var webhook = broker.get(all.at("/0/href").asText()).json();
            assertEquals("web", webhook.at("/consumer/name").asText());
            assertEquals("contract_published", webhook.at("/events/0/name").asText());
            assertEquals(
                    "application/json",
                    webhook.at("/request/headers/Content-Type").asText());
            assertEquals(
                    "${pactbroker.pactUrl}", webhook.at("/request/body/pact").asText());
            run("create-or-update-webhook", url, "-X", "POST", "--uuid", WEBHOOK, "--provider-verification-published")
                    .exits(0);
            run("create-or-update-webhook", url, "-X", "PUT", "--uuid", WEBHOOK, "--contract-content-changed")
                    .exits(0);
            assertEquals(
                    "PUT",
                    broker.get("/webhooks/" + WEBHOOK)
                            .json()
                            .at("/request/method")
                            .asText());
            run("test-webhook", "--uuid", WEBHOOK).exits(0).says("HTTP 200");
            assertEquals(1, called.get());
            run("create-webhook", "http://10.0.0.1/hook", "-X", "POST", "--contract-published")
                    .exits(1)
                    .says("request.url");
            run("test-webhook", "--uuid", UUID.randomUUID().toString()).exits(1);
            run(
                            "create-webhook",
                            url,
                            "-X",
                            "POST",
                            "--consumer-label",
                            "shop",
                            "--provider-verification-failed",
                            "--provider-verification-succeeded",
                            "--contract-requiring-verification-published")
                    .exits(0);
            assertEquals(
                    3, broker.get("/webhooks").json().at("/_links/pb:webhooks").size());
        } finally {
            receiver.stop(0);
        }
    }

    /** The descriptions of the interactions of web's pact with api. */
    private List<String> interactions(String version) {
        return texts(
                broker.get("/pacts/provider/api/consumer/web/version/" + version)
                        .json(),
                "/interactions",
                "/description");
    }

    List<String> names(String resource, String list) {
        return texts(broker.get(resource).json(), list, "/name");
    }

    private List<String> deployed(String environment) {
        return texts(
                broker.get("/environments/%s/deployed-versions/currently-deployed".formatted(environment(environment)))
                        .json(),
                "/_embedded/deployedVersions",
                "/_embedded/version/number");
    }

    private List<String> released(String environment) {
        return texts(
                broker.get("/environments/%s/released-versions/currently-supported".formatted(environment(environment)))
                        .json(),
                "/_embedded/releasedVersions",
                "/_embedded/version/number");
    }

    private String environment(String name) {
        for (var environment : broker.get("/environments").json().at("/_embedded/environments")) {
            if (environment.get("name").asText().equals(name)) {
                return environment.get("uuid").asText();
            }
        }
        return fail(name);
    }

    private static List<String> texts(JsonNode resource, String list, String text) {
        return resource.at(list)
                .valueStream()
                .map(node -> node.at(text).asText())
                .toList();
    }

    private static BrokerConfig withWebhooksToLoopback(BrokerConfig config) {
        var policy = new WebhookPolicy(
                Set.of("http", "https"),
                Set.of("POST", "PUT"),
                List.of("127.0.0.1"),
                List.of(Duration.ofMillis(200)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
        return config.with(config.operations().webhooks(policy));
    }
}
