package dev.seamwright.schemadiff.postgres.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint.Question;
import dev.seamwright.schemadiff.postgres.server.TestServer;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A shadow whose PostgreSQL does not tell how it parses statements: Debian's 15. */
@Tag("slow")
class OldShadowTest {
    @Test
    void the_lint_says_what_it_needs_and_a_plan_does_without() throws Exception {
        var debian = TestServer.debian();
        var database = debian.database("CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        try (var live = debian.connect(database);
                var data = TestServer.embedded().connect("postgres");
                var shadow = Shadow.given(
                        debian.url("postgres"), "postgres", debian.password(), data, Shadow.Limits.DEFAULT)) {
            var question = new Question(new Script("schema", List.of()), List.of(), 15, false, Map.of());
            var refusal =
                    assertThrows(MigrationLint.ShadowTooOld.class, () -> new MigrationLint(shadow).judge(question));
            assertTrue(String.valueOf(refusal.getMessage()).contains("PostgreSQL 17 or newer"));

            var migration = List.of(MigrationStep.of(Script.parse("1.sql", "CREATE INDEX ON orders (note)")));
            var reviewed = new StepReview(shadow).review(Capture.of(live), migration, Map.of(), Map.of());
            assertEquals(Map.of(), reviewed.steps());
            assertTrue(reviewed.notes().getLast().startsWith("Locks and hazards are not told."));
        }
    }
}
