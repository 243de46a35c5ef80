package dev.seamwright.schemadiff.postgres.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationStepTest {
    private static Script script(String sql) {
        return Script.parse("1.sql", sql);
    }

    private static List<List<String>> commits(MigrationStep step) {
        return step.commits().stream()
                .map(commit ->
                        commit.statements().stream().map(Script.Statement::sql).toList())
                .toList();
    }

    @Test
    void a_step_is_one_transaction_unless_a_statement_cannot_be_in_one() {
        assertTrue(MigrationStep.of(script("SELECT 1; SELECT 2")).inTransaction());
        assertFalse(MigrationStep.of(script("SELECT 1; CREATE INDEX CONCURRENTLY i ON t (a)"))
                .inTransaction());
        assertFalse(MigrationStep.of(script("BEGIN; SELECT 1; COMMIT")).inTransaction());
    }

    @Test
    void without_a_transaction_each_statement_and_each_transaction_of_the_statements_is_committed_by_itself() {
        assertEquals(
                List.of(List.of("SELECT 1", "SELECT 2")),
                commits(MigrationStep.of(script("SELECT 1; SELECT 2"), true)));
        assertEquals(
                List.of(
                        List.of("SELECT 1"),
                        List.of("BEGIN", "SELECT 2", "ROLLBACK TO a", "COMMIT"),
                        List.of("SELECT 3")),
                commits(MigrationStep.of(script("SELECT 1; BEGIN; SELECT 2; ROLLBACK TO a; COMMIT; SELECT 3"), false)));
    }

    @Test
    void the_text_has_each_statement_in_its_line() {
        var step = MigrationStep.of(script("-- first\nSELECT 1; SELECT 2 -- two\n;\n\nSELECT\n3"));
        assertEquals(step.statements(), Script.parse("1.sql", step.text()).statements());
    }
}
