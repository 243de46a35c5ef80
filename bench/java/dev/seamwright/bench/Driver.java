package dev.seamwright.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.ArrayList;

/** Sends requests of one kind over kept connections, a bounded number for a bounded time. */
final class Driver implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final AtomicInteger next = new AtomicInteger();

    /** What some seconds of load showed; times in milliseconds. CPU is that of one request. */
    record Sample(
            int requests, double p50, double p99, double jvmCpu, double compilerCpu, double postgresCpu, double otherCores,
            long bytes) {
        double cpu() {
            return jvmCpu + postgresCpu;
        }
    }

    Sample run(Scenario scenario, Server server, int concurrency, int most, double seconds)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + (long) (seconds * 1e9);
        var left = new AtomicInteger(most);
        var bytes = new AtomicLong();
        Callable<long[]> client = () -> {
            var nanos = new long[1024];
            var count = 0;
            while (left.getAndDecrement() > 0 && System.nanoTime() < deadline) {
                var began = System.nanoTime();
                bytes.addAndGet(send(scenario));
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                nanos[count++] = System.nanoTime() - began;
            }
            return Arrays.copyOf(nanos, count);
        };
        var before = server.accounts();
        var began = System.nanoTime();
        var all = new ArrayList<long[]>();
        try (var threads = Executors.newFixedThreadPool(concurrency)) {
            var clients = new ArrayList<Future<long[]>>();
            for (var i = 0; i < concurrency; i++) {
                clients.add(threads.submit(client));
            }
            for (var one : clients) {
                all.add(one.get());
            }
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new IOException(scenario.name(), failed.getCause());
        }
        var wall = (System.nanoTime() - began) / 1e6;
        var used = server.accounts().minus(before);
        var nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        var n = nanos.length;
        return new Sample(
                n,
                nanos[n / 2] / 1e6,
                nanos[Math.min(n - 1, (int) (n * 0.99))] / 1e6,
                used.jvm() / n,
                used.compilers() / n,
                used.postgres() / n,
                (used.machine() - used.jvm() - used.postgres()) / wall,
                bytes.get() / n);
    }

    /** Sends the next request; returns the size of its answer in bytes. */
    int send(Scenario scenario) throws IOException, InterruptedException {
        var request = scenario.request().request(next.getAndIncrement()).timeout(Duration.ofSeconds(30)).build();
        var response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw new IOException("%s answered %d: %s"
                    .formatted(request.uri(), response.statusCode(), new String(response.body(), java.nio.charset.StandardCharsets.UTF_8)));
        }
        return response.body().length;
    }

    /** Whether the broker has what the scenario asks for. */
    boolean isServed(Scenario scenario) throws IOException, InterruptedException {
        var request = scenario.request().request(next.getAndIncrement()).build();
        return client.send(request, BodyHandlers.discarding()).statusCode() != 404;
    }

    @Override
    public void close() {
        client.close();
    }
}
