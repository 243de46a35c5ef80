package dev.seamwright.broker.impact;

import dev.seamwright.broker.problem.BrokerException.TooMuchWork;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Threads for what computes long: few of them, with a short queue and an end, so that questions do not stand in the way of requests. */
public final class Workbench implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int QUEUE = 32;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final ThreadPoolExecutor threads;
    private final Duration longest;

    public Workbench() {
        this(THREADS, QUEUE, LONGEST);
    }

    Workbench(int threads, int queue, Duration longest) {
        this.longest = longest;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().daemon().name("impact-", 0).factory());
        this.threads.allowCoreThreadTimeOut(true);
    }

    /**
     * What {@code work} gives, computed on one of the threads.
     *
     * @throws Unavailable when too many wait
     * @throws TooMuchWork when it takes too long; it is interrupted then
     */
    public <T> T run(Supplier<T> work) {
        var task = new FutureTask<>(work::get);
        try {
            threads.execute(task);
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException full) {
            throw new Unavailable("Too many questions of this kind are asked just now: try again shortly.");
        } catch (TimeoutException tooLong) {
            task.cancel(true);
            threads.remove(task);
            throw new TooMuchWork(
                    "The answer took more than %d seconds: ask about a smaller change.".formatted(longest.toSeconds()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            task.cancel(true);
            throw new Unavailable("The broker is stopping: ask again.");
        } catch (ExecutionException failure) {
            var cause = failure.getCause();
            if (cause instanceof RuntimeException expected) {
                throw expected;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
