package dev.seamwright.verifier.replay;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what pacts can make endless: a regular expression that explodes cannot be interrupted, so its thread is left behind when the
 * time is over, and counted.
 */
final class Guard implements AutoCloseable {
    /** Bodies nest, and Pact JVM's readers and comparisons recurse. */
    private static final long STACK_BYTES = 16L * 1024 * 1024;

    private static final AtomicInteger LEFT_BEHIND = new AtomicInteger();

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(null, work, "comparison", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    });

    /** How many threads of this process still work on what was given up. */
    static int leftBehind() {
        return LEFT_BEHIND.get();
    }

    /**
     * @param whenLate the cause and the words for what takes longer than the limit
     * @throws ReplayFailure when it is late, too deep or too large; what else it fails with comes as the cause of an
     *     {@link ExecutionException}
     */
    <T> T run(Duration limit, Callable<T> work, String whenLate) throws ReplayFailure, ExecutionException {
        var task = new FutureTask<>(work);
        threads.execute(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            giveUp(task);
            throw new ReplayFailure(
                    Cause.COMPARISON_TIMED_OUT, whenLate + " took longer than " + Durations.words(limit), late);
        } catch (InterruptedException interrupted) {
            giveUp(task);
            Thread.currentThread().interrupt();
            throw new ReplayFailure(Cause.CANCELLED, "The replay was given up", interrupted);
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case StackOverflowError deep ->
                    throw new ReplayFailure(Cause.INVALID_PACT, whenLate + " nests too deeply", deep);
                case OutOfMemoryError large ->
                    throw new ReplayFailure(Cause.TOO_LARGE, whenLate + " needs more memory than there is", large);
                case Error fatal -> throw fatal;
                case null, default -> throw failure;
            }
        }
    }

    /** Counts its thread for as long as it runs on. */
    private void giveUp(FutureTask<?> task) {
        LEFT_BEHIND.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            try {
                task.get();
            } catch (ExecutionException | InterruptedException _) {
                // nobody waits for it any more
            } finally {
                LEFT_BEHIND.decrementAndGet();
            }
        });
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
