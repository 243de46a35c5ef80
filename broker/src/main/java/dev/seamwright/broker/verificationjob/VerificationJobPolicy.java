package dev.seamwright.broker.verificationjob;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long workers have, and how often a job is tried.
 *
 * @param lease how long a worker has a job without a heartbeat
 * @param attempts after so many a job is dead
 * @param longest how long one attempt may take with heartbeats
 * @param firstPause before the second attempt; it doubles with each one
 * @param longestPause between two attempts
 */
public record VerificationJobPolicy(
        Duration lease, int attempts, Duration longest, Duration firstPause, Duration longestPause) {
    public static final VerificationJobPolicy DEFAULT = new VerificationJobPolicy(
            Duration.ofSeconds(60), 5, Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofMinutes(30));

    /** The same with another lease and number of attempts. */
    public VerificationJobPolicy with(Duration otherLease, int otherAttempts) {
        return new VerificationJobPolicy(otherLease, otherAttempts, longest, firstPause, longestPause);
    }

    /** How long to wait after an attempt that failed; between a half and the whole, so that jobs that failed together do not return together. */
    Duration pauseAfter(int attempt) {
        var whole = Math.min(firstPause.toMillis() << Math.min(Math.max(attempt - 1, 0), 20), longestPause.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(whole / 2, whole + 1));
    }
}
