package dev.seamwright.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is made for npm and for Python. */
class PackagesTest {
    private static final Path DIST = Path.of("../python/target/dist");
    private static final Path PYTHON = Path.of("../python/target/package/src/seamwright");

    @Test
    void the_python_client_is_written_for_python_3_9() throws Exception {
        var parse =
                "import ast, sys; [ast.parse(open(f, encoding='utf-8').read(), f, feature_version=(3, 9)) for f in sys.argv[1:]]";
        var command = new ArrayList<>(List.of(Languages.python(), "-c", parse));
        try (var modules = Files.list(PYTHON)) {
            modules.filter(module -> module.toString().endsWith(".py"))
                    .forEach(module -> command.add(module.toString()));
        }
        assertTrue(command.size() > 8, command::toString);
        run(command, Map.of());
    }

    @Test
    void a_python_broker_has_every_group_of_operations() throws Exception {
        var compare = """
                import inspect, seamwright
                from seamwright import operations
                made = {c for _, c in inspect.getmembers(operations, inspect.isclass) if c.__name__.endswith("Api")}
                held = {type(value) for value in vars(seamwright.connect()).values()}
                assert len(made) > 15 and made == held, made ^ held
                """;
        run(List.of(Languages.python(), "-c", compare), Languages.pythonEnvironment());
    }

    @Test
    void the_wheel_and_the_source_distribution_carry_the_types() throws IOException {
        Languages.python();
        Assumptions.assumeTrue(
                System.getenv("CI") != null || Files.exists(DIST),
                "The wheel is made where Python has setuptools and wheel.");
        try (var files = Files.list(DIST)) {
            // the wheel is the longer one
            var names = files.map(file -> file.getFileName().toString())
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();
            assertEquals(2, names.size(), names::toString);
            assertTrue(names.getFirst().matches("seamwright_client-.*-py3-none-any\\.whl"), names::toString);
            assertTrue(names.getLast().matches("seamwright[_-]client-.*\\.tar\\.gz"), names::toString);
            try (var wheel = new ZipFile(DIST.resolve(names.getFirst()).toFile())) {
                for (var module :
                        Stream.of("__init__", "models", "operations", "version").toList()) {
                    assertTrue(wheel.getEntry("seamwright/" + module + ".py") != null, module);
                }
                assertTrue(wheel.getEntry("seamwright/py.typed") != null, "py.typed");
            }
        }
    }

    @Test
    void the_python_client_and_its_example_are_typed() throws Exception {
        var python = Languages.python();
        var mypy = List.of(python, "-m", "mypy", "--version");
        Assumptions.assumeTrue(
                System.getenv("CI") != null || Languages.succeeds(mypy), "Types are checked where there is mypy.");
        run(
                List.of(
                        python,
                        "-m",
                        "mypy",
                        "--strict",
                        "--cache-dir=target/mypy",
                        PYTHON.toString(),
                        "../python/example/can_i_deploy.py"),
                Map.of("MYPYPATH", PYTHON.resolveSibling("").toString()));
    }

    @Test
    void the_npm_package_has_types_and_no_dependencies() throws IOException {
        var manifest = Files.readString(Languages.TYPESCRIPT.resolve("package.json"));
        assertTrue(manifest.contains("\"sideEffects\": false"), manifest);
        assertTrue(!manifest.contains("ependencies"), manifest);
        for (var file : List.of("index.js", "index.d.ts", "api.js", "api.d.ts", "version.js")) {
            assertTrue(Files.exists(Languages.TYPESCRIPT.resolve("dist").resolve(file)), file);
        }
    }

    private static void run(List<String> command, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
