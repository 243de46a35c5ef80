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
 * @param build how long the provider's own CI has for a result before others may do the job
 */
public record VerificationJobPolicy(
        Duration lease, int attempts, Duration longest, Duration firstPause, Duration longestPause, Duration build) {
    public static final VerificationJobPolicy DEFAULT = new VerificationJobPolicy(
            Duration.ofSeconds(60), 5, Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofMinutes(30));

    /** With an hour for builds. */
    public VerificationJobPolicy(
            Duration lease, int attempts, Duration longest, Duration firstPause, Duration longestPause) {
        this(lease, attempts, longest, firstPause, longestPause, Duration.ofHours(1));
    }

    /** The same with another time for builds. */
    public VerificationJobPolicy build(Duration time) {
        return new VerificationJobPolicy(lease, attempts, longest, firstPause, longestPause, time);
    }

    /** The same with another lease and number of attempts. */
    public VerificationJobPolicy with(Duration otherLease, int otherAttempts) {
        return new VerificationJobPolicy(otherLease, otherAttempts, longest, firstPause, longestPause, build);
    }

    /** How long to wait after an attempt that failed; between a half and the whole, so that jobs that failed together do not return together. */
    Duration pauseAfter(int attempt) {
        var whole = Math.min(firstPause.toMillis() << Math.min(Math.max(attempt - 1, 0), 20), longestPause.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(whole / 2, whole + 1));
    }
}
