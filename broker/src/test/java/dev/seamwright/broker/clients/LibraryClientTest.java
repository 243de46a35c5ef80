package dev.seamwright.broker.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.clients.Command.Result;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Pact's libraries share with which providers verify their pacts; each test has a broker of its own. */
@Tag("slow")
abstract class LibraryClientTest {
    private static final String ORDERS = "/orders/.*";
    private static final String ALL = "/.*";

    @TempDir
    Path directory = Path.of("");

    final TestBroker broker = TestBroker.start();
    final Given given = new Given(broker);
    private final String provider;
    private final String implementation;

    /**
     * @param provider the name under which the client verifies
     * @param implementation what the client calls itself in its results
     */
    LibraryClientTest(String provider, String implementation) {
        this.provider = provider;
        this.implementation = implementation;
    }

    /**
     * Verifies what the selectors mainBranch and deployedOrReleased give, with pending and work in progress, and publishes the results
     * for a version of the branch main.
     *
     * @param knows a regular expression for the paths that the provider answers with an order; the others are not found
     */
    abstract Result verify(String version, String knows);

    @BeforeEach
    void production() {
        given.environment("production");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void verifies_what_main_branches_and_environments_have() {
        publish("web", "1", "main", "/orders/1");
        given.deployed("web", "1", "production");
        publish("web", "2", "main", "/orders/2");
        publish("web", "3", "main", "/orders/3");
        assertEquals(
                "main", broker.get("/pacticipants/web").json().get("mainBranch").asText());
        canIDeploy("web", "3").exits(1);

        verify("10", ORDERS).exits(0);
        assertEquals(Set.of("web 1 true", "web 3 true"), results(provider, "10"));

        var version =
                broker.get("/pacticipants/%s/versions/10".formatted(provider)).json();
        assertEquals("main", version.at("/_embedded/branchVersions/0/name").asText());
        var result = broker.get(rows(provider, "10")
                        .get(0)
                        .at("/verificationResult/_links/self/href")
                        .asText())
                .json();
        assertEquals(implementation, result.at("/verifiedBy/implementation").asText());
        assertTrue(result.at("/testResults/0/success").asBoolean(), result::toString);
        assertFalse(result.at("/testResults/0/interactionId").asText().isEmpty(), result::toString);

        canIDeploy("web", "3").exits(1);
        canIDeploy(provider, "10").exits(0).says("Computer says yes");
        given.deployed(provider, "10", "production");
        canIDeploy("web", "3").exits(0).says("Computer says yes");
    }

    @Test
    void does_not_fail_for_what_it_has_never_kept() {
        publish("web", "1", "main", "/orders/1");
        publish("shop", "1", "main", "/customers/1");
        publish("app", "1", "main", "/orders/1");
        verify("10", ORDERS).exits(0).says("pending");
        assertEquals(Set.of("web 1 true", "shop 1 false", "app 1 true"), results(provider, "10"));
        canIDeploy(provider, "10", "--ignore", "web", "--ignore", "app").exits(0);

        publish("app", "2", "feature", "/customers/1");
        verify("11", ORDERS).exits(0).says("work in progress", "feature");
        assertEquals(Set.of("web 1 true", "shop 1 false", "app 1 true", "app 2 false"), results(provider, "11"));
        given.deployed(provider, "11", "production");
        canIDeploy("web", "1").exits(0);
        canIDeploy("shop", "1").exits(1).says("Computer says no");
        canIDeploy("app", "2").exits(1).says("Computer says no");

        verify("12", ALL).exits(0);
        assertEquals(Set.of("web 1 true", "shop 1 true", "app 1 true", "app 2 true"), results(provider, "12"));
        given.deployed(provider, "12", "production");
        canIDeploy("shop", "1").exits(0);
        canIDeploy("app", "2").exits(0);

        verify("13", ORDERS).exits(1);
        // a success as work in progress does not end it: app's pact has to come to its main branch
        assertEquals(Set.of("web 1 true", "shop 1 false", "app 1 true", "app 2 false"), results(provider, "13"));
    }

    /** Runs a consumer's test, which asks for an order at the path, and publishes the pact that it leaves. */
    private void publish(String consumer, String version, String branch, String path) {
        var pacts = directory.resolve(consumer + version);
        NpmClients.script("consumer.mjs")
                .run(pacts.toString(), consumer, provider, path)
                .exits(0);
        broker("publish", pacts.toString(), "--consumer-app-version", version, "--branch", branch)
                .exits(0);
    }

    private Result canIDeploy(String participant, String version, String... more) {
        var asked = new String[] {"can-i-deploy", "-a", participant, "-e", version, "--to-environment", "production"};
        return broker(Stream.of(asked, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private Result broker(String... arguments) {
        return NpmClients.rust("pact-broker")
                .with("PACT_BROKER_HTTP_RETRIES", "1")
                .with("PACT_BROKER_BASE_URL", broker.url())
                .run(arguments);
    }

    /** What a version of the provider has verified: consumer, its version, and whether it succeeded. */
    Set<String> results(String provider, String version) {
        var found = new TreeSet<String>();
        for (var row : rows(provider, version)) {
            found.add("%s %s %s"
                    .formatted(
                            row.at("/consumer/name").asText(),
                            row.at("/consumer/version/number").asText(),
                            row.at("/verificationResult/success").asText()));
        }
        return found;
    }

    private JsonNode rows(String provider, String version) {
        return broker.get("/matrix?q%%5B%%5D%%5Bpacticipant%%5D=%s&q%%5B%%5D%%5Bversion%%5D=%s"
                        .formatted(provider, version))
                .json()
                .get("matrix");
    }
}
