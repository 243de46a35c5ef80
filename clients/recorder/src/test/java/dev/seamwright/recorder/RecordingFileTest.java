package dev.seamwright.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFileTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void files_are_told_apart_by_their_database() {
        var orders = new RecordingFile("orders", directory);
        var other = new RecordingFile("orders\"-db", directory);
        orders.append(List.of("{}"));
        other.append(List.of("{}"));
        assertEquals(List.of(orders.path()), RecordingFile.of("orders", directory));
        assertEquals(List.of(other.path()), RecordingFile.of("orders\"-db", directory));
        assertEquals(List.of(), RecordingFile.of("carts", directory));
    }

    @Test
    void a_directory_that_is_not_there_has_none() {
        assertEquals(List.of(), RecordingFile.of("orders", directory.resolve("missing")));
    }
}
