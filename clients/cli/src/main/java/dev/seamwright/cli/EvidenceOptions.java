package dev.seamwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the provider's own verification says. A picocli mixin. */
final class EvidenceOptions {
    /** Whether the provider keeps its document. */
    enum Outcome {
        SUCCESS,
        FAILURE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--evidence",
            paramLabel = "OUTCOME",
            description =
                    "Whether the provider's own verification says that it keeps the document: ${COMPLETION-CANDIDATES}.")
    private @Nullable Outcome outcome;

    @Option(
            names = {"--evidence-exit-code", "--verification-exit-code"},
            paramLabel = "CODE",
            description = "The same as the exit code of the tool: 0 is success.")
    private @Nullable Integer exitCode;

    @Option(
            names = {"--evidence-file", "--verification-results"},
            paramLabel = "FILE",
            description = "What the tool wrote, as text.")
    private @Nullable Path file;

    @Option(
            names = {"--evidence-content-type", "--verification-results-content-type"},
            paramLabel = "TYPE",
            description = "Its media type, application/xml for example.")
    private @Nullable String contentType;

    @Option(
            names = {"--evidence-format", "--verification-results-format"},
            paramLabel = "FORMAT",
            description = "What the tool calls its form.")
    private @Nullable String format;

    @Option(names = "--verifier", paramLabel = "TOOL", description = "The tool, schemathesis for example.")
    private @Nullable String verifier;

    @Option(names = "--verifier-version", paramLabel = "VERSION", description = "Its version.")
    private @Nullable String verifierVersion;

    /**
     * The evidence as the broker's API takes it; null: none is given.
     *
     * @throws UsageFailure when it does not say whether it is one of success, or its file cannot be read
     */
    @Nullable
    ObjectNode evidence(Surroundings surroundings) {
        if (outcome != null && exitCode != null) {
            throw new UsageFailure("Give one of --evidence and --evidence-exit-code.");
        }
        if (outcome == null && exitCode == null) {
            if (file != null || contentType != null || format != null || verifier != null || verifierVersion != null) {
                throw new UsageFailure("Say what the verification found: --evidence success, or --evidence failure.");
            }
            return null;
        }
        var evidence = JsonNodeFactory.instance.objectNode();
        evidence.put("success", outcome == Outcome.SUCCESS || (exitCode != null && exitCode == 0));
        put(evidence, "verifier", verifier);
        put(evidence, "verifierVersion", verifierVersion);
        if (file != null) {
            put(evidence, "content", content(surroundings, file));
            put(evidence, "contentType", contentType);
            put(evidence, "format", format);
        }
        return evidence;
    }

    private static void put(ObjectNode evidence, String member, @Nullable String value) {
        if (value != null) {
            evidence.put(member, value);
        }
    }

    private static String content(Surroundings surroundings, Path file) {
        try {
            return Files.readString(surroundings.directory().resolve(file));
        } catch (IOException unreadable) {
            throw new UsageFailure("%s cannot be read as text: %s".formatted(file, FileFailure.reason(unreadable)));
        }
    }
}
