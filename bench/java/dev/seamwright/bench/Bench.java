package dev.seamwright.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.seamwright.bench.Driver.Sample;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.EmbeddedDatabase;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The benchmarks' command line; {@code help} prints what it does. */
public final class Bench {
    private static final String HELP = """
            bench/run load     --size S|S10|M|L --data-dir DIR  makes a data directory with the data set
            bench/run check    --data-dir DIR                compares the projections with what follows from the facts
            bench/run requests --size M|L --data-dir DIR     measures requests; prints a Markdown table
                      [--only WORDS] [--seconds 10] [--most 2000] [--warm-up-seconds 60] [--warm-up 4000] [--json FILE]
            bench/run compare  --size M|L --data-dir DIR --other-data-dir DIR [--other-size M|L] [--other-seamwright PATH]
                      measures two brokers in turns, of other data or of another build; prints medians and ratios
                      [--only WORDS] [--rounds 10] [--requests 200] [--warm-up-seconds 60]
            bench/run plans    --size M|L --data-dir DIR     prints the query plans [--only WORDS]
            bench/run start    --data-dir DIR [--runs 5]     measures starts with existing data
            bench/run schema   --data-dir DIR                measures what is done with schemas; makes the databases when they are not there
                      [--tables 1000,5000,10000] [--only capture,diff,replay,shadow,skew,peers] [--repetitions 6]
                      [--statements 5000] [--databases 100] [--json FILE]
            bench/run openapi  --documents DIR               measures comparisons of published OpenAPI documents
                      [--only cold,warm,peers,cross-check,random,github,stripe,discord,openai,kubernetes] [--repetitions 6] [--json FILE]
            bench/run replay                                 measures replays of a pact, beside Pact JVM's own runner
                      [--interactions 1000] [--repetitions 6] [--parallel 2] [--workers 4] [--json FILE]
            bench/run jobs     --data-dir DIR                measures claims from a long queue, and planning; fills the queue when it is empty
                      [--jobs 100000] [--claims 1000] [--threads 8]
            bench/run impact   --data-dir DIR                measures what breaks if a column is dropped, or an API changed; on data set M, with a
                      database and a document that are published when they are not there [--questions 100] [--warm-up-seconds 30]
            bench/run ui       --size S|S10|M|L --data-dir DIR  measures the web UI in Chromium
                      [--only shell,screens,matrix,graph,requests] [--runs 7] [--json FILE] [--beside JSON,...]
            """;

    private final Map<String, String> options;

