package dev.seamwright.broker.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code pact-broker} in Rust: {@code @pact-foundation/pact-cli} 18. */
class RustClientTest extends CommandLineClientTest {
    @Override
    Command client() {
        // else it repeats what ends in a 5xx for two minutes
        return NpmClients.rust("pact-broker").with("PACT_BROKER_HTTP_RETRIES", "1");
    }

    @Override
    Command pactflow() {
        return NpmClients.rust("pactflow").with("PACT_BROKER_HTTP_RETRIES", "1");
    }

    @Test
    void publishes_with_several_tags() throws IOException {
        run("publish", pactFile("order"), "--consumer-app-version", "1", "--tag", "dev,main")
                .exits(0);
        assertEquals(Set.of("dev", "main"), Set.copyOf(names("/pacticipants/web/versions/1", "/_embedded/tags")));
    }

    @Test
    void lists_and_downloads_pacts() throws IOException {
        verifiedPact();
        run("create-or-update-pacticipant", "--name", "web", "--main-branch", "main")
                .exits(0);
        var link = broker.url() + "/pacts/provider/api/consumer/web/version/1";
        run("get-pacts", "--provider", "api").exits(0).says("Pact between web (1) and api", link);
        run("get-pacts", "--provider", "api", "--branch", "main").exits(0).says(link);
        run("get-pacts", "--provider", "api", "--latest").exits(0).says(link);
        run("get-pacts", "--provider", "api", "--consumer", "web", "--branch", "main", "--output", "json")
                .exits(0)
                .says("\"pact-versions\"", link);
        var place = directory.resolve("downloaded");
        run("get-pacts", "--provider", "api", "--branch", "main", "--download", "--download-dir", place.toString())
                .exits(0);
        try (var files = Files.list(place)) {
            var pact = JsonMapper.builder()
                    .build()
                    .readTree(files.toList().getFirst().toFile());
            assertEquals("order", pact.at("/interactions/0/description").asText());
        }
    }

    @Test
    void lists_provider_states() throws IOException {
        var place = Files.createDirectories(directory.resolve("states"));
        Files.writeString(place.resolve("web-api.json"), """
                {"consumer":{"name":"web"},"provider":{"name":"api"},
                 "interactions":[{"description":"order","providerState":"order 1 exists",
                                  "request":{"method":"GET","path":"/orders/1"},"response":{"status":200}}],
                 "metadata":{"pactSpecification":{"version":"2.0.0"}}}""");
        run("publish", place.toString(), "--consumer-app-version", "1", "--branch", "main")
                .exits(0);
        run("provider-states", "list", "--provider", "api").exits(0).says("order 1 exists", "web");
        run("provider-states", "list", "--provider", "api", "--branch", "main")
                .exits(0)
                .says("order 1 exists");
        given.deployed("web", "1", "test");
        run("provider-states", "list", "--provider", "api", "--environment", "test", "--json")
                .exits(0)
                .says("order 1 exists");
    }

    @Test
    void describes_where_a_version_runs() {
        verifiedPact();
        given.deployed("api", "7", "test");
        run("describe-version", "-a", "api", "--environment", "test").exits(0).says("7", "Deployed");
        given.released("api", "7", "production");
        // the client looks for currentlyReleased instead of currentlySupported, and calls the status unknown
        run("describe-version", "-a", "api", "--environment", "production", "--released")
                .exits(0)
                .says("7", "production");
    }

    @Test
    void may_deploy_by_tag() {
        verifiedPact();
        run("can-i-deploy", "-a", "web", "--tag", "dev", "-a", "api", "-e", "7")
                .exits(0)
                .says("Computer says yes");
        run("can-i-deploy", "-a", "web", "--tag", "nowhere", "-a", "api", "-e", "7")
                .exits(1)
                .says("Computer says no");
    }

    @Test
    void deletes_tags_and_webhooks() {
        verifiedPact();
        run("delete-version-tag", "-a", "web", "-e", "1", "--tag", "dev").exits(0);
        assertEquals(404, broker.get("/pacticipants/web/versions/1/tags/dev").status());
        var uuid = UUID.randomUUID().toString();
        run("create-or-update-webhook", "http://127.0.0.1:9/hook", "-X", "POST", "--uuid", uuid, "--contract-published")
                .exits(0);
        run("delete-webhook", "--uuid", uuid).exits(0);
        assertEquals(404, broker.get("/webhooks/" + uuid).status());
    }
}
