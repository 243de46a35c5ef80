package dev.seamwright.cli.imports;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Reads several things at a time, and hands them on one at a time, in their order. */
final class ReadAhead {
    private ReadAhead() {}

    /** @param ahead how many reads may be under way, or waiting to be used; a failure ends it all */
    static <T, R> void inOrder(List<T> things, int ahead, Function<T, R> read, BiConsumer<T, R> use) {
        var waiting = new ArrayDeque<Future<R>>();
        var reader =
                Executors.newFixedThreadPool(ahead, Thread.ofPlatform().daemon().factory());
        try {
            var next = things.iterator();
            for (var thing : things) {
                while (waiting.size() < ahead && next.hasNext()) {
                    var one = next.next();
                    waiting.add(reader.submit(() -> read.apply(one)));
                }
                use.accept(thing, result(waiting.remove()));
            }
        } finally {
            reader.shutdownNow();
        }
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the import was interrupted", interrupted);
        }
    }
}
