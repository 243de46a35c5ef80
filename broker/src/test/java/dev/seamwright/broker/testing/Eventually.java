package dev.seamwright.broker.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What becomes true by itself, soon. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private Eventually() {}

    /** The first value that pleases, or the last one when none does in a minute: an assertion then tells what it is. */
    public static <T> T get(Supplier<T> value, Predicate<T> pleases) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var current = value.get();
            if (pleases.test(current) || System.nanoTime() > end) {
                return current;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
