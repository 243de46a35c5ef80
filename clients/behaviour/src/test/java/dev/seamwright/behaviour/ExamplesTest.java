package dev.seamwright.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.broker.Broker;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.client.Seamwright;
import dev.seamwright.client.model.WorkspaceToCreate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples, as a reader runs them, against a broker that wants tokens. */
class ExamplesTest {
    private static final String OPERATOR = "the-operators-secret-of-the-examples";
    private static final String SAID = """
            web 1.0.0 before orders verified it: unknown
            web 1.0.0 afterwards: yes
            participant: orders
            participant: web
            404 /problems/not-found
            """;

    @TempDir
    private static Path directory = Path.of("");

    private static @Nullable Broker broker;
    private static String url = "";

    @BeforeAll
    static void start() throws IOException {
        Languages.openToDatabase(directory);
        broker = Broker.start(
                new BrokerConfig(
                        "127.0.0.1", 0, null, directory.resolve("data"), null, true, false, OPERATOR, 4, false),
                Clock.systemUTC());
        url = "http://127.0.0.1:" + broker.port();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void in_java() throws Exception {
        var libraries = System.getProperty("java.class.path");
        run(
                "java",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        libraries,
                        "../java/example/CanIDeploy.java"),
                Map.of());
    }

    @Test
    void in_typescript() throws Exception {
        // as npm lays it: the package below node_modules beside the example
        var project = Files.createDirectories(directory.resolve("typescript"));
        Languages.copy(Languages.TYPESCRIPT, project.resolve("node_modules/@seamwright/client"));
        Files.copy(Path.of("../typescript/example/can-i-deploy.mjs"), project.resolve("can-i-deploy.mjs"));
        run("typescript", List.of("node", project.resolve("can-i-deploy.mjs").toString()), Map.of());
    }

    @Test
    void in_python() throws Exception {
        run("python", List.of(Languages.python(), "../python/example/can_i_deploy.py"), Languages.pythonEnvironment());
    }

    private static void run(String workspace, List<String> command, Map<String, String> environment) throws Exception {
        var created = Seamwright.builder()
                .url(url)
                .token(OPERATOR)
                .build()
                .workspaces()
                .createWorkspace(new WorkspaceToCreate(workspace));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        builder.environment().put("SEAMWRIGHT_BROKER_URL", url);
        builder.environment().put("SEAMWRIGHT_TOKEN", created.secret());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        assertEquals(SAID, said.replace("\r\n", "\n"));
        assertEquals(0, process.exitValue());
    }
}
