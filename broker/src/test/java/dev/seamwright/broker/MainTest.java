package dev.seamwright.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line: in this JVM where it ends by itself, else as a process of its own with real signals. */
class MainTest {
    @TempDir
    Path directory;

    private record Result(int code, String out, String err) {}

    private static Result run(Map<String, String> environment, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code = new Main(environment, print(out), print(err)).run(args);
        var result = new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        assertFalse(result.err().contains("\tat "), result.err());
        return result;
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void help_names_every_setting_once() {
        var help = run(Map.of(), "--help");
        assertEquals(0, help.code(), help.err());
        for (var setting : dev.seamwright.broker.config.Settings.ALL) {
            assertTrue(help.out().contains("--" + setting.name()), setting.name());
        }
        assertEquals(
                "seamwright " + Broker.version(),
                run(Map.of(), "--version").out().strip());
    }

    @Test
    void wrong_usage_is_4_and_names_the_nearest_word() {
        var flag = run(Map.of(), "up", "--prot", "1");
        assertEquals(4, flag.code());
        assertEquals(
                "seamwright: '--prot' is not known; did you mean '--port'?",
                flag.err().strip());
        assertEquals(
                "seamwright: there is no command 'confg'; did you mean 'config'?",
                run(Map.of(), "confg").err().strip());
        assertEquals(4, run(Map.of("SEAMWRIGHT_PROT", "1")).code());
        assertEquals(4, run(Map.of(), "--host", "0.0.0.0").code());
        assertEquals(4, run(Map.of(), "--port").code());
    }

    @Test
    void config_prints_values_with_their_sources_and_masks_secrets() {
        var config = run(Map.of("SEAMWRIGHT_OPERATOR_TOKEN", "hidden"), "config", "--insecure", "--host", "0.0.0.0");
        assertEquals(0, config.code(), config.err());
        assertTrue(config.out().matches("(?s).*insecure +on +flag --insecure\\R.*"), config.out());
        assertTrue(config.out().matches("(?s).*operator-token +\\*{8} +SEAMWRIGHT_OPERATOR_TOKEN\\R.*"), config.out());
        assertFalse(config.out().contains("hidden"));
    }

    @Test
    void what_keeps_it_from_starting_is_one_line_and_3() throws IOException {
        try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            var refused = run(Map.of(), "--port", port, "--data-dir", directory.toString());
            assertEquals(3, refused.code());
            assertTrue(refused.err().contains("Cannot listen on 127.0.0.1 port " + port), refused.err());
            assertEquals(1, refused.err().lines().count(), refused.err());
            assertFalse(Files.exists(directory.resolve("postgres")), "it looked before it made a database");
        }
        var away = run(Map.of(), "--port", "0", "--database-url", "postgresql://app:x@127.0.0.1:1/none");
        assertEquals(3, away.code());
        assertTrue(
                away.err().startsWith("seamwright: Cannot use the database app@jdbc:postgresql://127.0.0.1:1/none: "),
                away.err());
        assertEquals(1, away.err().lines().count(), away.err());
    }

    @Test
    void a_superusers_login_alone_is_refused_with_the_way_to_do_it() {
        var database = TestDatabase.fresh();
        var superuser = TestDatabase.superuser(database);
        var refused = run(
                Map.of("SEAMWRIGHT_DATABASE_PASSWORD", superuser.password()),
                "--port",
                "0",
                "--database-url",
                superuser.url(),
                "--database-user",
                superuser.user());
        assertEquals(3, refused.code());
        assertTrue(refused.err().contains("is a superuser"), refused.err());
        assertTrue(
                refused.err().contains("--database-owner-url postgresql://OWNER:PASSWORD@HOST/DATABASE"),
                refused.err());
        assertFalse(refused.err().contains(superuser.password()), refused.err());
    }

    @Test
    void the_documented_sql_makes_roles_that_migrate_and_serve() throws Exception {
        var text = Files.readString(Path.of("../docs/operations.md"));
        var begin = text.indexOf("```sql\n") + 7;
        var sql = text.substring(begin, text.indexOf("```", begin))
                .replace("seamwright_owner", "doc_owner")
                .replace("seamwright_app", "doc_app")
                .replace("DATABASE seamwright ", "DATABASE doc ");
        var superuser = TestDatabase.superuser(TestDatabase.fresh()); // the operator's role is there already
        try (var connection = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password());
                var statement = connection.createStatement()) {
            for (var command : sql.split(";\\s*", -1)) {
                if (!command.contains("CREATE ROLE seamwright_operator")) {
                    statement.execute(command);
                }
            }
        }
        var url = superuser.url().replaceFirst("/[^/]*$", "/doc");
        var server =
                List.of("--database-url", url, "--database-user", "doc_app", "--database-password", "choose another");
        var early = run(Map.of(), args("up --port 0", server));
        assertEquals(3, early.code());
        assertTrue(early.err().contains("the schema seamwright is missing"), early.err());

