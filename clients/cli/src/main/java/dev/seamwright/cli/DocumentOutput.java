package dev.seamwright.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a document goes. A picocli mixin. */
final class DocumentOutput {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write the document. Default: the standard output.")
    private @Nullable String file;

    /**
     * Writes the document, and says what it is where nobody takes that for the document.
     *
     * @throws UsageFailure when the file cannot be written
     */
    void write(Surroundings surroundings, byte[] document, String summary) {
        if (file == null) {
            surroundings.out().println(new String(document, StandardCharsets.UTF_8).stripTrailing());
            surroundings.err().println(summary);
            return;
        }
        try {
            Files.write(surroundings.directory().resolve(file), document);
        } catch (IOException failure) {
            throw new UsageFailure("%s cannot be written: %s".formatted(file, FileFailure.reason(failure)));
        }
        surroundings.out().println("%s Written to %s.".formatted(summary, file));
    }
}
