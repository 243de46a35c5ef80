package dev.seamwright.schemadiff.postgres.rls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.server.TestServer;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script of a finding, run by psql on a database with the schema and nothing else, shows what it says. */
@Tag("slow")
class RlsScriptsTest {
    private static final Path PSQL = Path.of("/usr/lib/postgresql/15/bin/psql");
    private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/.*");
    // what PostgreSQL draws anew in each database
    private static final Pattern DRAWN = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:[+-]\\d\\d(?::\\d\\d)?)?");

    @TempDir
    static Path directory = Path.of("");

    static Shadow shadow = Shadow.embedded(directory, Shadow.Limits.DEFAULT);

    @BeforeAll
    static void start() {
        shadow = Shadow.embedded(directory.resolve("shadow"), Shadow.Limits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        shadow.close();
    }

    static Stream<String> proved() {
        return RlsFixture.ids().filter(id -> !RlsFixture.of(id).verdict("leak").equals("unknown"));
    }

    @ParameterizedTest
    @MethodSource("proved")
    void a_script_shows_on_a_fresh_database_what_it_says(String id) throws Exception {
        var fixture = RlsFixture.of(id);
        var review = new RlsReview(shadow).review(fixture.question("leak"));
        for (var item : review.findings()) {
            if (item.proved() && !item.finding().witness().isEmpty()) {
                replay(fixture, item.finding().rule().id(), item.finding().witness());
            }
        }
        if (fixture.verdict("leak").equals("leak")) {
            assertTrue(
                    review.findings().stream()
                            .anyMatch(item -> item.finding().rule().id().equals(id)
                                    && !item.finding().witness().isEmpty()),
                    review::toString);
        }
    }

    private static void replay(RlsFixture fixture, String rule, List<String> script) throws Exception {
        var server = TestServer.embedded();
        var before = roles(server);
        var database = "witness";
        server.execute("postgres", "DROP DATABASE IF EXISTS witness");
        server.execute("postgres", "CREATE DATABASE witness TEMPLATE template0");
        try {
            server.execute("postgres", fixture.text("leak", "roles.sql"));
            server.execute(database, fixture.schema("leak"));
            for (var role : roles(server)) {
                if (!before.contains(role)) {
                    server.execute("postgres", "ALTER ROLE %s PASSWORD '%s'".formatted(role, server.password()));
                }
            }
            var answer = psql(server, database, script);
            assertShows(rule, script, answer);
        } finally {
            server.execute("postgres", "DROP DATABASE witness WITH (FORCE)");
            for (var role : roles(server)) {
                if (!before.contains(role)) {
                    server.execute("postgres", "DROP OWNED BY %s; DROP ROLE %1$s".formatted(role));
                }
            }
        }
    }

    private static List<String> roles(TestServer server) throws SQLException {
        try (var connection = server.connect("postgres")) {
            return Catalog.query(connection, "SELECT quote_ident(rolname) FROM pg_roles", row -> row.getString(1));
        }
    }

    private static String psql(TestServer server, String database, List<String> script)
            throws IOException, InterruptedException {
        var file = Files.createTempFile(directory, "witness", ".sql");
        Files.write(file, script);
        var url = URL.matcher(server.url(database));
        assertTrue(url.matches());
        var builder = new ProcessBuilder(PSQL.toString(), "-X", "-f", file.toString()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("PGHOST", url.group(1));
        environment.put("PGPORT", url.group(2));
        environment.put("PGUSER", "postgres");
        environment.put("PGPASSWORD", server.password());
        environment.put("PGDATABASE", database);
        environment.put("PATH", PSQL.getParent() + ":" + environment.get("PATH"));
        var process = builder.start();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), answer);
        return answer;
    }

    /** What stands in the script's comments is what psql has answered. */
    private static void assertShows(String rule, List<String> script, String answer) {
        var lines = answer.lines().map(Witness::oneLine).toList();
        var expected = new ArrayList<String>();
        for (var line : script) {
            if (line.startsWith("--   * ")) {
                // an act on a sequence: its answer is another one each time
                assertTrue(answer.matches("(?s).*\\d.*"), () -> rule + "\n" + answer);
                expected.add("");
            } else if (line.startsWith("--   ")) {
                expected.add(line.substring("--   ".length()));
            } else if (line.startsWith("-- with the row of the other tenant: ERROR ")) {
                var state = line.replaceFirst(".*?: ERROR (\\w{5}):.*", "$1");
                assertTrue(answer.contains("SQLSTATE " + state), () -> rule + "\n" + answer);
            } else if (line.startsWith("-- with the row of the other tenant: ")) {
                assertTrue(answer.contains("SQLSTATE 00000"), () -> rule + "\n" + answer);
            }
        }
        for (var shown : new HashSet<>(expected)) {
            var isChange = shown.matches("[-+] .*");
            var text = isChange ? shown.substring(2) : shown;
            var exactly = lines.stream().filter(line -> line.contains(text)).count();
            var times = exactly > 0
                    ? exactly
                    : lines.stream()
                            .filter(line -> plain(line).contains(plain(text)))
                            .count();
            // a row that is gone is there before, and one that is new is there afterwards
            assertTrue(
                    isChange ? times == 1 : times > 0,
                    () -> "%s: '%s' is there %d times:%n%s%n%s"
                            .formatted(rule, text, times, String.join("\n", script), answer));
        }
        assertTrue(
                !expected.isEmpty() || script.stream().anyMatch(line -> line.startsWith("-- with the row")),
                () -> rule + " says nothing:\n" + String.join("\n", script));
    }

    private static String plain(String line) {
        return DRAWN.matcher(line).replaceAll("…");
    }
}
