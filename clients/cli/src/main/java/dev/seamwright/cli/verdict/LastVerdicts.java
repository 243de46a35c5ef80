package dev.seamwright.cli.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.CacheDirectory;
import dev.seamwright.cli.Surroundings;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The last answer to each question, a file a question, below the user's cache directory. */
public final class LastVerdicts {
    private final Path directory;
    private final Surroundings surroundings;

    /** An answer of the past. */
    public record Remembered(Verdict verdict, Instant at) {}

    public LastVerdicts(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.directory = CacheDirectory.of(surroundings).resolve("verdicts");
    }

    /**
     * Remembers an answer.
     *
     * @param matrix as the broker gave it
     * @throws IOException when the cache cannot be written
     */
    public void keep(String broker, VerdictQuery query, JsonNode matrix) throws IOException {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("broker", broker);
        json.put("question", query.path());
        json.put("at", surroundings.clock().instant().toString());
        json.set("matrix", matrix);
        Files.createDirectories(directory);
        var part = Files.createTempFile(directory, "verdict", ".part");
        try {
            Files.write(part, Json.write(json));
            Files.move(part, file(broker, query), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The last answer to this very question, if it was ever given here and its file is sound. */
    public Optional<Remembered> recall(String broker, VerdictQuery query) {
        var file = file(broker, query);
        try {
            var json = Json.parse(Files.readAllBytes(file), 200);
            var verdict = Verdict.ofMatrix(file.toString(), json.path("matrix"));
            return Optional.of(
                    new Remembered(verdict, Instant.parse(json.path("at").asText())));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | InvalidInput | BrokerFailure | DateTimeException damaged) {
            surroundings.err().println("The remembered verdict in %s cannot be used: %s".formatted(file, damaged));
            return Optional.empty();
        }
    }

    private Path file(String broker, VerdictQuery query) {
        var question = broker + "\n" + query.path();
        return directory.resolve(
                Sha256.ofContent(question.getBytes(StandardCharsets.UTF_8)).hex() + ".json");
    }
}
