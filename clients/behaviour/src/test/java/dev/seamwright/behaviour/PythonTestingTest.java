package dev.seamwright.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.behaviour.SampleBuilds.Built;
import dev.seamwright.client.model.ContractKind;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package seamwright-testing as pip lays it: its own tests, and its FastAPI sample against a broker. */
class PythonTestingTest {
    private static final Path MODULE = Path.of("../python-testing");
    private static final List<String> NEEDED =
            List.of("-c", "import fastapi, httpx, psycopg, psycopg2, pytest, sqlalchemy");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void its_own_tests() throws Exception {
        var tests = directory.resolve("tests");
        Languages.copy(MODULE.resolve("tests"), tests);
        Languages.openToDatabase(directory);
        try (var postgres = EmbeddedPostgres.start(
                EmbeddedPostgres.Settings.in(directory.resolve("samples-data")).with("fsync", "off"))) {
            var url = Map.of("DATABASE_URL", SampleServers.databaseUrl(postgres));
            var built = python(directory, url, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests");
            assertEquals(0, built.code(), built::text);
            assertTrue(built.text().matches("(?s).* passed(?!.*skipped).*"), built::text);
        }
    }

    @Test
    void a_fastapi_application_publishes_what_it_needs_and_offers() throws Exception {
        var sample = directory.resolve("sample");
        Languages.copy(MODULE.resolve("sample"), sample);
        try (var servers = SampleServers.in(directory)) {
            var settings = Map.of(
                    "DATABASE_URL",
                    servers.databaseUrl(),
                    "SEAMWRIGHT_BROKER_URL",
                    servers.url(),
                    "SEAMWRIGHT_COMMAND",
                    SampleBuilds.command(directory).toString(),
                    "SEAMWRIGHT_VERSION",
                    "1.0.0",
                    "SEAMWRIGHT_BRANCH",
                    "main");

            var kept = python(sample, settings, "-m", "pytest", "-p", "no:cacheprovider");
            assertEquals(0, kept.code(), kept::text);
            assertTrue(kept.text().contains("nothing is published"), kept::text);

            var published = new HashMap<>(settings);
            published.put("SEAMWRIGHT_FAIL_BUILD", "true");
            var built =
                    python(sample, published, "-m", "pytest", "-p", "no:cacheprovider", "--seamwright-publish=always");
            assertEquals(0, built.code(), built::text);
            assertEquals(List.of("db-usage", "openapi"), servers.kinds("shop", "1.0.0"), built::text);
            assertEquals(
                    "shop-db",
                    servers.contracts("shop", "1.0.0").stream()
                            .filter(contract -> contract.kind() == ContractKind.DB_USAGE)
                            .findFirst()
                            .orElseThrow()
                            .provider());
            assertUsage(Files.readString(sample.resolve("build/seamwright/usage-shop-db.json")), built);

            var exported = python(sample, settings, "-m", "seamwright_testing.openapi", "export", "shop.main:app");
            assertEquals(
                    Files.readString(sample.resolve("build/seamwright/openapi.json")), exported.text(), exported::text);
        }
    }

    private static void assertUsage(String document, Built built) {
        // through SQLAlchemy, through psycopg, and a value that is none
        for (var expected : List.of(
                "INSERT INTO orders (sku, quantity) VALUES ($1, $2) RETURNING orders.id",
                "orders.find(shop/orders.py:",
                "SELECT available FROM stock WHERE sku = $1 AND sku NOT LIKE $2",
                "stock.available(shop/stock.py:",
                "test tests/test_api.py::test_stock_is_told",
                "\"column\":\"available\"")) {
            assertTrue(document.contains(expected), () -> expected + " is not in " + document + "\n" + built.text());
        }
        for (var unexpected : List.of("CREATE TABLE", "INSERT INTO stock", "test-%", "lamp")) {
            assertTrue(!document.contains(unexpected), () -> unexpected + " is in " + document);
        }
    }

    private Built python(Path directory, Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(python()));
        command.addAll(List.of(arguments));
        var variables = new HashMap<>(environment);
        variables.put("PYTHONPATH", installed().toString());
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        variables.put("PYTHONIOENCODING", "utf-8");
        return SampleBuilds.run(directory, variables, command);
    }

    private static String python() {
        var python = Languages.python();
        var command = new ArrayList<>(List.of(python));
        command.addAll(NEEDED);
        var isComplete = Languages.succeeds(command);
        var told =
                "The Python helper is tested where Python has fastapi, httpx, psycopg, psycopg2, pytest and sqlalchemy.";
        if (!isComplete && System.getenv("CI") != null) {
            throw new AssertionError(told);
        }
        Assumptions.assumeTrue(isComplete, told);
        return python;
    }

    /** The wheel, unpacked: with what it says to pytest of itself. */
    private Path installed() throws IOException {
        var target = directory.resolve("site");
        if (Files.exists(target)) {
            return target;
        }
        var dist = MODULE.resolve("target/dist");
        Assumptions.assumeTrue(
                System.getenv("CI") != null || Files.exists(dist),
                "The wheel is made where Python has setuptools and wheel.");
        Path wheel;
        try (var files = Files.list(dist)) {
            wheel = files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow();
        }
        try (var zip = new ZipInputStream(Files.newInputStream(wheel), UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = target.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        return target;
    }
}
