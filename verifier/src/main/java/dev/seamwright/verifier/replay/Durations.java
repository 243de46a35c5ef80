package dev.seamwright.verifier.replay;

import java.time.Duration;

/** Lengths of time, for people. */
final class Durations {
    private Durations() {}

    static String words(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : "%.1f s".formatted(duration.toMillis() / 1000.0);
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
