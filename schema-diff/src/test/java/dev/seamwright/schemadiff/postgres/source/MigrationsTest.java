package dev.seamwright.schemadiff.postgres.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationsTest {
    static Stream<Path> cases() throws IOException {
        try (var folders = Files.list(Path.of("src/test/resources/source"))) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_directory_is_read_as_its_tool_applies_it(Path folder) throws Exception {
        var told = told(folder.resolve("files"));
        var expected = folder.resolve("expected.txt");
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(expected, told);
        }
        assertEquals(Files.readString(expected), told);
    }

    @Test
    void a_file_by_itself_is_applied_statement_by_statement(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("schema.sql"), "\uFEFFCREATE TABLE t (a int);\nSELECT 1");
        var migrations = Migrations.read(file);
        assertEquals(Layout.DDL, migrations.layout());
        assertEquals(
                List.of("schema.sql"),
                migrations.steps().stream().map(MigrationStep::file).toList());
        assertEquals(
                "CREATE TABLE t (a int)",
                migrations.steps().getFirst().statements().getFirst().sql());
    }

    @Test
    void what_cannot_be_read_is_refused_with_its_name(@TempDir Path directory) throws Exception {
        assertThrows(InvalidInput.class, () -> Migrations.read(directory));
        assertThrows(InvalidInput.class, () -> Migrations.read(directory.resolve("missing")));
        Files.write(directory.resolve("latin.sql"), "SELECT 'é'".getBytes(StandardCharsets.ISO_8859_1));
        var refusal = assertThrows(InvalidInput.class, () -> Migrations.read(directory));
        assertTrue(String.valueOf(refusal.getMessage()).contains("latin.sql"), refusal.getMessage());
    }

    @Test
    void the_steps_up_to_a_version_are_counted() {
        var migrations = Migrations.of(List.of(
                new SourceFile("V1__a.sql", "SELECT 1"),
                new SourceFile("V2__b.sql", "SELECT 2"),
                new SourceFile("V3__c.sql", "SELECT 3")));
        int applied = migrations.countTo("2");
        assertEquals(2, migrations.first(applied).steps().size());
        assertEquals(
                List.of("V3__c.sql"),
                migrations.after(applied).stream().map(MigrationStep::name).toList());
        assertThrows(InvalidInput.class, () -> migrations.countTo("4"));
    }

    private static String told(Path files) {
        try {
            var migrations = Migrations.read(files);
            return migrations.layout() + "\n"
                    + migrations.steps().stream().map(MigrationsTest::told).collect(Collectors.joining())
                    + migrations.notes().stream()
                            .map(note -> "note: " + note + "\n")
                            .collect(Collectors.joining());
        } catch (InvalidInput refusal) {
            return "refused: " + refusal.getMessage() + "\n";
        }
    }

    private static String told(MigrationStep step) {
        return "%s (version %s, %s)\n"
                        .formatted(
                                step.name(),
                                step.version() == null ? "none" : step.version(),
                                step.inTransaction() ? "one transaction" : "statement by statement")
                + step.statements().stream()
                        .map(statement -> "    %s:%d: %s\n"
                                .formatted(
                                        statement.file(),
                                        statement.line(),
                                        statement.sql().replace("\n", "⏎")))
                        .collect(Collectors.joining());
    }
}
