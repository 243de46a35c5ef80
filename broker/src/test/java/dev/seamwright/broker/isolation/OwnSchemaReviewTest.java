package dev.seamwright.broker.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.schemadiff.postgres.rls.Review;
import dev.seamwright.schemadiff.postgres.rls.RlsReview;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reviewer that we offer, over the broker's own migrations, with the server's login. */
class OwnSchemaReviewTest {
    private static final String ROLES = "CREATE ROLE seamwright_operator; CREATE ROLE seamwright_app LOGIN";
    // what the broker makes before its migrations run
    private static final String BEFORE = """
            CREATE SCHEMA seamwright;
            CREATE SCHEMA seamwright_ops;
            CREATE TABLE seamwright_ops.flyway_schema_history (installed_rank int);
            SET search_path = seamwright;
            """;
    private static final String SESSION = "SELECT set_config('seamwright.workspace', '1', true)";

    @TempDir
    Path directory = Path.of("");

    private static List<Script> migrations() throws IOException, URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(OwnSchemaReviewTest.class.getResource("/db/migration"))
                .toURI());
        var scripts = new ArrayList<>(List.of(Script.parse("begin", BEFORE)));
        try (var files = Files.list(folder)) {
            // afterMigrate stands after all versions
            for (var file : files.sorted((a, b) -> order(a).compareTo(order(b))).toList()) {
                var sql = Files.readString(file)
                        .replace("${appRole}", "seamwright_app")
                        .replace("${operatorRole}", "seamwright_operator");
                scripts.add(Script.parse(String.valueOf(file.getFileName()), sql));
            }
        }
        return scripts;
    }

    private static String order(Path file) {
        var name = String.valueOf(file.getFileName());
        return (name.startsWith("V") ? "0" : "1") + name;
    }

    @Test
    void workspaces_are_kept_apart_and_the_one_weakness_is_known() throws IOException, URISyntaxException {
        try (var shadow = Shadow.embedded(directory.resolve("shadow"), Shadow.Limits.DEFAULT)) {
            var review = new RlsReview(shadow)
                    .review(new RlsReview.Question(
                            Script.parse("roles", ROLES),
                            migrations(),
                            "seamwright_app",
                            Script.parse("session", SESSION)));
            assertEquals(Review.Verdict.CLEAN, review.verdict(), () -> review.toString());
            // no user reaches SQL with the server's login, so nobody but the broker sets the workspace
            assertEquals(
                    List.of("rls-identity-forgeable"),
                    review.findings().stream()
                            .map(item -> item.finding().rule().id())
                            .toList());
        }
    }
}