    private Bench(Map<String, String> options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        var options = new HashMap<String, String>();
        for (var i = 1; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        var bench = new Bench(options);
        switch (args.length == 0 ? "help" : args[0]) {
            case "load" -> bench.load();
            case "check" -> bench.check();
            case "requests" -> bench.requests();
            case "compare" -> bench.compare();
            case "plans" -> bench.plans();
            case "start" -> bench.start();
            case "schema" -> bench.schema();
            case "openapi" -> bench.openApi();
            case "replay" -> bench.replay();
            case "jobs" -> bench.jobs();
            case "impact" -> bench.impact();
            default -> System.out.print(HELP);
        }
    }

    private String option(String name, String fallback) {
        return options.getOrDefault("--" + name, fallback);
    }

    private Path dataDir() {
        return Path.of(option("data-dir", "bench/target/data-" + option("size", "M"))).toAbsolutePath();
    }

    private DataSet data() {
        return DataSet.of(option("size", "M"));
    }

    private void load() throws SQLException, IOException {
        var began = System.nanoTime();
        Files.createDirectories(dataDir());
        try (var embedded = EmbeddedDatabase.start(dataDir(), 1)) {
            Database.open(embedded.settings(), Clock.systemUTC()).close();
        }
        var settings = EmbeddedPostgres.Settings.in(dataDir().resolve("postgres"))
                .with("maintenance_work_mem", "256MB")
                .with("work_mem", "256MB")
                .with("max_wal_size", "4GB");
        try (var postgres = EmbeddedPostgres.start(settings);
                var connection = Server.database(postgres)) {
            Loader.load(data(), connection, "default");
            System.out.printf("loaded in %.0f s; rows:%n", (System.nanoTime() - began) / 1e9);
            for (var table : List.of("participant", "version", "seam", "publication", "content", "verification", "latest_verification")) {
                System.out.printf("  %-20s %,d%n", table, Sql.number(connection, "SELECT count(*) FROM " + table));
            }
            System.out.printf(
                    "  database: %,d MB%n", Sql.number(connection, "SELECT pg_database_size('seamwright') / 1000000"));
        }
    }

    private void check() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(dataDir().resolve("postgres")).with("work_mem", "256MB"));
                var connection = Server.database(postgres)) {
            var wrong = Projections.check(connection);
            if (!wrong.isEmpty()) {
                throw new IllegalStateException("Projections are wrong: " + wrong);
            }
            System.out.println("every projection is right");
        }
    }

    private List<Scenario> scenarios(Server server) throws IOException, SQLException {
        return scenarios(server, data());
    }

    private List<Scenario> scenarios(Server server, DataSet data) throws IOException, SQLException {
        var shas = new HashMap<String, String>();
        try (var connection = server.database()) {
            for (var line : Sql.lines(connection, """
                    SELECT DISTINCT ON (consumer_id, provider_id) c.name || ' ' || p.name || ' ' || pact_sha
                      FROM content JOIN participant c ON c.participant_id = consumer_id JOIN participant p ON p.participant_id = provider_id
                     ORDER BY consumer_id, provider_id, content_id
                    """)) {
                shas.put(line.substring(0, line.lastIndexOf(' ')), line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        var only = Arrays.stream(option("only", "").split(",")).map(String::strip).toList();
        return Scenario.all(data, server.url, shas).stream()
                .filter(scenario -> only.stream().anyMatch(scenario.name()::contains))
                .toList();
    }

    // ms of CPU a request: what the compiler takes when it has done with what a request runs
    private static final double COMPILED = 0.1;

    /** A line of the result. */
    private record Line(String request, Double target, int roundTrips, Sample alone, Sample eight) {}

    private void requests() throws Exception {
        var lines = new ArrayList<Line>();
        var warmUp = Double.parseDouble(option("warm-up-seconds", "60"));
        var seconds = Double.parseDouble(option("seconds", "10"));
        var most = Integer.parseInt(option("most", "2000"));
        var warmUpRequests = Integer.parseInt(option("warm-up", "4000"));
        try (var server = Server.start(dataDir());
                var driver = new Driver()) {
            var served = new ArrayList<Scenario>();
            for (var scenario : scenarios(server)) {
                if (driver.isServed(scenario)) {
                    served.add(scenario);
                } else {
                    System.err.println("not served: " + scenario.name());
                }
            }
            System.out.println("| request | target, CPU ms | CPU ms in all | JVM | of it JIT | PostgreSQL | round trips | p50 / p99 ms, 1 client | CPU ms, 8 clients | p50 / p99 ms, 8 clients | answer, bytes | requests | other load, cores |");
            System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
            for (var scenario : served) {
                for (var round = 0; round < 8; round++) {
                    var sample = driver.run(scenario, server, 2, warmUpRequests, warmUp);
                    if (sample.compilerCpu() < COMPILED) {
                        break;
                    }
                }
                var alone = driver.run(scenario, server, 1, most, seconds);
                var eight = driver.run(scenario, server, 8, most, seconds);
                var transactions = Statements.capture(server, () -> driver.send(scenario));
                var roundTrips = transactions.stream().mapToInt(Statements::roundTrips).max().orElse(0);
                var line = new Line(scenario.name(), scenario.target(), roundTrips, alone, eight);
                lines.add(line);
                print(line);
            }
            System.out.printf(
                    "%nHeap in use: after a full collection %.0f MiB, after any collection at most %.0f MiB. Load average: %s%n",
                    server.heapAfterCollection(),
                    server.heapPeak(),
                    Files.readString(Path.of("/proc/loadavg")).strip());
        }
        if (options.containsKey("--json")) {
            var result = new LinkedHashMap<String, Object>();
            result.put("size", data().name());
            result.put("lines", lines);
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(Path.of(option("json", "")).toFile(), result);
        }
    }

    /** In turns: what the machine does beside it, and how fast it happens to be, is the same for both. */
    private void compare() throws Exception {
        var otherDir = Path.of(options.get("--other-data-dir")).toAbsolutePath();
        var warmUp = Double.parseDouble(option("warm-up-seconds", "60"));
        var requests = Integer.parseInt(option("requests", "200"));
        try (var server = Server.start(dataDir());
                var other = Server.ofBuild(option("other-seamwright", System.getProperty("seamwright")), otherDir);
                var driver = new Driver()) {
            var scenarios = scenarios(server);
            var others = scenarios(other, DataSet.of(option("other-size", option("size", "M"))));
            System.out.println("| request | CPU ms: JVM + PostgreSQL | other: JVM + PostgreSQL | other / first |");
            System.out.println("|---|---|---|---|");
            for (var i = 0; i < scenarios.size(); i++) {
                var until = System.nanoTime() + (long) (warmUp * 1e9);
                while (System.nanoTime() < until) {
                    driver.run(scenarios.get(i), server, 1, requests / 4, warmUp);
                    driver.run(others.get(i), other, 1, requests / 4, warmUp);
                }
                var first = new ArrayList<Sample>();
                var second = new ArrayList<Sample>();
                var ratios = new ArrayList<Double>();
                for (var round = 0; round < Integer.parseInt(option("rounds", "10")); round++) {
                    first.add(driver.run(scenarios.get(i), server, 1, requests, warmUp));
                    second.add(driver.run(others.get(i), other, 1, requests, warmUp));
                    ratios.add(second.getLast().cpu() / first.getLast().cpu());
                }
                System.out.printf(
                        "| %s | %.2f + %.2f | %.2f + %.2f | **%.2f** |%n",
                        scenarios.get(i).name(),
                        median(first, Sample::jvmCpu),
                        median(first, Sample::postgresCpu),
                        median(second, Sample::jvmCpu),
                        median(second, Sample::postgresCpu),
                        median(ratios, Double::doubleValue));
            }
        }
    }

    private static <T> double median(List<T> of, ToDoubleFunction<T> value) {
        var values = of.stream().mapToDouble(value).sorted().toArray();
        return values[values.length / 2];
    }

    private static void print(Line line) {
        var one = line.alone();
        var eight = line.eight();
        System.out.printf(
                "| %s | %s | **%.2f** | %.2f | %.2f | %.2f | %d | %.1f / %.1f | %.2f | %.1f / %.1f | %,d | %d + %d | %.1f |%n",
                line.request(),
                line.target() == null ? "" : line.target(),
                one.cpu(),
                one.jvmCpu(),
                one.compilerCpu(),
                one.postgresCpu(),
                line.roundTrips(),
                one.p50(),
                one.p99(),
                eight.cpu(),
                eight.p50(),
                eight.p99(),
                one.bytes(),
                one.requests(),
                eight.requests(),
                one.otherCores());
    }

    private void plans() throws Exception {
        try (var server = Server.start(dataDir());
                var driver = new Driver();
                var connection = server.database()) {
            for (var scenario : scenarios(server)) {
                if (!driver.isServed(scenario)) {
                    continue;
                }
                for (var i = 0; i < 10; i++) {
                    driver.send(scenario);
                }
                var transactions = Statements.capture(server, () -> driver.send(scenario));
                System.out.printf("%n### %s%n%n```%s```%n", scenario.name(), Statements.plans(connection, transactions.getLast()));
            }
        }
    }

    private void schema() throws Exception {
        var measured = new SchemaBench.Options(
                Path.of(option("data-dir", "bench/target/data-schema")).toAbsolutePath(),
                Arrays.stream(option("tables", "1000,5000,10000").split(",")).map(Integer::valueOf).sorted().toList(),
                Integer.parseInt(option("repetitions", "6")),
                Integer.parseInt(option("statements", "5000")),
                Integer.parseInt(option("databases", "100")),
                Arrays.stream(option("only", "").split(",")).map(String::strip).toList());
        try (var schemas = SchemaBench.start(measured)) {
            schemas.run();
            if (options.containsKey("--json")) {
                schemas.write(Path.of(option("json", "")));
            }
        }
    }

    private void jobs() throws Exception {
        JobBench.run(new JobBench.Options(
                Path.of(option("data-dir", "bench/target/data-jobs")).toAbsolutePath(),
                Integer.parseInt(option("jobs", "100000")),
                Integer.parseInt(option("claims", "1000")),
                Integer.parseInt(option("threads", "8"))));
    }

    private void impact() throws Exception {
        ImpactBench.run(new ImpactBench.Options(
                dataDir(),
                Integer.parseInt(option("questions", "100")),
                Double.parseDouble(option("warm-up-seconds", "30"))));
    }

    private void openApi() throws Exception {
        OpenApiBench.run(
                new OpenApiBench.Options(
                        Path.of(option("documents", "bench/target/documents")).toAbsolutePath(),
                        Integer.parseInt(option("repetitions", "6")),
                        Arrays.stream(option("only", "").split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList()),
                options.containsKey("--json") ? Path.of(option("json", "")) : null);
    }

    private void replay() throws Exception {
        ReplayBench.run(
                new ReplayBench.Options(
                        Integer.parseInt(option("interactions", "1000")),
                        Integer.parseInt(option("repetitions", "6")),
                        Integer.parseInt(option("parallel", "2")),
                        Integer.parseInt(option("workers", "4"))),
                options.containsKey("--json") ? Path.of(option("json", "")) : null);
    }

    private void start() throws Exception {
        var cpu = new ArrayList<Double>();
        var wall = new ArrayList<Double>();
        for (var run = 0; run < Integer.parseInt(option("runs", "5")); run++) {
            try (var server = Server.start(dataDir())) {
                cpu.add(server.startCpu / 1000);
                wall.add(server.startWall / 1000);
            }
        }
        cpu.sort(null);
        wall.sort(null);
        System.out.printf(
                "Start to first answer: %.2f CPU-seconds of the JVM (%.2f to %.2f), %.1f s on the clock (%.1f to %.1f); median of %d%n",
                cpu.get(cpu.size() / 2),
                cpu.getFirst(),
                cpu.getLast(),
                wall.get(wall.size() / 2),
                wall.getFirst(),
                wall.getLast(),
                cpu.size());
    }
}
