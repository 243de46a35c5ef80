package dev.seamwright.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.containment.Answer;
import dev.seamwright.schemadiff.openapi.containment.Budget;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import dev.seamwright.schemadiff.openapi.containment.Undeclared;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.comparison.CrossCheck;
import dev.seamwright.verifier.comparison.Strength;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** Measures what is done with OpenAPI documents, on pairs of published ones below a directory. */
final class OpenApiBench {
    /**
     * What to measure.
     *
     * @param documents where the documents are, packed with gzip
     * @param only names of sections, and words of which a pair's name has one; all, where none is given
     */
    record Options(Path documents, int repetitions, List<String> only) {
        private static final List<String> SECTIONS = List.of("cold", "warm", "peers", "cross-check", "random");

        boolean section(String name) {
            return only.contains(name) || only.stream().noneMatch(SECTIONS::contains);
        }

        boolean pair(String name) {
            return only.stream().allMatch(SECTIONS::contains) || only.stream().anyMatch(word -> !SECTIONS.contains(word) && name.contains(word));
        }
    }

    /** Two documents, and how many CPU seconds comparing them may take in the command line; 0 where nothing is promised. */
    private record Pair(String name, String before, String after, int seconds) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("github", "openapi/github/v22.0.0.json.gz", "openapi/github/v23.0.2.json.gz", 5),
            new Pair("stripe 2021-06 to 2022-02", "openapi/stripe/2021-06-07.json.gz", "openapi/stripe/2022-02-03.json.gz", 10),
            new Pair("stripe 2022-02 to 2022-07", "openapi/stripe/2022-02-03.json.gz", "openapi/stripe/2022-07-21.yaml.gz", 10),
            new Pair("stripe 2022-07 to 2023-08", "openapi/stripe/2022-07-21.yaml.gz", "openapi/stripe/2023-08-09.yaml.gz", 10),
            new Pair("discord 2025-05 to 2026-04", "openapi/discord/2025-05-12.json.gz", "openapi/discord/2026-04-15.json.gz", 0),
            new Pair("discord 2025-05 to 2026-07", "openapi/discord/2025-05-12.json.gz", "openapi/discord/2026-07-18.json.gz", 0),
            new Pair("openai 2024-12 to 2026-08", "openapi/openai/2024-12-18.yaml.gz", "openapi/openai/2026-08-21.yaml.gz", 0),
            new Pair("openai, eight days", "openapi/openai/2026-08-13.yaml.gz", "openapi/openai/2026-08-21.yaml.gz", 0),
            new Pair("kubernetes 1.12 to 1.13", "openapi/kubernetes-swagger2/v1.12.json.gz", "openapi/kubernetes-swagger2/v1.13.json.gz", 0));
    private static final List<String> COMMAND_LINE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx600m");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final int WARM = 12;
    private static final int RANDOM_SCHEMAS = 100;
    private static final int NODES = 1_000;

    private final Options options;
    private final Path directory;
    private final ObjectNode result = new ObjectMapper().createObjectNode();

    private OpenApiBench(Options options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    static void run(Options options, Path json) throws Exception {
        var directory = Files.createTempDirectory("seamwright-openapi");
        try (var peers = new Peers(0)) {
            var bench = new OpenApiBench(options, directory);
            bench.cold(peers);
            bench.warm();
            bench.crossCheck();
            bench.random();
            System.out.printf("%nLoad average at the end: %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
            if (json != null) {
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), bench.result);
            }
        } finally {
            try (var files = Files.list(directory)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    /** The document without its packing, under a name that says what it is. */
    private Path unpacked(String document) throws IOException {
        var file = directory.resolve(document.replace('/', '-').replaceFirst("\\.gz$", ""));
        if (!Files.exists(file)) {
            try (var in = new GZIPInputStream(Files.newInputStream(options.documents().resolve(document)))) {
                Files.copy(in, file);
            }
        }
        return file;
    }

    private static long peakMb(long pid) throws IOException {
        return Files.readString(Path.of("/proc/%d/status".formatted(pid)))
                .lines()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    // ------------------------------------------------------------------ each pair in a process of its own

    private void cold(Peers peers) throws Exception {
        if (!options.section("cold") && !options.section("peers")) {
            return;
        }
        System.out.printf("%n### cold%n%n| pair | target CPU s | CPU s | MB | findings | breaking | undecided | openapi-diff CPU s | it says |%n|---|---|---|---|---|---|---|---|---|%n");
        for (var pair : PAIRS) {
            if (!options.pair(pair.name())) {
                continue;
            }
            var before = unpacked(pair.before());
            var after = unpacked(pair.after());
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(COMMAND_LINE);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Once.class.getName(), before.toString(), after.toString()));
            var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            var line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor(10, TimeUnit.MINUTES);
            var fields = line.split(" ");
            var peer = options.section("peers") ? peers.openApiDiff(before, after, 1) : "|";
            System.out.printf("| %s | %s | **%s** | %s | %s | %s | %s | %s |%n", pair.name(), pair.seconds() == 0 ? "" : pair.seconds(), fields[0], fields[1], fields[2], fields[3], fields[4], peer);
            result.withObject("/cold").withObject("/" + pair.name().replace("/", " ")).put("cpu", Double.parseDouble(fields[0])).put("mb", Long.parseLong(fields[1])).put("findings", Integer.parseInt(fields[2]));
        }
    }

    /** What the command line does, in a process that says at its end what it took. */
    static final class Once {
        private Once() {}

        public static void main(String[] files) throws Exception {
            var review = OpenApiReview.of(
                    OpenApiDocument.parse(Files.readAllBytes(Path.of(files[0]))),
                    OpenApiDocument.parse(Files.readAllBytes(Path.of(files[1]))),
                    TODAY);
            var levels = review.findings().stream().map(found -> found.finding().level()).toList();
            System.out.printf(
                    "%.2f %d %d %d %d%n",
                    ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0,
                    peakMb(ProcessHandle.current().pid()),
                    levels.size(),
                    levels.stream().filter(level -> level == Level.BREAKING).count(),
                    levels.stream().filter(level -> level == Level.UNDECIDED).count());
        }
    }

    // ------------------------------------------------------------------ warm

    private void warm() throws Exception {
        if (!options.section("warm")) {
            return;
        }
        System.out.printf("%n### warm%n%nCPU of the thread, seconds, the middle of %d after %d runs%n%n| pair | reading both | comparing | ratio | other load |%n|---|---|---|---|---|%n", options.repetitions(), WARM);
        for (var pair : PAIRS) {
            if (!options.pair(pair.name())) {
                continue;
            }
            var before = Files.readAllBytes(unpacked(pair.before()));
            var after = Files.readAllBytes(unpacked(pair.after()));
            var reading = new ArrayList<Double>();
            var comparing = new ArrayList<Double>();
            var load = Cost.of(0, () -> {
                for (var run = 0; run < WARM + options.repetitions(); run++) {
                    var began = threadCpu();
                    var was = OpenApiDocument.parse(before);
                    var is = OpenApiDocument.parse(after);
                    var read = threadCpu();
                    OpenApiReview.of(was, is, TODAY);
                    if (run >= WARM) {
                        reading.add(read - began);
                        comparing.add(threadCpu() - read);
                    }
                }
                return null;
            });
            reading.sort(null);
            comparing.sort(null);
            var read = reading.get(reading.size() / 2);
            var compared = comparing.get(comparing.size() / 2);
            System.out.printf("| %s | %.2f | %.2f | **%.1f** | %.1f |%n", pair.name(), read, compared, compared / read, load.otherCores());
            result.withObject("/warm").withObject("/" + pair.name()).put("reading", read).put("comparing", compared);
        }
    }

    private static double threadCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    // ------------------------------------------------------------------ cross-check

    private void crossCheck() throws Exception {
        if (!options.section("cross-check")) {
            return;
        }
        var document = unpacked("openapi/github/v23.0.2.json.gz");
        var pact = unpacked("openapi/github/pact-examples.json.gz");
        System.out.printf("%n### cross-check%n%n| settings | reading both | the first check | the second | interactions |%n|---|---|---|---|---|%n");
        for (var settings : List.of(COMMAND_LINE, List.of("-XX:+UseSerialGC", "-Xmx600m"))) {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(settings);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Checks.class.getName(), document.toString(), pact.toString()));
            var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            var fields = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().split(" ");
            System.out.printf("| %s | %s | **%s** | %s | %s |%n", settings == COMMAND_LINE ? "command line" : "server", fields[0], fields[1], fields[2], fields[3]);
            result.withObject("/cross-check").put(settings == COMMAND_LINE ? "command line" : "server", Double.parseDouble(fields[1]));
        }
    }

    /** Checks one pact twice, and says what that took of the whole process. */
    static final class Checks {
        private Checks() {}

        public static void main(String[] files) throws Exception {
            var began = cpu();
            var document = OpenApiDocument.parse(Files.readAllBytes(Path.of(files[0])));
            var pact = Pact.parse(Files.readAllBytes(Path.of(files[1])));
            var read = cpu();
            var checked = new CrossCheck(document, Strength.ALWAYS).check(pact).checked();
            var first = cpu();
            new CrossCheck(document, Strength.ALWAYS).check(pact);
            System.out.printf("%.2f %.2f %.2f %d%n", read - began, first - read, cpu() - first, checked);
        }

        private static double cpu() {
            return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
        }
    }

    // ------------------------------------------------------------------ random recursive schemas

    private void random() {
        if (!options.section("random")) {
            return;
        }
        long most = 0;
        var answers = new int[3];
        var began = threadCpu();
        for (var seed = 0; seed < RANDOM_SCHEMAS; seed++) {
            var before = recursive(new Random(seed));
            var after = before.deepCopy();
            after.withObject("/$defs/d" + new Random(seed).nextInt(NODES)).put("maxProperties", 7);
            var containment = new Containment(Budget.DEFAULT, Undeclared.NOT_DECLARED_ELSEWHERE);
            switch (containment.of(Schema.of(before), Schema.of(after), Direction.REQUEST)) {
                case Answer.Contained _ -> answers[0]++;
                case Answer.NotContained _ -> answers[1]++;
                case Answer.Undecided _ -> answers[2]++;
            }
            most = Math.max(most, containment.pairs());
        }
        System.out.printf("%n### random%n%n%d recursive schemas of %,d nodes, one of them edited: at most %,d pairs each (budget %,d), %.1f CPU s for all; %d contained, %d not, %d undecided%n",
                RANDOM_SCHEMAS, NODES, most, Budget.DEFAULT.pairs(), threadCpu() - began, answers[0], answers[1], answers[2]);
        result.withObject("/random").put("pairs", most);
    }

    /** Objects whose members lead to others, by references, lists and alternatives. */
    private static ObjectNode recursive(Random random) {
        var root = JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/d0");
        var definitions = root.putObject("$defs");
        for (var node = 0; node < NODES; node++) {
            var properties = definitions.putObject("d" + node).put("type", "object").putObject("properties");
            properties.putObject("name").put("type", "string").put("maxLength", random.nextInt(50));
            for (var member = 0; member < 4; member++) {
                var target = "#/$defs/d" + random.nextInt(NODES);
                var property = properties.putObject("m" + member);
                switch (random.nextInt(4)) {
                    case 0 -> property.put("type", "array").putObject("items").put("$ref", target);
                    case 1 -> property.putArray("anyOf").addObject().put("type", "null");
                    default -> property.put("$ref", target);
                }
                if (property.has("anyOf")) {
                    property.withArray("anyOf").addObject().put("$ref", target);
                }
            }
        }
        return root;
    }
}
