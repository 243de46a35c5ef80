package dev.seamwright.broker.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.CommandLine.Outcome;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code seamwright setup apply} that ends half-way, at each of its writes: what is left is planned, and the next one finishes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SetupInterruptedTest {
    private static final String BEFORE = """
            version: 1
            teams: [shop, core]
            environments:
              staging: {displayName: Old}
              old:
            participants:
              web: {mainBranch: master, team: shop, labels: [a, b]}
              gone: {labels: [a]}
            webhooks:
              ci:
                events: [contract_published]
                request:
                  url: https://ci.example.com/build
                  headers: {Authorization: "Bearer ${env:OLD_TOKEN}"}
              gone:
                events: [contract_published]
                request: {url: https://ci.example.com/gone}
            """;
    private static final String AFTER = """
            version: 1
            prune: true
            teams: [shop, core]
            environments:
              staging: {displayName: New}
              production: {production: true}
            participants:
              web: {mainBranch: main, team: core, labels: [b, c]}
              api: {displayName: API, team: core, labels: [x, y]}
            webhooks:
              ci:
                events: [contract_published]
                request:
                  url: https://ci.example.com/build
                  headers: {Authorization: "Bearer ${env:NEW_TOKEN}"}
              chat:
                provider: {name: api}
                events: [verdict_changed]
                request:
                  url: https://chat.example.com/room
                  headers: {X-Token: "${env:NEW_TOKEN}"}
            """;
    private static final Map<String, String> TOKENS = Map.of("OLD_TOKEN", "old", "NEW_TOKEN", "new");
    private static final Pattern HOW_FAR = Pattern.compile("(\\d+) of (\\d+) changes are done");
    private static final Pattern DONE = Pattern.compile("(?m)^[a-z]+ [a-z]+: (created|changed|deleted)$");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @BeforeAll
    void start() {
        broker = TestBroker.startWithAuth();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    /** A workspace of its own that has what the first file says, and the second file to be applied. */
    private final class Half {
        private final String token = ApiClient.of(broker)
                .as(TestBroker.OPERATOR_TOKEN)
                .post("/workspaces", "{\"name\":\"w%s\"}".formatted(UUID.randomUUID()))
                .json()
                .path("secret")
                .asText();
        private final ApiClient api = ApiClient.of(broker).as(token);
        private final JsonNode planned;

        Half() throws IOException {
            write(BEFORE);
            run(0, "setup apply");
            write(AFTER);
            planned = plan();
        }

        private void write(String yaml) throws IOException {
            Files.writeString(directory.resolve("seamwright.yaml"), yaml);
        }

        private Outcome run(String url, String line) {
            var cli = new CommandLine(broker, directory)
                    .with("SEAMWRIGHT_BROKER_URL", url)
                    .with("SEAMWRIGHT_TOKEN", token);
            TOKENS.forEach(cli::with);
            return cli.run(line);
        }

        private Outcome run(int code, String line) {
            var outcome = run(broker.url(), line);
            assertEquals(code, outcome.code(), () -> line + outcome.out() + outcome.err());
            return outcome;
        }

        private JsonNode plan() throws IOException {
            return JSON.readTree(run(0, "setup plan -o json").out()).path("changes");
        }

        /** What is not done yet is left, as it was planned; of what is done, secrets alone are to be set again. */
        private void assertLeft(int done, int undone) throws IOException {
            var left = new TreeMap<String, JsonNode>();
            plan().forEach(change -> left.put(key(change), change));
            for (var i = 0; i < planned.size(); i++) {
                var change = planned.get(i);
                var still = left.remove(key(change));
                if (i < done && still != null) {
                    assertEquals("webhook", still.path("kind").asText(), still::toString);
                    still.path("fields").forEach(field -> assertTrue(field.has("secret"), still::toString));
                } else if (i >= undone) {
                    assertEquals(change, still);
                }
            }
            assertEquals(Map.of(), left, "nothing is left that was not planned");
        }

        private void finish() {
            run(0, "setup apply");
            var again = run(0, "setup apply").out();
            assertTrue(again.startsWith("Nothing to change"), again);
        }

        private String exported() {
            return run(0, "setup export").out();
        }

        private Set<String> members() {
            var members = new HashSet<String>();
            api.get("/setups/default").json().path("members").forEach(member -> members.add(key(member)));
            return members;
        }

        /** What was made and deleted, each as often as it was. */
        private List<String> madeAndDeleted() {
            var all = new ArrayList<String>();
            api.get("/audit/entries?limit=200")
                    .json()
                    .path("items")
                    .forEach(entry -> entry.path("changes").forEach(change -> {
                        var action = change.path("action").asText();
                        if (action.matches(".*\\.(create|delete|add|remove)") && !action.startsWith("token")) {
                            all.add("%s %s%s%s %s"
                                    .formatted(
                                            action,
                                            change.path("environment").asText(),
                                            change.path("participant").asText(),
                                            change.path("webhook").asText(),
                                            change.path("label").asText()));
                        }
                    }));
            return all.stream()
                    .filter(line -> !line.startsWith("workspace"))
                    .sorted()
                    .toList();
        }
    }

    private static String key(JsonNode thing) {
        return thing.path("kind").asText() + " " + thing.path("name").asText();
    }

    /** What it is without an interruption. */
    private record Whole(String exported, Set<String> members, List<String> madeAndDeleted) {}

    private Whole whole(Half half) {
        return new Whole(half.exported(), half.members(), half.madeAndDeleted());
    }

    private Whole uninterrupted() throws IOException {
        var half = new Half();
        half.finish();
        var whole = whole(half);
        assertTrue(whole.madeAndDeleted().contains("participant.delete gone "), whole::toString);
        assertTrue(whole.madeAndDeleted().contains("label.add api y"), whole::toString);
        return whole;
    }

    @Test
    void whatever_the_write_that_breaks_the_next_attempt_finishes() throws Exception {
        var whole = uninterrupted();
        for (var write = 1; ; write++) {
            var half = new Half();
            // the state before the next write arrives is the same
            try (var cutter = new WriteCutter(broker.url(), write, WriteCutter.Moment.BEFORE_IT_IS_ANSWERED)) {
                var outcome = half.run(cutter.url(), "setup apply");
                if (!cutter.isCut()) {
                    assertEquals(0, outcome.code(), outcome.err());
                    assertTrue(write > 15, "there are many writes");
                    return;
                }
                assertEquals(3, outcome.code(), () -> outcome.out() + outcome.err());
                var far = HOW_FAR.matcher(outcome.err());
                assertTrue(far.find(), outcome.err());
                var done = Integer.parseInt(far.group(1));
                half.assertLeft(done, done + 1); // of the one that was under way a part may be done, or all of it
            }
            half.finish();
            assertEquals(whole, whole(half), "write " + write);
        }
    }

    @Test
    void a_write_that_never_arrives_changes_nothing() throws Exception {
        var half = new Half();
        try (var cutter = new WriteCutter(broker.url(), 1, WriteCutter.Moment.BEFORE_IT_ARRIVES)) {
            assertEquals(3, half.run(cutter.url(), "setup apply").code());
        }
        assertEquals(half.planned, half.plan());
    }

    @ParameterizedTest
    @CsvSource({"2, BEFORE_IT_IS_ANSWERED", "7, BEFORE_IT_ARRIVES", "13, BEFORE_IT_IS_ANSWERED", "17, BEFORE_IT_ARRIVES"
    })
    void killed_with_a_request_under_way_the_next_attempt_finishes(int write, WriteCutter.Moment moment)
            throws Exception {
        var half = new Half();
        try (var cutter = new WriteCutter(broker.url(), write, moment)) {
            cutter.hold();
            var process = process(half, cutter);
            assertTrue(cutter.isReached(60), "the command line came so far");
            process.destroyForcibly(); // SIGKILL
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        }
        var told = DONE.matcher(Files.readString(directory.resolve("killed.txt")));
        var done = (int) told.results().count();
        half.assertLeft(done, done + 1);
        half.finish();
        assertEquals(uninterrupted(), whole(half));
    }

    private Process process(Half half, WriteCutter cutter) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "setup",
                        "apply")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("killed.txt").toFile());
        builder.environment().put("SEAMWRIGHT_BROKER_URL", cutter.url());
        builder.environment().put("SEAMWRIGHT_TOKEN", half.token);
        builder.environment()
                .put("SEAMWRIGHT_CACHE_DIR", directory.resolve("cache").toString());
        builder.environment().putAll(TOKENS);
        return builder.start();
    }
}
