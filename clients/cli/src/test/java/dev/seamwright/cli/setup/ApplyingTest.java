package dev.seamwright.cli.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between the plan and the change, at a broker that answers as it is told to. */
class ApplyingTest {
    private static final String NONE = "{\"items\": []}";
    private static final String TEST = """
            {"name": "test", "displayName": "%s", "production": false, "contacts": [], "updatedAt": "%s"}""";

    @TempDir
    private Path directory = Path.of("");

    private final StubBroker broker = broker();

    private static StubBroker broker() {
        try {
            return new StubBroker();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void empty() throws IOException {
        for (var list : List.of("environments", "participants", "setups", "webhooks")) {
            broker.on("GET /api/v1/" + list, 200, NONE);
        }
        broker.on("GET /pacticipants", 200, "{}").on("GET /webhooks", 200, "{}");
        broker.on("PUT /api/v1/setups/default", 200, "{\"revision\": 1}");
        Files.writeString(
                directory.resolve("seamwright.yaml"), "version: 1\nenvironments: {test: {displayName: New}}\n");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private TestCli.Outcome apply() {
        return new TestCli(directory)
                .with("SEAMWRIGHT_BROKER_URL", broker.url())
                .run("setup", "apply");
    }

    private List<String> writes() {
        return broker.lines().stream().filter(line -> !line.startsWith("GET")).toList();
    }

    @Test
    void what_somebody_changed_since_the_plan_is_not_overwritten() {
        broker.on("GET /api/v1/environments", 200, "{\"items\": [%s]}".formatted(TEST.formatted("Old", "1")));
        broker.on("GET /api/v1/environments/test", 200, TEST.formatted("Somebody's", "2"));
        var outcome = apply();
        assertEquals(1, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains("Somebody has changed the environment test since"), outcome.err());
        assertTrue(outcome.err().contains("0 of 1 changes are done"), outcome.err());
        assertFalse(writes().contains("PUT /api/v1/environments/test"), writes().toString());
    }

    @Test
    void what_somebody_made_since_the_plan_is_not_overwritten() {
        broker.on("GET /api/v1/environments/test", 200, TEST.formatted("Somebody's", "2"));
        assertEquals(1, apply().code());
        assertFalse(writes().contains("PUT /api/v1/environments/test"), writes().toString());
    }

    @Test
    void the_broker_knows_whose_it_is_before_it_is_made() {
        broker.on("GET /api/v1/environments/test", 404, "{\"title\": \"Not found\"}");
        broker.on("PUT /api/v1/environments/test", 201, TEST.formatted("New", "1"));
        assertEquals(0, apply().code());
        assertEquals(List.of("PUT /api/v1/setups/default", "PUT /api/v1/environments/test"), writes());
    }

    @Test
    void an_outage_in_between_is_no_answer() {
        broker.on("GET /api/v1/environments/test", 404, "{\"title\": \"Not found\"}");
        broker.on("PUT /api/v1/environments/test", 503, "{\"title\": \"Later\"}");
        var outcome = apply();
        assertEquals(3, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains("environment test: not done"), outcome.err());
    }

    @Test
    void who_applies_at_the_same_time_is_told() {
        broker.on("PUT /api/v1/setups/default", 409, "{\"detail\": \"another revision\"}");
        var outcome = apply();
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("another revision"), outcome.err());
    }

    @Test
    void a_broker_that_knows_no_set_ups_says_so() {
        broker.on("GET /api/v1/setups", 404, "{\"error\": \"not found\"}");
        var outcome = apply();
        assertEquals(3, outcome.code());
        assertTrue(outcome.err().contains("knows no set-ups"), outcome.err());
    }
}
