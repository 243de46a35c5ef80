package dev.seamwright.schemadiff.postgres.seam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeamRulesTest {
    private static final Path CASES = Path.of("src/test/resources/seam");
    private static final TestServer SERVER = TestServer.embedded();

    /** All but those that need pgvector, which the embedded server does not have. */
    static Stream<Path> cases() throws IOException {
        return all().filter(folder -> !folder.getFileName().toString().startsWith("vector-"));
    }

    static Stream<Path> vectorCases() throws IOException {
        return all().filter(folder -> folder.getFileName().toString().startsWith("vector-"));
    }

    static Stream<Path> streamCases() throws IOException {
        return cases().filter(folder -> Files.exists(folder.resolve("before.sql")));
    }

    private static Stream<Path> all() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_rule_finds_what_its_folder_shows(Path folder) throws Exception {
        shows(folder, findings(folder));
    }

    static void shows(Path folder, List<Finding> findings) throws IOException {
        var found = text(findings);
        var expected = folder.resolve("expected.txt");
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(expected, found);
        }
        assertEquals(Files.readString(expected), found);
        assertTrue(found.contains(" " + folder.getFileName() + " "), found);
    }

    @ParameterizedTest
    @MethodSource("streamCases")
    void what_did_not_change_is_no_finding(Path folder) throws Exception {
        var schema = capture(SERVER.database(read(folder, "before.sql")));
        assertEquals(List.of(), ChangeStream.review(schema, schema, Set.of()));
    }

    @Test
    void every_rule_has_an_id_of_its_own_and_a_folder() throws Exception {
        var ids = SeamRules.ALL.stream().map(Rule::id).toList();
        assertEquals(ids.size(), new HashSet<>(ids).size());
        assertEquals(
                new HashSet<>(ids),
                all().map(folder -> folder.getFileName().toString()).collect(Collectors.toSet()));
    }

    private static List<Finding> findings(Path folder) throws Exception {
        if (Files.exists(folder.resolve("before.sql"))) {
            var database = SERVER.database(read(folder, "before.sql"));
            var before = capture(database);
            SERVER.execute(database, read(folder, "change.sql"));
            return ChangeStream.review(before, capture(database), Set.of());
        }
        if (Files.exists(folder.resolve("needs.json"))) {
            return roleFindings(folder);
        }
        var giver = capture(SERVER.database(read(folder, "giver.sql")));
        var taker = capture(SERVER.database(read(folder, "taker.sql")));
        if (Files.exists(folder.resolve("keys.json"))) {
            return LogicalKey.parse(Files.readAllBytes(folder.resolve("keys.json"))).stream()
                    .flatMap(key -> LogicalKeys.of(key).between(giver, taker).stream())
                    .toList();
        }
        return folder.getFileName().toString().startsWith("foreign-")
                ? ForeignTables.of("away").between(giver, taker)
                : Replication.review(giver, taker);
    }

    private static List<Finding> roleFindings(Path folder) throws Exception {
        var database = SERVER.database(read(folder, "schema.sql"));
        var contract = Json.parse(Files.readAllBytes(folder.resolve("needs.json")));
        var needs = contract.path("needs")
                .valueStream()
                .map(need -> new Need(
                        need.path("schema").asText(),
                        need.path("relation").asText(),
                        need.path("column").asText(),
                        Need.Action.valueOf(need.path("action").asText())))
                .toList();
        try (var connection = SERVER.connect(database)) {
            return RoleContract.review(connection, contract.path("role").asText(), needs);
        }
    }

    static String read(Path folder, String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private static DatabaseSchema capture(String database) throws SQLException {
        try (var connection = SERVER.connect(database)) {
            return Capture.of(connection);
        }
    }

    private static String text(List<Finding> findings) {
        return findings.stream()
                .map(finding -> "%s %s %s\n    %s\n"
                        .formatted(
                                finding.level().word().toUpperCase(Locale.ROOT),
                                finding.rule().id(),
                                finding.subject(),
                                finding.message()))
                .collect(Collectors.joining());
    }
}
