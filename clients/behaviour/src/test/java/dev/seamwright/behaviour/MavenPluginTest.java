package dev.seamwright.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample project of the Maven plugin, as a user builds it, against a broker. The plugin comes from a repository that is made for it. */
class MavenPluginTest {
    private static final Path ROOT = Path.of("../..");
    private static final List<String> MODULES =
            List.of("contracts", "schema-diff", "verifier", "clients/cli", "clients/maven-plugin");

    @TempDir
    private static Path directory = Path.of("");

    private static @Nullable Broker broker;
    private static String url = "";

    @BeforeAll
    static void start() throws IOException {
        Languages.openToDatabase(directory);
        offerPlugin(directory.resolve("offered"));
        Languages.copy(Path.of("../maven-plugin/sample"), directory.resolve("sample"));
        broker = Broker.start(BrokerConfig.local(directory.resolve("data"), 0), Clock.systemUTC());
        url = "http://127.0.0.1:" + broker.port();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    /** Lays the artifacts of this build as a repository has them. */
    private static void offerPlugin(Path repository) throws IOException {
        for (var pom : Stream.concat(Stream.of("", "clients"), MODULES.stream()).toList()) {
            var module = ROOT.resolve(pom);
            var text = Files.readString(module.resolve("pom.xml"));
            var own = text.contains("</parent>") ? text.substring(text.indexOf("</parent>")) : text;
            var name = between(own, "<artifactId>", "</artifactId>");
            var version = between(text, "<version>", "</version>");
            var place = Files.createDirectories(repository.resolve("dev/seamwright/" + name + "/" + version));
            var file = name + "-" + version;
            Files.writeString(place.resolve(file + ".pom"), text);
            if (MODULES.contains(pom)) {
                var jar = module.resolve("target/" + file + ".jar");
                Assumptions.assumeTrue(
                        Files.exists(jar), "The sample is built where jars are packaged (mvn verify): no " + jar);
                Files.copy(jar, place.resolve(file + ".jar"));
            }
        }
        Files.writeString(repository.resolveSibling("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors>
                    <mirror><id>fetched</id><mirrorOf>external:*</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                  <profiles>
                    <profile>
                      <id>offered</id>
                      <pluginRepositories>
                        <pluginRepository>
                          <id>offered</id><url>%s</url>
                          <snapshots><enabled>true</enabled></snapshots>
                        </pluginRepository>
                      </pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>offered</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        repository.resolveSibling("local"),
                        Path.of(System.getProperty("local.repository")).toUri(),
                        repository.toUri()));
    }

    private static String between(String text, String before, String after) {
        var from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(after, from));
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

    /** What came of a build. */
    private record Built(int code, String text) {
        /** The first line of the failure. */
        String error() {
            return text.lines()
                    .filter(line -> line.startsWith("[ERROR]"))
                    .findFirst()
                    .orElse("");
        }
    }

    private static Built maven(String url, String... words) throws Exception {
        var sample = directory.resolve("sample");
        var command = new ArrayList<>(List.of(
                "mvn",
                "-B",
                "-s",
                directory.resolve("settings.xml").toString(),
                "-f",
                sample.resolve("pom.xml").toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SEAMWRIGHT_BROKER_URL", url);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Built(process.exitValue(), text);
    }
}
