package dev.seamwright.broker.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.CommandLine.Outcome;
import dev.seamwright.broker.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** People who keep their set-up in git apply it, and apply it again; each test in a workspace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SetupStoryTest {
    private static final Path CASES = Path.of("src/test/resources/setup");
    private static final String SECRET = "hush-hush";
    private static final String OTHER_SECRET = "other-hush";

    @TempDir
    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private ApiClient api;

    private String token = "";

    @BeforeAll
    void start() {
        broker = TestBroker.startWithAuth();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        token = ApiClient.of(broker)
                .as(TestBroker.OPERATOR_TOKEN)
                .post("/workspaces", "{\"name\":\"w%s\"}".formatted(UUID.randomUUID()))
                .json()
                .path("secret")
                .asText();
        api = ApiClient.of(broker).as(token);
    }

    private Outcome run(int code, String line, String secret) {
        var outcome = new CommandLine(broker, directory)
                .with("SEAMWRIGHT_TOKEN", token)
                .with("CI_TOKEN", secret)
                .run(line);
        assertEquals(code, outcome.code(), () -> "%s%n%s%s".formatted(line, outcome.out(), outcome.err()));
        assertFalse((outcome.out() + outcome.err()).contains("hush"), () -> outcome.out() + outcome.err());
        return outcome;
    }

    private Outcome run(int code, String line) {
        return run(code, line, SECRET);
    }

    private void write(String yaml) throws IOException {
        Files.writeString(directory.resolve("seamwright.yaml"), yaml);
    }

    private JsonNode newestEntry() {
        return api.get("/audit/entries?limit=1").json().path("items");
    }

    private void hook(String line, String body) {
        var answer = broker.put(line, body, "Authorization", "Bearer " + token);
        assertTrue(answer.status() < 300, answer.body());
    }

    static Stream<Path> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    private static void golden(Path file, String actual) throws IOException {
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual, file.toString());
    }

    /** A folder has the file, what was applied before it, the plan, and what the broker has afterwards. */
    @ParameterizedTest
    @MethodSource("cases")
    void what_is_planned_is_done_and_nothing_else(Path folder) throws Exception {
        if (Files.exists(folder.resolve("before.yaml"))) {
            write(Files.readString(folder.resolve("before.yaml")));
            run(0, "setup apply");
        }
        write(Files.readString(folder.resolve("seamwright.yaml")));
        var untouched = newestEntry();
        var plan = run(0, "setup plan").out();
        golden(folder.resolve("plan.txt"), plan);
        assertEquals(plan, run(0, "setup apply --dry-run").out());
        run(plan.contains("Nothing to change") ? 0 : 1, "setup drift");
        assertEquals(untouched, newestEntry(), "a plan writes nothing");

        run(0, "setup apply");
        var applied = newestEntry();
        assertTrue(run(0, "setup apply").out().contains("Nothing to change"));
        run(0, "setup drift");
        assertEquals(applied, newestEntry(), "applying again writes nothing");
        golden(folder.resolve("after.yaml"), run(0, "setup export").out());

        run(0, "setup export -o seamwright.yaml");
        assertTrue(run(0, "setup plan").out().startsWith("Nothing to change"), "what was exported is what is there");
    }

    @Test
    void what_was_never_applied_is_exported_and_taken_over_without_a_change() throws Exception {
        api.put("/environments/production", "{\"production\":true,\"contacts\":[{\"name\":\"SRE: \\\"on call\\\"\"}]}");
        api.put("/participants/a%2Fb%20c", "{\"kind\":\"database\",\"mainBranch\":\"yes\",\"displayName\":\"0x10\"}");
        api.put("/participants/web", "{}");
        hook("/pacticipants/web/labels/team-shop", "{}");
        hook("/pacticipants/web/labels/front%20end", "{}");
        hook("/webhooks/0123456789abcdef", """
                {"description":"Tell CI","consumer":{"name":"web"},"events":[{"name":"verdict_changed"}],"signingSecret":"whsec_aHVzaGh1c2hodXNoaHVzaGh1c2hodXNo",
                 "request":{"method":"POST","url":"https://ci.example.com/${pactbroker.consumerName}","headers":{"X-Token":"hush","Accept":"*/*"},
                            "body":{"a":[1,2.50,null,"no"]},"username":"ci","password":"hush"}}""");
        run(0, "setup export -o seamwright.yaml");
        var entry = newestEntry();
        var plan = run(0, "setup plan").out();
        assertEquals(
                "Nothing to change: 4 things are as the file says. 4 things that were there belong from now on to the set-up default.\n",
                plan);
        run(0, "setup drift");
        assertEquals(entry, newestEntry());
        run(0, "setup apply");
        assertEquals("setup.record", newestEntry().at("/0/changes/0/action").asText());
        var taken = newestEntry();
        run(0, "setup apply");
        assertEquals(taken, newestEntry());
    }

    private static final String HOOK = """
            version: 1
            participants: {web: }
            webhooks:
              ci:
                consumer: {name: web}
                events: [verdict_changed]
                request:
                  url: https://ci.example.com/build
                  headers: {Authorization: "Bearer ${env:CI_TOKEN}", X-Team: shop}
            """;

    @Test
    void another_secret_is_seen_and_never_shown() throws Exception {
        write(HOOK);
        run(0, "setup apply");
        run(0, "setup drift");
        var changed = run(1, "setup drift", OTHER_SECRET);
        assertTrue(changed.out().contains("request.headers.Authorization: (secret) changed"), changed.out());
        run(0, "setup drift --without-secrets", OTHER_SECRET);
        run(0, "setup apply", OTHER_SECRET);
        run(0, "setup drift", OTHER_SECRET);
        run(1, "setup drift");
        var json = run(0, "setup plan -o json");
        assertTrue(json.out().contains("\"secret\" : \"changed\""), json.out());
    }

    @Test
    void a_webhook_that_somebody_changed_gets_its_secret_again() throws Exception {
        write(HOOK);
        run(0, "setup apply");
        var id = api.get("/webhooks").json().at("/items/0/id").asText();
        hook("/webhooks/" + id, """
                {"consumer":{"name":"web"},"events":[{"name":"verdict_changed"}],
                 "request":{"method":"POST","url":"https://ci.example.com/build","headers":{"Authorization":"hush of somebody","X-Team":"shop"}}}""");
        var drifted = run(1, "setup drift");
        assertTrue(drifted.out().contains("(secret) somebody changed the webhook since"), drifted.out());
        run(0, "setup apply");
        run(0, "setup drift");
    }

    @Test
    void a_stored_secret_does_not_follow_the_request_to_another_host() throws Exception {
        var stored = HOOK.replace("\"Bearer ${env:CI_TOKEN}\"", "\"${stored}\"");
        write(HOOK);
        run(0, "setup apply");
        write(stored.replace("example.com/build", "example.com/other"));
        run(0, "setup apply");

        var entry = newestEntry();
        write(stored.replace("ci.example.com", "ci.example.org"));
        for (var command : List.of("setup plan", "setup apply")) {
            var refused = run(4, command);
            assertTrue(
                    refused.err()
                            .contains(
                                    "seamwright.yaml:4:3: request.headers.Authorization is ${stored}, and the request goes to another host now; write ${env:NAME}"),
                    refused.err());
        }
        assertEquals(entry, newestEntry(), "nothing was changed");

        write(HOOK.replace("ci.example.com", "ci.example.org"));
        run(0, "setup apply");
        run(0, "setup drift");
    }

    @Test
    void contracts_are_deleted_only_when_somebody_says_yes() throws Exception {
        write("version: 1\nprune: true\nenvironments: {old: }\nparticipants: {web: , api: }\n");
        run(0, "setup apply");
        api.put("/participants/web/versions/1", "{}");
        assertEquals(
                201,
                api.post("/deployments", "{\"participant\":\"web\",\"version\":\"1\",\"environment\":\"old\"}")
                        .status());
        api.put("/participants/never-applied", "{}");
        write("version: 1\nprune: true\n");
        var plan = run(0, "setup plan").out();
        assertTrue(plan.contains("- participant web, with its versions and contracts\n- participant api\n"), plan);
        var entry = newestEntry();
        var refused = run(4, "setup apply");
        assertTrue(refused.err().contains("participant web, environment old. Say --yes"), refused.err());
        assertEquals(entry, newestEntry(), "nothing was changed");
        run(0, "setup apply --yes");
        assertEquals(
                List.of("never-applied"),
                api.get("/participants").json().path("items").findValuesAsText("name"));
        assertTrue(api.get("/environments").json().path("items").isEmpty());
    }

    @Test
    void an_attempt_that_is_refused_half_way_tells_how_far_it_came_and_the_next_one_finishes() throws Exception {
        var yaml = HOOK.replace("https:", "gopher:") + "environments: {production: {production: true}}\n";
        write(yaml);
        var failed = run(4, "setup apply");
        assertTrue(failed.out().contains("environment production: created"), failed.out());
        assertTrue(
                failed.err().contains("webhook ci: not done") && failed.err().contains("2 of 3 changes are done"),
                failed.err());
        write(yaml.replace("gopher:", "https:"));
        var plan = run(0, "setup plan").out();
        assertTrue(plan.contains("1 to create, 0 to change, 0 to delete, 2 as the file says."), plan);
        run(0, "setup apply");
        run(0, "setup drift");
    }

    @Test
    void two_set_ups_share_nothing() throws Exception {
        write("version: 1\nname: platform\nenvironments: {production: }\n");
        run(0, "setup apply");
        write("version: 1\nname: shop\nenvironments:\n  production:\n");
        var refused = run(4, "setup plan");
        assertTrue(
                refused.err()
                        .contains("seamwright.yaml:4:3: the environment production belongs to the set-up platform"),
                refused.err());
    }

    @Test
    void what_the_broker_does_not_have_is_asked_back() throws Exception {
        write(HOOK.replace("participants: {web: }\n", "participants: {wep: }\n"));
        var refused = run(4, "setup plan");
        assertTrue(refused.err().contains("there is no participant web"), refused.err());
        assertTrue(refused.err().contains("did you mean wep?"), refused.err());
        write(HOOK.replace("\"Bearer ${env:CI_TOKEN}\"", "\"${stored}\""));
        assertTrue(run(4, "setup plan").err().contains("is ${stored}, and the broker has none"));
    }
}
