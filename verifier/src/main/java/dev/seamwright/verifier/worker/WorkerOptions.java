package dev.seamwright.verifier.worker;

import dev.seamwright.contracts.InvalidInput;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a worker works.
 *
 * @param concurrency how many jobs at once
 * @param mostJobs after which it ends
 * @param isOnce whether it ends when there is nothing to do
 * @param held how long the broker holds a claim open
 * @param firstPause before it asks again a broker that cannot be asked; twice as long each time, up to a minute
 * @param directory where commands are started
 */
public record WorkerOptions(
        int concurrency, long mostJobs, boolean isOnce, Duration held, Duration firstPause, Path directory) {
    public static final int MOST_CONCURRENCY = 64;

    public WorkerOptions {
        if (concurrency < 1 || concurrency > MOST_CONCURRENCY) {
            throw new InvalidInput("concurrency", "is %d; give 1 to %d".formatted(concurrency, MOST_CONCURRENCY));
        }
        if (mostJobs < 1) {
            throw new InvalidInput("max-jobs", "is %d; give at least 1".formatted(mostJobs));
        }
    }
}
