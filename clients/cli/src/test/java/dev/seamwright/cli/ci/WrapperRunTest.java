package dev.seamwright.cli.ci;

import static dev.seamwright.cli.testing.StubBroker.answer;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.ci.CiSystems.Ended;
import dev.seamwright.cli.ci.CiSystems.World;
import dev.seamwright.cli.testing.ForgeStandIn;
import dev.seamwright.cli.testing.Jars;
import dev.seamwright.cli.testing.Signer;
import dev.seamwright.cli.testing.StubBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every wrapper, run as its CI system would, with the real command line against a broker that does what brokers do. Each build has its own
 * of all; many wait for a broker that is away, and others run meanwhile.
 */
@Execution(ExecutionMode.CONCURRENT)
class WrapperRunTest {
    private static final String JSON = "application/json";
    private static final String ANSWER = "{\"summary\":{\"deployable\":%s,\"reason\":\"because\"},\"matrix\":[]}";
    private static final String TOKEN = "broker-token";

    @TempDir
    private static Path shared = Path.of("");

    private static String classPath = "";
    private static Path archive = Path.of("");

    @TempDir
    private Path directory = Path.of("");

    private final StubBroker broker = start(StubBroker::new);
    private final ForgeStandIn forge = start(ForgeStandIn::new);
    private final Signer signer = new Signer();

    private interface Starting<T> {
        T start() throws IOException;
    }

    private static <T> T start(Starting<T> starting) {
        try {
            return starting.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
        forge.close();
    }

    /** As the distribution's launcher starts it, from the classes that the first build left. */
    @BeforeEach
    void distribution() throws IOException {
        program(launcher("-XX:SharedArchiveFile='%s'".formatted(archive)));
    }

    @BeforeAll
    static void aFirstBuildKeepsTheClassesForTheOthers() throws Exception {
        classPath = Jars.of(System.getProperty("java.class.path"), shared);
        archive = shared.resolve("classes.jsa");
        var first = new WrapperRunTest();
        first.directory = Files.createDirectory(shared.resolve("first"));
        try {
            first.program(launcher("-XX:ArchiveClassesAtExit='%s'".formatted(archive)));
            first.says("true");
            var ended = first.run(CiSystems.PRE_COMMIT, false, false, Map.of());
            assertEquals(0, ended.code(), ended.log());
        } finally {
            first.stop();
        }
        assertTrue(Files.exists(archive));
    }

    private static String launcher(String option) {
        return "exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable %s -cp '%s' dev.seamwright.cli.Main \"$@\""
                .formatted(Path.of(System.getProperty("java.home"), "bin", "java"), option, classPath);
    }

    private void program(String line) throws IOException {
        var programs = Files.createDirectories(directory.resolve("programs"));
        var program = Files.writeString(programs.resolve("seamwright"), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(CiSystems system, boolean fork, boolean mergeQueue, Map<String, String> more) throws Exception {
        var checkout = Files.createDirectories(directory.resolve("checkout"));
        var inputs = new HashMap<String, String>(
                Map.of("participant", "web", "environment", "prod", "broker-url", broker.url(), "timeout", "10"));
        if (!fork) {
            inputs.put("token", TOKEN);
        }
        inputs.putAll(more);
        var world = new World(
                checkout, directory.resolve("programs"), forge.url(), fork ? "" : ForgeStandIn.TOKEN, fork, mergeQueue);
        return system.run(world, inputs);
    }

    private Map<String, String> outputs() throws IOException {
        return Files.readAllLines(directory.resolve("checkout/.seamwright/gate.env")).stream()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1], (_, latter) -> latter));
    }

