package dev.seamwright.broker.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate of a pipeline against a real broker: while it is there, when it is away, and in a merge queue. */
class GateStoryTest {
    private static final String GATE =
            "can-i-deploy -a web -e 1 --to-environment production --last-verdict last.json --on-outage last-known --timeout 20";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void what_the_broker_signed_counts_when_it_is_away() throws IOException {
        var broker = TestBroker.start();
        var cli = new CommandLine(broker, directory);
        try (broker) {
            var given = new Given(broker);
            given.environment("production");
            given.pact("web", "1", "api", "a");
            given.verified("web", "1", "api", "1", true);
            given.deployed("api", "1", "production");
            var key = cli.run("verdict-key");
            assertEquals(0, key.code(), key.err());
            var told = ApiClient.of(broker).get("/verdicts/key").json();
            assertEquals("ed25519:" + told.path("publicKey").asText(), key.out().strip());
            cli.with("SEAMWRIGHT_VERDICT_KEY", key.out());
            var yes = cli.run(GATE);
            assertEquals(0, yes.code(), yes.err());
        }
        var lastKnown = cli.run(GATE);
        assertEquals(0, lastKnown.code(), lastKnown.err());
        assertTrue(lastKnown.out().startsWith("YES (last known, "), lastKnown.out());

        var file = directory.resolve("last.json");
        Files.writeString(file, Files.readString(file).replace("\\\"success\\\":true", "\\\"success\\\":null"));
        var forged = cli.run(GATE);
        assertEquals(3, forged.code(), forged.out());
        assertTrue(forged.err().contains("it was changed after it was signed"), forged.err());
    }

    @Test
    void the_combined_head_of_a_merge_queue_meets_what_waits_there() {
        try (var broker = TestBroker.start()) {
            var cli = new CommandLine(broker, directory);
            var given = new Given(broker);
            given.pact("web", "c0de", "api", "a");
            given.verified("web", "c0de", "api", "1", true);
            given.onBranch("api", "1", "main");
            ApiClient.of(broker).put("/participants/api", "{\"mainBranch\":\"main\"}");
            var alone = cli.run("can-i-merge -a web -e c0de --queue gh-readonly-queue/main/");
            assertEquals(0, alone.code(), alone.out() + alone.err());

            given.version("api", "2");
            given.onBranch("api", "2", "gh-readonly-queue/main/pr-7-aa");
            var unknown = cli.run("can-i-merge -a web -e c0de --queue gh-readonly-queue/main/");
            assertEquals(2, unknown.code(), unknown.out() + unknown.err());

            given.verified("web", "c0de", "api", "2", false);
            var no = cli.run("can-i-merge -a web -e c0de --queue gh-readonly-queue/main/");
            assertEquals(1, no.code(), no.out() + no.err());
            assertTrue(no.err().contains("In the queue: api 2."), no.err());
            assertEquals(0, cli.run("can-i-merge -a web -e c0de").code());
        }
    }
}
