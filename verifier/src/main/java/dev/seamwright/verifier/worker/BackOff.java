package dev.seamwright.verifier.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Pauses that grow, and end at once when the worker is to stop. */
final class BackOff {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Duration first;
    private final CountDownLatch stopping;
    private Duration next;

    BackOff(Duration first, CountDownLatch stopping) {
        this.first = first;
        this.stopping = stopping;
        this.next = first;
    }

    void reset() {
        next = first;
    }

    /** Whether there was nothing to wait for lately. */
    boolean isCalm() {
        return next.equals(first);
    }

    /** Waits between half of the pause and all of it, so that workers do not all come back at once. */
    void pause() throws InterruptedException {
        pause(LONGEST);
    }

    /** @param most not longer than this */
    void pause(Duration most) throws InterruptedException {
        var millis = Math.max(1, Math.min(next.toMillis(), most.toMillis()));
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        var jittered = ThreadLocalRandom.current().nextLong(millis / 2, millis + 1);
        if (stopping.getCount() == 0) {
            Thread.sleep(Math.min(jittered, 1000));
        } else {
            stopping.await(jittered, TimeUnit.MILLISECONDS);
        }
    }
}
