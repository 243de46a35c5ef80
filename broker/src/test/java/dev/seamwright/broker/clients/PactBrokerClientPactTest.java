package dev.seamwright.broker.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.broker.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the Ruby client expects of a Pact Broker, by its own consumer pact, which lies beside the checkout ({@code conformance.dir}) and
 * is not ours to keep.
 */
@Tag("slow")
class PactBrokerClientPactTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path PACT = Path.of(
                    System.getProperty("conformance.dir", "../../shared/conformance"),
                    "pact-broker-client",
                    "pact-broker.json")
            .toAbsolutePath()
            .normalize();

    @Test
    void every_interaction_of_the_ruby_clients_pact_is_kept() throws IOException {
        assumeTrue(Files.exists(PACT), () -> "The Ruby client's pact is not there: " + PACT);
        var interactions = JSON.readTree(PACT.toFile()).get("interactions").size();
        assertEquals(67, interactions, PACT.toString());
        try (var broker = TestBroker.start(PactBrokerClientPactTest::withBaseUrl);
                var proxy = new WorkspaceProxy(broker)) {
            var result = NpmClients.rust("pact-verifier")
                    .within(Duration.ofMinutes(3))
                    .run(
                            "--file",
                            PACT.toString(),
                            "--provider-name",
                            "Pact Broker",
                            "--hostname",
                            "127.0.0.1",
                            "--port",
                            String.valueOf(proxy.port()),
                            "--state-change-url",
                            "http://127.0.0.1:%d/_state".formatted(proxy.port()),
                            "--no-colour");
            assertEquals(List.of(), proxy.failures());
            result.exits(0);
            assertEquals(interactions, proxy.setUp().size(), "interactions replayed");
            assertEquals(7, proxy.reordered(), "matrix queries in the client's order");
        }
    }

    private static BrokerConfig withBaseUrl(BrokerConfig config) {
        return new BrokerConfig(
                config.host(),
                config.port(),
                ProviderStates.BASE_URL,
                config.dataDir(),
                config.database(),
                config.auth(),
                config.insecure(),
                config.operatorToken(),
                config.poolSize(),
                config.contentMayChange());
    }
}
