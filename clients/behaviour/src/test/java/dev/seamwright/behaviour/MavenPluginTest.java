package dev.seamwright.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.seamwright.behaviour.SampleBuilds.Built;
import dev.seamwright.broker.Broker;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.client.Seamwright;
import dev.seamwright.client.model.DeploymentToRecord;
import dev.seamwright.client.model.EnvironmentToPut;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample project of the Maven plugin, as a user builds it, against a broker. The plugin comes from a repository that is made for it. */
class MavenPluginTest {
    private static final Path FAILURES = Path.of("src/test/resources/maven-failures");

    @TempDir
    private static Path directory = Path.of("");

    private static @Nullable SampleBuilds builds;
    private static @Nullable Broker broker;
    private static String url = "";

    @BeforeAll
    static void start() throws IOException {
        Languages.openToDatabase(directory);
        builds = SampleBuilds.in(directory);
        Languages.copy(Path.of("../maven-plugin/sample"), directory.resolve("sample"));
        Languages.copy(FAILURES, directory.resolve("failures"));
        broker = Broker.start(BrokerConfig.local(directory.resolve("data"), 0), Clock.systemUTC());
        url = "http://127.0.0.1:" + broker.port();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void a_build_publishes_verifies_and_asks() throws Exception {
        var seamwright = Seamwright.builder().url(url).build();
        seamwright.environments().putEnvironment("production", new EnvironmentToPut(true));

        var published = maven(url, "verify");
        assertEquals(0, published.code(), published::text);
        var kinds = seamwright.contracts().listVersionContracts("web", "1.0.0").items().stream()
                .map(contract -> contract.kind().value())
                .sorted()
                .toList();
        assertEquals(List.of("db-usage", "openapi", "pact"), kinds);
        assertEquals(
                1,
                seamwright
                        .contracts()
                        .listVersionContracts("web-db", "1.0.0")
                        .items()
                        .size());
        seamwright.deployments().recordDeployment(new DeploymentToRecord("web-db", "1.0.0", "production"));

        var verified = verify(url, "{\"id\": 1}");
        assertEquals(0, verified.code(), verified::text);
        seamwright.deployments().recordDeployment(new DeploymentToRecord("orders", "2.0.0", "production"));
        // the queries are replayed in the background
        var yes = maven(
                url,
                "seamwright:can-i-deploy",
                "-Dseamwright.toEnvironment=production",
                "-Dseamwright.retryWhileUnknown=12");
        assertEquals(0, yes.code(), yes::text);

        var broken = verify(url, "{\"id\": \"one\"}");
        assertEquals(1, broken.code(), broken::text);
        assertTrue(
                broken.error().contains("orders is not what a consumer expects: the interactions above say where."),
                broken::text);

        var no = maven(url, "seamwright:can-i-deploy", "-Dseamwright.toEnvironment=production");
        assertEquals(1, no.code(), no::text);
        assertTrue(
                no.error().contains("web cannot be deployed: the rows above say what fails and whom it concerns."),
                no::text);

        var nobody = maven(ScriptedServer.nobody(), "seamwright:can-i-deploy");
        assertEquals(1, nobody.code(), nobody::text);
        assertTrue(nobody.error().contains("127.0.0.1"), nobody::text);
    }

    /** Each module of the project has a goal that fails; expected.txt has the line with which Maven tells of it. */
    @Test
    void every_goal_says_in_one_line_what_to_do() throws Exception {
        var built = project("failures", Map.of("SEAMWRIGHT_BROKER_URL", url), "-fae", "verify");
        assertEquals(1, built.code(), built::text);
        var told = Pattern.compile("on project ([\\w-]+): (.*?)(?: -> \\[Help \\d+])?$");
        var failures = built.lines("[ERROR] Failed to execute goal")
                .flatMap(line -> told.matcher(line).results())
                .map(match -> match.group(1) + ": " + match.group(2).replace(directory.toString(), "DIR"))
                .sorted()
                .toList();
        var expected = Files.readAllLines(FAILURES.resolve("expected.txt"));
        assertAll(Stream.concat(
                expected.stream().map(line -> () -> assertTrue(failures.contains(line), line + "\n" + built.text())),
                Stream.of(() -> assertEquals(expected.size(), failures.size(), failures::toString))));
    }

    @Test
    void maven_may_run_on_jdk_17() throws Exception {
        var home = Map.of("JAVA_HOME", SampleBuilds.jdk17().toString(), "SEAMWRIGHT_BROKER_URL", url);
        String[] goal = {"seamwright:publish", "-Dseamwright.pacts=pacts", "-Dseamwright.dryRun"};

        var without = project("sample", home, goal);
        assertEquals(1, without.code(), without::text);
        assertTrue(
                without.error()
                        .contains(
                                "Seamwright needs a JDK 25 or newer: run Maven on one, name one in toolchains.xml, or set seamwright.jdk to its directory."),
                without::text);

        var toolchains = directory.resolve("toolchains.xml");
        Files.writeString(toolchains, """
                <toolchains>
                  <toolchain>
                    <type>jdk</type>
                    <provides><version>17</version></provides>
                    <configuration><jdkHome>%s</jdkHome></configuration>
                  </toolchain>
                  <toolchain>
                    <type>jdk</type>
                    <provides><version>%d</version></provides>
                    <configuration><jdkHome>%s</jdkHome></configuration>
                  </toolchain>
                </toolchains>
                """.formatted(
                        SampleBuilds.jdk17(), Runtime.version().feature(), System.getProperty("java.home")));
        var chosen = project(
                "sample",
                home,
                Stream.concat(Stream.of(goal), Stream.of("-t", toolchains.toString()))
                        .toArray(String[]::new));
        assertEquals(0, chosen.code(), chosen::text);
        assertTrue(chosen.text().contains("Would publish web 1.0.0 (branch main) with pacts for orders"), chosen::text);

        var named = project(
                "sample",
                home,
                Stream.concat(Stream.of(goal), Stream.of("-Dseamwright.jdk=" + System.getProperty("java.home")))
                        .toArray(String[]::new));
        assertEquals(0, named.code(), named::text);
    }

    private static Built verify(String url, String answer) throws Exception {
        var provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        provider.createContext("/", exchange -> {
            var body = answer.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
        try {
            return maven(
                    url,
                    "seamwright:verify",
                    "-Dseamwright.participant=orders",
                    "-Dseamwright.version=2.0.0",
                    "-Dseamwright.publish=true",
                    "-Dseamwright.baseUrl=http://127.0.0.1:"
                            + provider.getAddress().getPort());
        } finally {
            provider.stop(0);
        }
    }

    private static Built maven(String url, String... words) throws Exception {
        return project("sample", Map.of("SEAMWRIGHT_BROKER_URL", url), words);
    }

    private static Built project(String name, Map<String, String> environment, String... words) throws Exception {
        if (builds == null) {
            throw new IllegalStateException("made before all tests");
        }
        return builds.maven(directory.resolve(name), environment, words);
    }
}