    /**
     * What happens in a build.
     *
     * @param verdict the output
     * @param said a part of the log
     */
    record Scenario(String name, int code, String verdict, String said) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("yes", 0, "yes", "YES: deploy web c0de to prod"),
            new Scenario("no", 1, "no", "NO: deploy web c0de to prod"),
            new Scenario("unknown", 2, "unknown", "UNKNOWN: deploy web c0de to prod"),
            new Scenario("broker down", 3, "none", "nothing listens there"),
            new Scenario("broker slow", 3, "none", "no answer within 1 s"),
            new Scenario("garbage answer", 3, "none", "no JSON"),
            new Scenario("fork without permission", 3, "none", "CI systems give none to the builds of forks"),
            new Scenario("merge queue", 1, "no", "NO: merge web c0de"));

    private static Stream<Arguments> builds() {
        return Arrays.stream(CiSystems.values())
                .flatMap(system -> SCENARIOS.stream().map(scenario -> Arguments.of(system, scenario)));
    }

    @ParameterizedTest
    @MethodSource("builds")
    void a_build_ends_as_the_answer_says(CiSystems system, Scenario scenario) throws Exception {
        var more = new HashMap<String, String>();
        switch (scenario.name()) {
            case "yes" -> says("true");
            case "no" -> says("false");
            case "unknown" -> says("null");
            case "broker down" -> broker.close();
            case "broker slow" -> {
                more.put("timeout", "1");
                broker.otherwise((_, _) -> hang());
            }
            case "garbage answer" ->
                broker.otherwise((exchange, _) -> answer(exchange, 200, "text/html", "<h1>Sign in</h1>"));
            case "fork without permission" -> says("true");
            default -> {
                more.put("command", "can-i-merge");
                if (system != CiSystems.GITHUB) {
                    more.put("queue", "gh-readonly-queue/main/");
                }
                queue();
            }
        }
        var fork = scenario.name().startsWith("fork");
        var ended = run(system, fork, scenario.name().equals("merge queue"), more);

        assertEquals(scenario.code(), ended.code(), ended.log());
        assertTrue(ended.log().contains(scenario.said()), ended.log());
        assertEquals(scenario.verdict(), outputs().get("verdict"));
        assertFalse(ended.log().contains(TOKEN), "no secret in the log");
        assertFalse(ended.log().contains(ForgeStandIn.TOKEN), "no secret in the log");
        told(system, scenario, fork, ended);
    }

    /** In the words of each system. */
    private void told(CiSystems system, Scenario scenario, boolean fork, Ended ended) throws IOException {
        var reports = directory.resolve("checkout/.seamwright");
        switch (system) {
            case GITHUB -> {
                var outputs = Files.readAllLines(directory.resolve("checkout/outputs"));
                assertEquals("verdict=none", outputs.getFirst(), "before anything that can fail");
                assertTrue(outputs.contains("verdict=" + scenario.verdict()), outputs.toString());
                assertTrue(ended.log().contains("::notice title=seamwright can-i-"), ended.log());
                assertTrue(Files.readString(directory.resolve("checkout/summary.md"))
                        .startsWith("### "));
            }
            case AZURE -> {
                assertTrue(
                        ended.log()
                                .contains(
                                        "##vso[task.setvariable variable=verdict;isOutput=true]" + scenario.verdict()),
                        ended.log());
                assertTrue(ended.log().contains("##vso[task.uploadsummary]"), ended.log());
            }
            default -> {
                // reports alone
            }
        }
        for (var file : Manifest.read().reports().values()) {
            assertTrue(Files.exists(reports.resolve(file)), file);
        }
        var comments =
                (system == CiSystems.GITHUB && !scenario.name().equals("merge queue")) || system == CiSystems.GITLAB;
        assertEquals(comments && !fork ? 1 : 0, forge.comments().size(), ended.log());
    }

    private static void hang() {
        try {
            Thread.sleep(30_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void says(String deployable) {
        broker.otherwise((exchange, request) -> {
            if (request.authorization().equals("Bearer " + TOKEN)) {
                answer(exchange, 200, JSON, ANSWER.formatted(deployable));
            } else {
                answer(exchange, 401, JSON, "{\"detail\":\"who are you\"}");
            }
        });
    }

    /** The combined head suits main, and not what waits in the queue of a neighbour. */
    private void queue() {
        broker.on(
                "GET /integrations",
                200,
                "{\"_embedded\":{\"integrations\":[{\"consumer\":{\"name\":\"web\"},\"provider\":{\"name\":\"orders\"}}]}}");
        broker.on("GET /api/v1/participants/orders/versions", 200, """
                {"items": [{"number": "9", "branches": [{"name": "gh-readonly-queue/main/pr-3-aa", "latest": true}], "createdAt": "%s"}]}
                """.formatted(Instant.now()));
        broker.on(
                "GET /matrix",
                (exchange, request) -> answer(
                        exchange, 200, JSON, ANSWER.formatted(request.target().contains("orders") ? "false" : "true")));
    }

    @ParameterizedTest
    @EnumSource
    void passing_without_a_verdict_is_never_told_as_a_yes(CiSystems system) throws Exception {
        broker.close();
        var ended = run(system, false, false, Map.of("on-outage", "pass"));
        var keeps = system == CiSystems.GITLAB || system == CiSystems.JENKINS;
        assertAll(
                () -> assertEquals(keeps ? 5 : 0, ended.code(), ended.log()),
                () -> assertTrue(ended.log().contains("PASSED WITHOUT A VERDICT"), ended.log()),
                () -> assertEquals("none", outputs().get("verdict")),
                () -> assertEquals("5", outputs().get("exit-code")));
    }

    @ParameterizedTest
    @EnumSource
    void the_last_known_answer_comes_from_the_build_before(CiSystems system) throws Exception {
        broker.otherwise(signer.answering(ANSWER.formatted("true"), Instant::now));
        var policy = Map.of("on-outage", "last-known", "verdict-key", signer.key());
        assertEquals(0, run(system, false, false, policy).code());
        broker.otherwise((exchange, _) -> answer(exchange, 503, "text/plain", "away"));
        var ended = run(system, false, false, policy);
        assertAll(
                () -> assertEquals(0, ended.code(), ended.log()),
                () -> assertTrue(ended.log().contains("YES (last known, "), ended.log()),
                () -> assertEquals("yes", outputs().get("verdict")));
    }

    @Test
    void what_is_no_answer_is_no_yes() throws Exception {
        says("true");
        assertEquals(0, run(CiSystems.GITHUB, false, false, Map.of()).code());
        for (var line : List.of("exit 0", "exit 137", "kill -9 $$", "exit 1", "echo yes; exit 0")) {
            program(line); // the reports of the build before are still there
            var ended = run(CiSystems.GITHUB, false, false, Map.of());
            assertEquals(3, ended.code(), line + ": " + ended.log());
            assertEquals("none", outputs().get("verdict"), line);
        }
        Files.delete(directory.resolve("programs/seamwright"));
        assertEquals(3, run(CiSystems.GITHUB, false, false, Map.of()).code());
    }

    @Test
    void wrong_inputs_are_wrong_usage() throws Exception {
        says("true");
        assertAll(
                () -> assertEquals(
                        4,
                        run(CiSystems.GITHUB, false, false, Map.of("participant", ""))
                                .code()),
                () -> assertEquals(
                        4,
                        run(CiSystems.GITLAB, false, false, Map.of("on-outage", "hope"))
                                .code()),
                () -> assertEquals(
                        4,
                        run(CiSystems.PRE_COMMIT, false, false, Map.of("nonsense", "1"))
                                .code()));
    }

    @Test
    void an_input_is_never_shell() throws Exception {
        says("true");
        for (var system : CiSystems.values()) {
            if (system != CiSystems.PRE_COMMIT) { // whose arguments are words of a list already
                var hostile = "prod'; touch \"$HOME/owned\"; $(touch owned) `touch owned`";
                run(system, false, false, Map.of("environment", hostile));
                assertFalse(Files.exists(directory.resolve("checkout/owned")), system.name());
            }
        }
    }
}
