package dev.seamwright.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.replay.InteractionFilter;
import dev.seamwright.verifier.replay.PactReplay;
import dev.seamwright.verifier.replay.ProviderHttp;
import dev.seamwright.verifier.replay.Redaction;
import dev.seamwright.verifier.replay.ReplayOptions;
import dev.seamwright.verifier.replay.ReplayResult.Verdict;
import dev.seamwright.verifier.replay.ReplayTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures what an interaction costs, against a provider that answers at once, beside Pact JVM's own runner. */
final class ReplayBench {
    /**
     * What to measure.
     *
     * @param workers at most so many, each a process with a provider of its own, in powers of two
     * @param repetitions the pact is replayed so often in one process; the first one is told apart, and of the others the best and the middle one
     */
    record Options(int interactions, int repetitions, int parallel, int workers) {}

    private static final List<String> SETTINGS = List.of("-XX:+UseSerialGC", "-Xmx512m");

    private ReplayBench() {}

    static void run(Options options, Path json) throws Exception {
        var directory = Files.createTempDirectory("seamwright-replay");
        var pact = directory.resolve("pact.json");
        Files.writeString(pact, pact(options.interactions()));
        var provider = java(SETTINGS, System.getProperty("java.class.path"), Provider.class.getName());
        try (var peers = new Peers(0);
                var lines = provider.inputReader(StandardCharsets.UTF_8)) {
            var url = lines.readLine();
            var result = new ObjectMapper().createObjectNode();
            System.out.printf(
                    "%n### %,d interactions, %d times%n%n| by | at once | first time: ms an interaction | CPU ms | then, middle: ms | CPU ms | best: ms |%n|---|---|---|---|---|---|---|%n",
                    options.interactions(), options.repetitions());
            var common = List.of(url, pact.toString(), Integer.toString(options.repetitions()));
            line("the requests alone", 1, ours(Requests.class, common, 1), options, result);
            line("Seamwright", 1, ours(Replays.class, common, 1), options, result);
            line("Seamwright", options.parallel(), ours(Replays.class, common, options.parallel()), options, result);
            line("Pact JVM's runner", 1, peers.pactJvm(common), options, result);
            System.out.printf("%n| workers, each with a provider of its own | interactions a second, all together | CPU ms an interaction |%n|---|---|---|%n");
            for (var workers = 1; workers <= options.workers(); workers *= 2) {
                together(workers, pact, options, result);
            }
            System.out.printf("%nLoad average at the end: %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
            if (json != null) {
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), result);
            }
        } finally {
            provider.destroy();
            Files.delete(pact);
            Files.delete(directory);
        }
    }

    /** Workers that begin at the same time: what they do together in a second, from the middle of what each repeats. */
    private static void together(int workers, Path pact, Options options, ObjectNode result) throws Exception {
        var providers = new ArrayList<Process>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outputs = new ArrayList<Future<String>>();
            for (var i = 0; i < workers; i++) {
                var provider = java(SETTINGS, System.getProperty("java.class.path"), Provider.class.getName());
                providers.add(provider);
                var url = provider.inputReader(StandardCharsets.UTF_8).readLine();
                outputs.add(threads.submit(
                        () -> ours(Replays.class, List.of(url, pact.toString(), Integer.toString(options.repetitions())), 1)));
            }
            var rate = 0.0;
            var cpu = 0.0;
            for (var output : outputs) {
                var later = times(output.get()).stream().skip(1).toList();
                rate += options.interactions() * 1000.0 / middle(later, 0);
                cpu += middle(later, 1) / (double) options.interactions() / workers;
            }
            System.out.printf("| %d | **%,.0f** | %.2f |%n", workers, rate, cpu);
            result.withObject("/workers " + workers).put("perSecond", rate).put("cpuMillis", cpu);
        } finally {
            providers.forEach(Process::destroy);
        }
    }

    private static List<String[]> times(String output) {
        return output.strip().lines().filter(line -> line.matches("\\d+ \\d+")).map(line -> line.split(" ")).toList();
    }

    private static long middle(List<String[]> times, int column) {
        var sorted = times.stream().mapToLong(time -> Long.parseLong(time[column])).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String pact(int interactions) {
        return IntStream.range(0, interactions)
                .mapToObj(i -> """
                        {"description": "order %d", "request": {"method": "GET", "path": "/orders/%d", "query": {"expand": ["lines"]},
                          "headers": {"Accept": "application/json"}},
                         "response": {"status": 200, "headers": {"Content-Type": "application/json"},
                           "body": {"id": %d, "state": "paid", "total": 12.5, "lines": [{"sku": "a-1", "quantity": 2}]},
                           "matchingRules": {"body": {"$.total": {"matchers": [{"match": "decimal"}]},
                             "$.lines": {"matchers": [{"match": "type", "min": 1}]},
                             "$.lines[*].sku": {"matchers": [{"match": "regex", "regex": "[a-z]-\\\\d+"}]}}}}}
                        """.formatted(i, i, i))
                .collect(Collectors.joining(
                        ",",
                        "{\"consumer\": {\"name\": \"web\"}, \"provider\": {\"name\": \"orders\"}, \"interactions\": [",
                        "], \"metadata\": {\"pactSpecification\": {\"version\": \"3.0.0\"}}}"));
    }

    private static Process java(List<String> settings, String classPath, String main, String... args) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(settings);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String ours(Class<?> main, List<String> common, int parallel) throws IOException, InterruptedException {
        var args = new ArrayList<>(common);
        args.add(Integer.toString(parallel));
        var process = java(SETTINGS, System.getProperty("replay"), main.getName(), args.toArray(String[]::new));
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** @param output a line a repetition: milliseconds on the clock, and of CPU */
    private static void line(String by, int parallel, String output, Options options, ObjectNode result) {
        var times = times(output);
        if (times.size() < 2) {
            System.out.printf("| %s | %d | %s | | | | |%n", by, parallel, output.strip().lines().findFirst().orElse("nothing"));
            return;
        }
        var n = (double) options.interactions();
        var later = times.subList(1, times.size());
        var best = later.stream().mapToLong(time -> Long.parseLong(time[0])).min().orElseThrow();
        System.out.printf(
                "| %s | %d | %.2f | %.2f | %.2f | **%.2f** | %.2f |%n",
                by, parallel, Long.parseLong(times.getFirst()[0]) / n, Long.parseLong(times.getFirst()[1]) / n,
                middle(later, 0) / n, middle(later, 1) / n, best / n);
        result.withObject("/" + by + " " + parallel)
                .put("firstMillis", Long.parseLong(times.getFirst()[0]) / n)
                .put("millis", middle(later, 0) / n)
                .put("cpuMillis", middle(later, 1) / n);
    }

    /** CPU of this process, compiler and collector included. */
    private static long cpuMillis() throws IOException {
        var text = Files.readString(Path.of("/proc/self/stat"));
        var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }

    /** A provider that keeps the pact, and prints its URL. */
    static final class Provider {
        private Provider() {}

        public static void main(String[] args) throws IOException {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/orders/", exchange -> {
                var id = exchange.getRequestURI().getPath().substring("/orders/".length());
                var body = "{\"id\": %s, \"state\": \"paid\", \"total\": 99.5, \"lines\": [{\"sku\": \"b-2\", \"quantity\": 2}]}"
                        .formatted(id)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
        }
    }

    /** Replays the pact again and again. */
    static final class Replays {
        private Replays() {}

        public static void main(String[] args) throws Exception {
            var document = Files.readAllBytes(Path.of(args[1]));
            var options = new ReplayOptions(Integer.parseInt(args[3]), false, Duration.ofSeconds(30), Duration.ofMinutes(10));
            for (var run = 0; run < Integer.parseInt(args[2]); run++) {
                var began = System.nanoTime();
                var cpu = cpuMillis();
                try (var replay = new PactReplay(ReplayTarget.at(args[0]), options, new Redaction(List.of(), List.of()))) {
                    var result = replay.replay("web", Pact.parse(document), InteractionFilter.ALL, _ -> {});
                    if (result.verdict() != Verdict.VERIFIED) {
                        throw new IllegalStateException(result.log());
                    }
                }
                System.out.printf("%d %d%n", (System.nanoTime() - began) / 1_000_000, cpuMillis() - cpu);
            }
        }
    }

    /** Sends the same requests and looks at nothing: what no verifier can do without. */
    static final class Requests {
        private Requests() {}

        public static void main(String[] args) throws Exception {
            var size = Pact.parse(Files.readAllBytes(Path.of(args[1]))).interactions().size();
            for (var run = 0; run < Integer.parseInt(args[2]); run++) {
                var began = System.nanoTime();
                var cpu = cpuMillis();
                try (var client = new ProviderHttp()) {
                    for (var i = 0; i < size; i++) {
                        var uri = URI.create("%s/orders/%d?expand=lines".formatted(args[0], i));
                        var accept = List.of(new ProviderHttp.Header("Accept", "application/json"));
                        client.send(new ProviderHttp.Request("GET", uri, accept, null), Duration.ofSeconds(30));
                    }
                }
                System.out.printf("%d %d%n", (System.nanoTime() - began) / 1_000_000, cpuMillis() - cpu);
            }
        }
    }
}
