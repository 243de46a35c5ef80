package dev.seamwright.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.behaviour.SampleBuilds.Built;
import dev.seamwright.client.model.ContractKind;
import dev.seamwright.client.model.ContractToPublish;
import dev.seamwright.client.model.ContractsToPublish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample project of the JUnit extension, as a user builds it, on the oldest and the newest JUnit that it is for, against a broker. */
class JUnitSampleTest {
    private static final String CONSUMER_OF_WEB = """
            {"consumer": {"name": "mobile"}, "provider": {"name": "web"},
             "interactions": [{"description": "a cart", "request": {"method": "GET", "path": "/carts/1"},
                               "response": {"status": 200, "body": {"total": 0}}}],
             "metadata": {"pactSpecification": {"version": "2.0.0"}}}
            """;

    @TempDir
    private static Path directory = Path.of("");

    private static @Nullable SampleBuilds builds;
    private static @Nullable SampleServers servers;

    @BeforeAll
    static void start() throws IOException {
        builds = SampleBuilds.in(directory);
        Languages.copy(Path.of("../junit/sample"), directory.resolve("sample"));
        servers = SampleServers.in(directory);
        servers()
                .client()
                .contracts()
                .publishContracts(
                        "mobile",
                        "5",
                        new ContractsToPublish(List.of(
                                        new ContractToPublish(ContractKind.PACT, CONSUMER_OF_WEB).withProvider("web")))
                                .withBranch("main"));
    }

    @AfterAll
    static void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    private static SampleServers servers() {
        if (servers == null) {
            throw new IllegalStateException("started before all tests");
        }
        return servers;
    }

    @Test
    void on_junit_5_and_jdk_17() throws Exception {
        var built = build(
                Map.of(
                        "JAVA_HOME", SampleBuilds.jdk17().toString(),
                        "SEAMWRIGHT_PUBLISH", "ci",
                        "CI", "true",
                        "SEAMWRIGHT_FAIL_BUILD", "true",
                        "SEAMWRIGHT_VERSION", "1.0.0",
                        "SEAMWRIGHT_BRANCH", "main"),
                "test",
                "-P",
                "junit-5");
        assertEquals(0, built.code(), built::text);
        assertPublished("1.0.0", built);
    }

    @Test
    void on_junit_6() throws Exception {
        var built = build(
                Map.of("SEAMWRIGHT_FAIL_BUILD", "true"),
                "test",
                "-Dseamwright.publish=always",
                "-Dseamwright.version=2.0.0",
                "-Dseamwright.branch=main");
        assertEquals(0, built.code(), built::text);
        assertPublished("2.0.0", built);
    }

    @Test
    void a_run_stays_in_files_unless_it_is_asked_for_and_a_failed_one_too() throws Exception {
        var kept = build(Map.of("SEAMWRIGHT_VERSION", "3.0.0", "CI", "true"), "test", "-Dtest=CartStoreTest");
        assertEquals(0, kept.code(), kept::text);
        assertTrue(
                kept.text().contains("nothing is published (seamwright.publish is never, ci or always)"), kept::text);

        var failed = build(
                Map.of("SEAMWRIGHT_VERSION", "3.0.0", "SEAMWRIGHT_PUBLISH", "always", "TOTAL", "\"none\""),
                "test",
                "-Dtest=CartStoreTest,WebTest");
        assertEquals(1, failed.code(), failed::text);
        assertTrue(failed.text().contains("web is not what a consumer expects:"), failed::text);
        assertTrue(failed.text().contains("$.total"), failed::text);
        assertTrue(failed.text().contains("nothing is published, since tests failed"), failed::text);
        assertTrue(
                servers().client().versions().listVersions("web").items().stream()
                        .noneMatch(version -> version.number().equals("3.0.0")
                                && !servers().contracts("web", "3.0.0").isEmpty()),
                failed::text);
    }

    @Test
    void a_broker_that_is_down_fails_the_build_only_when_it_is_asked_for() throws Exception {
        var nobody = Map.of("SEAMWRIGHT_BROKER_URL", ScriptedServer.nobody(), "SEAMWRIGHT_PUBLISH", "always");
        var warned = build(nobody, "test", "-Dtest=CartStoreTest");
        assertEquals(0, warned.code(), warned::text);
        assertTrue(warned.text().contains("seamwright: not published: "), warned::text);

        var failed = build(nobody, "test", "-Dtest=CartStoreTest", "-Dseamwright.failBuild=true");
        assertEquals(1, failed.code(), failed::text);
        assertTrue(failed.text().contains("Not published: "), failed::text);
    }

    private static void assertPublished(String version, Built built) throws IOException {
        var contracts = servers().contracts("web", version);
        assertEquals(List.of("db-usage", "pact"), servers().kinds("web", version), built::text);
        var usage = contracts.stream()
                .filter(contract -> contract.kind() == ContractKind.DB_USAGE)
                .findFirst()
                .orElseThrow();
        assertEquals("cart-db", usage.provider());
        var document = Files.readString(directory.resolve("sample/target/seamwright/usage-cart-db.json"), UTF_8);
        assertTrue(document.contains("SELECT total FROM cart WHERE id = $1 AND owner <> $2"), document);
        assertTrue(document.contains("com.example.shop.CartStore.total(CartStore.java:"), document);
        assertTrue(document.contains("\"column\":\"total\""), document);
        assertTrue(!document.contains("nobody") && !document.contains("CREATE TABLE"), document);
        var verified = servers().client().verifications().listVerifications().items().stream()
                .filter(verification -> verification.providerVersion().equals(version))
                .toList();
        assertTrue(
                verified.stream()
                        .anyMatch(verification -> verification.consumer().equals("mobile") && verification.success()),
                built::text);
    }

    private static Built build(Map<String, String> environment, String... words) throws Exception {
        var sample = directory.resolve("sample");
        var variables = new HashMap<>(Map.of(
                "DATABASE_URL", servers().jdbcUrl(),
                "SEAMWRIGHT_BROKER_URL", servers().url(),
                "SEAMWRIGHT_COMMAND", SampleBuilds.command(directory).toString()));
        variables.putAll(environment);
        if (builds == null) {
            throw new IllegalStateException("made before all tests");
        }
        Languages.delete(sample.resolve("target/seamwright"));
        Languages.delete(sample.resolve("target/pacts"));
        return builds.maven(sample, variables, words);
    }
}
