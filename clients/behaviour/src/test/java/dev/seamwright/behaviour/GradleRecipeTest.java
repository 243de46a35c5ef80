package dev.seamwright.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.behaviour.SampleBuilds.Built;
import dev.seamwright.client.model.EnvironmentToPut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe for Gradle, in its sample project, against a broker. */
class GradleRecipeTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_build_publishes_and_asks() throws Exception {
        Assumptions.assumeTrue(
                Languages.succeeds(List.of("gradle", "--version")),
                "The recipe for Gradle is tested where there is one.");
        var recipe = directory.resolve("gradle");
        Languages.copy(Path.of("../gradle"), recipe);
        var sample = recipe.resolve("sample");
        try (var servers = SampleServers.in(directory)) {
            servers.client().environments().putEnvironment("production", new EnvironmentToPut(true));

            var published = gradle(servers, sample, "seamwrightPublish");
            assertEquals(0, published.code(), published::text);
            assertEquals(List.of("db-usage", "openapi", "pact"), servers.kinds("web", "1.0.0"), published::text);
            assertEquals(List.of("db-schema"), servers.kinds("web-db", "1.0.0"), published::text);

            var no = gradle(servers, sample, "seamwrightCanIDeploy", "-Pseamwright.environment=production");
            assertEquals(1, no.code(), no::text);
            assertTrue(no.text().contains("orders"), no::text);
        }
    }

    private Built gradle(SampleServers servers, Path project, String... words) throws Exception {
        var command = new ArrayList<>(List.of("gradle", "--offline", "--no-daemon", "--console=plain", "-g"));
        command.add(directory.resolve("gradle-home").toString());
        command.addAll(List.of(words));
        command.add("-Pseamwright.command=" + SampleBuilds.command(directory));
        return SampleBuilds.run(
                project,
                Map.of(
                        "SEAMWRIGHT_BROKER_URL",
                        servers.url(),
                        "JAVA_HOME",
                        SampleBuilds.jdk17().toString()),
                command);
    }
}