        var migrated = run(
                Map.of(),
                args(
                        "migrate --database-owner-user doc_owner --database-owner-password-file "
                                + secret("choose one"),
                        server));
        assertEquals(0, migrated.code(), migrated.err());
        var login = new DatabaseSettings.Login(url, "doc_app", "choose another");
        try (var broker = TestBroker.start(new DatabaseSettings(login, null, 2, true), config -> config)) {
            assertEquals(200, broker.get("/readyz").status());
            assertEquals(404, broker.get("/pacts/provider/A/consumer/B/latest").status());
        }

        try (var owner = DriverManager.getConnection(url, "doc_owner", "choose one");
                var statement = owner.createStatement()) {
            statement.execute(
                    "DELETE FROM seamwright_ops.flyway_schema_history WHERE installed_rank = (SELECT max(installed_rank) FROM seamwright_ops.flyway_schema_history)");
        }
        var outdated = run(Map.of(), args("up --port 0", server));
        assertEquals(3, outdated.code());
        assertTrue(outdated.err().contains("Run 'seamwright migrate' with the owner's login"), outdated.err());
    }

    private static String[] args(String words, List<String> more) {
        return Stream.concat(Stream.of(words.split(" ", -1)), more.stream()).toArray(String[]::new);
    }

    private Path secret(String text) throws IOException {
        return Files.writeString(directory.resolve("secret"), text + "\n");
    }

    /** As in what a shell without job control starts in the background; children inherit it. */
    private static boolean interruptsAreIgnored() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        var ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .findFirst();
        return (ignored.orElse(0L) & 1L << 1) != 0; // SIGINT is number 2
    }

    @Test
    void up_prints_its_url_serves_and_ends_with_0_on_a_signal() throws Exception {
        var data = directory.resolve("data dir");
        for (var start = 1; start <= 2; start++) { // the second one is on existing data
            var signal = start == 1 || interruptsAreIgnored() ? "TERM" : "INT";
            var drain = start == 1 ? 10 : 1; // long enough to be asked in, on a machine that is busy too
            var log = directory.resolve("start-%d.log".formatted(start));
            var process = start(
                    log,
                    "up",
                    "--port",
                    "0",
                    "--data-dir",
                    data.toString(),
                    "--drain-seconds",
                    Integer.toString(drain),
                    "--log-format",
                    "json");
            try (var client = HttpClient.newHttpClient();
                    var lines = process.inputReader()) {
                var url = lines.readLine();
                assertNotNull(url, () -> read(log));
                assertEquals(200, status(client, url + "/readyz"), () -> read(log));

                if (start == 1) {
                    var second = start(directory.resolve("second.log"), "--port", "0", "--data-dir", data.toString());
                    assertTrue(second.waitFor(60, TimeUnit.SECONDS));
                    assertEquals(3, second.exitValue());
                    var message = read(directory.resolve("second.log"));
                    assertTrue(message.contains("already uses the data directory"), message);
                    assertFalse(message.contains("\tat "), message);
                }

                assertEquals(
                        0,
                        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                                .start()
                                .waitFor());
                if (start == 1) {
                    while (status(client, url + "/readyz") == 200) {
                        Thread.sleep(20); // the signal has not arrived
                    }
                    assertEquals(503, status(client, url + "/readyz"), "not ready while it still serves");
                    assertEquals(200, status(client, url + "/livez"), "it serves on while it drains");
                }
                assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> read(log));
                assertEquals(0, process.exitValue(), () -> read(log));
                assertTrue(read(log).contains("PostgreSQL stopped"), read(log));
                assertTrue(read(log).lines().allMatch(line -> line.startsWith("{")), read(log));
            } finally {
                process.destroyForcibly();
            }
        }
        assertTrue(
                read(directory.resolve("start-1.log")).contains("creating the database"),
                "a first start says what it does");
    }

    private static int status(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static Process start(Path log, String... args) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectError(log.toFile()).start();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
