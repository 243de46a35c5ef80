package dev.seamwright.cli.verdict;

import dev.seamwright.cli.CacheDirectory;
import dev.seamwright.cli.FileFailure;
import dev.seamwright.cli.Surroundings;
import dev.seamwright.cli.http.BrokerClient.Answered;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.verdict.SignedVerdict.Proved;
import dev.seamwright.cli.verdict.SignedVerdict.Unusable;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last answer to each question, as its broker signed it: a file a question below the user's cache directory, or one that is named. A
 * build keeps it where it likes; what was not signed is not kept.
 */
public final class LastVerdicts {
    /** What to say to a broker, so that it signs. */
    public static final String ACCEPT_SIGNATURE = SignedVerdict.WANTED;

    private final @Nullable Path named;
    private final Surroundings surroundings;

    /** @param named the file; absent: one of the cache */
    public LastVerdicts(Surroundings surroundings, @Nullable Path named) {
        this.surroundings = surroundings;
        this.named = named;
    }

    /**
     * Remembers an answer.
     *
     * @return whether there is anything to remember: a Pact Broker does not sign
     * @throws IOException when the file cannot be written
     */
    public boolean keep(String broker, VerdictQuery query, Answered answered) throws IOException {
        var signed = SignedVerdict.of(answered);
        if (signed.isEmpty()) {
            return false;
        }
        var file = file(broker, query).toAbsolutePath();
        var directory = Optional.ofNullable(file.getParent()).orElse(surroundings.directory());
        Files.createDirectories(directory);
        var part = Files.createTempFile(directory, "verdict", ".part");
        try {
            Files.write(part, Json.write(signed.get().json()));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return true;
    }

    /**
     * The last answer to this very question, or the reason why none counts.
     *
     * @param asked the question as it is sent
     */
    public Outcome recall(
            String broker, VerdictQuery query, String asked, VerdictKeys keys, Duration maxAge, String outage) {
        if (keys.isEmpty()) {
            return unusable(
                    outage,
                    "without --verdict-key the last known answer cannot be checked; 'seamwright verdict-key' prints it while the broker is up");
        }
        var file = file(broker, query);
        try {
            var proved = SignedVerdict.read(Files.readAllBytes(file))
                    .prove(asked, keys, surroundings.clock().instant(), maxAge);
            return lastKnown(proved, outage);
        } catch (NoSuchFileException none) {
            return unusable(outage, "there is no last known answer to this question here");
        } catch (Unusable reason) {
            return unusable(outage, "the last known answer does not count: " + reason.getMessage());
        } catch (InvalidInput | BrokerFailure damaged) {
            return unusable(outage, "the last known answer does not count: " + damaged.getMessage());
        } catch (IOException failure) {
            return unusable(outage, "the last known answer cannot be read: %s".formatted(FileFailure.reason(failure)));
        }
    }

    private static Outcome lastKnown(Proved proved, String outage) {
        return new Outcome.LastKnown(proved.verdict(), proved.at(), proved.age(), outage);
    }

    private static Outcome unusable(String outage, String why) {
        return new Outcome.NoVerdict(outage + "; and " + why, false);
    }

    private Path file(String broker, VerdictQuery query) {
        if (named != null) {
            return surroundings.directory().resolve(named);
        }
        var question = broker + "\n" + query.path();
        return CacheDirectory.of(surroundings)
                .resolve("verdicts")
                .resolve(Sha256.ofContent(question.getBytes(StandardCharsets.UTF_8))
                                .hex() + ".json");
    }
}
