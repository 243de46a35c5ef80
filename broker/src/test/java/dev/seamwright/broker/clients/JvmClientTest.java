package dev.seamwright.broker.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.seamwright.broker.clients.Command.Result;
import dev.seamwright.broker.testing.Given;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pact JVM: its JUnit 5 extension 4.7.5 and its Maven plugin 4.6.20, run by Maven. */
class JvmClientTest extends LibraryClientTest {
    private static final Path PROJECT = Path.of("target/clients/jvm").toAbsolutePath();

    JvmClientTest() {
        super("jvm-api", "Pact-JVM");
    }

    @Override
    Result verify(String version, String knows) {
        return maven(
                "test",
                "-Dprovider.knows=" + knows,
                "-Dpact.verifier.publishResults=true",
                "-Dpact.provider.version=" + version,
                "-Dpact.provider.branch=main");
    }

    @Test
    void the_maven_plugin_publishes_verifies_tags_and_asks() throws IOException {
        var pacts = Files.createDirectories(directory.resolve("pacts"));
        Files.writeString(pacts.resolve("web-maven-api.json"), Given.document("web", "maven-api", "order"));
        maven(
                        "pact:publish",
                        "pact:create-version-tag",
                        "-Dpact.directory=" + pacts,
                        "-Dpacticipant=web",
                        "-DpacticipantVersion=1",
                        "-Dtag=dev")
                .exits(0);
        var version = broker.get("/pacticipants/web/versions/1").json();
        assertEquals("main", version.at("/_embedded/branchVersions/0/name").asText());
        assertEquals("dev", version.at("/_embedded/tags/0/name").asText());
        assertEquals(
                "order",
                broker.get("/pacts/provider/maven-api/consumer/web/version/1")
                        .json()
                        .at("/interactions/0/description")
                        .asText());

        var question = new String[] {
            "pact:can-i-deploy", "-Dpacticipant=web", "-DpacticipantVersion=1", "-DtoEnvironment=production"
        };
        maven(question).exits(1).says("There is no verified pact between version 1 of web");

        pactVerify("7", 200).exits(0);
        assertEquals(Set.of("web 1 true"), results("maven-api", "7"));
        assertEquals(
                "main",
                broker.get("/pacticipants/maven-api/versions/7")
                        .json()
                        .at("/_embedded/tags/0/name")
                        .asText());
        given.deployed("maven-api", "7", "production");
        maven(question).exits(0).says("Computer says yes");

        pactVerify("8", 404).exits(1);
        assertEquals(Set.of("web 1 false"), results("maven-api", "8"));
    }

    /** Verifies a version of the provider maven-api, tagged main, that answers everything with this status. */
    private Result pactVerify(String version, int status) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return maven(
                    "pact:verify",
                    "-Dconsumer.version=" + version,
                    "-Dpact.provider.version=which-the-plugin-ignores",
                    "-Dprovider.port=" + server.getAddress().getPort(),
                    "-Dpact.provider.tag=main",
                    "-Dpact.verifier.publishResults=true");
        } finally {
            server.stop(0);
        }
    }

    /** Runs Maven on a copy of the sample project, with the JDK of this test. What it lacks it fetches, the first time. */
    private Result maven(String... arguments) {
        copySources();
        return Command.of(PROJECT, "mvn", "-B", "-ntp", "-Dpact.broker=" + broker.url())
                .with("JAVA_HOME", System.getProperty("java.home"))
                .within(Duration.ofMinutes(5))
                .run(arguments);
    }

    private static void copySources() {
        var sources = NpmClients.SOURCES.resolve("jvm");
        try (var files = Files.walk(sources)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = PROJECT.resolve(sources.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
