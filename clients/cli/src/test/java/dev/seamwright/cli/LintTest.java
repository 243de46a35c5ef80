package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.Golden;
import dev.seamwright.cli.testing.TestCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintTest {
    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void write() throws IOException {
        var migrations = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(directory.resolve("schema.sql"), "CREATE TABLE orders (id int, note text);\n");
        Files.writeString(migrations.resolve("2_index.sql"), "\nCREATE INDEX ON orders (note);\n");
        Files.writeString(
                migrations.resolve("10_drop.sql"),
                "SET lock_timeout = '1s';\nALTER TABLE orders DROP COLUMN note; -- seamwright:ignore column-removed nobody reads it\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "markdown", "sarif", "junit"})
    void findings_are_printed_with_file_and_line(String format) throws IOException {
        var outcome = new TestCli(directory).run("lint", "migrations", "--schema", "schema.sql", "-o", format);
        assertEquals("", outcome.err());
        assertEquals(1, outcome.code());
        Golden.assertMatches("lint/" + format + ".txt", outcome.out());
    }

    @Test
    void what_is_only_risky_passes_where_breaking_is_the_limit() {
        var outcome =
                new TestCli(directory).run("lint", "migrations", "--schema", "schema.sql", "--fail-on", "breaking");
        assertEquals(0, outcome.code());
    }

    @Test
    void wrong_usage_is_told_from_findings() {
        var cli = new TestCli(directory);
        assertEquals(4, cli.run("lint", "missing.sql").code());
        assertEquals(4, cli.run("lint", "migrations", "--postgres-version", "9").code());
        var refused = cli.run("lint", "migrations", "--schema", "migrations/2_index.sql");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("the schema at line"), refused.err());
    }
}
