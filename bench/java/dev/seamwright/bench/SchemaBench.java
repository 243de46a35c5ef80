package dev.seamwright.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.capture.Fingerprint;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import dev.seamwright.schemadiff.postgres.drift.DriftCheck;
import dev.seamwright.schemadiff.postgres.drift.Member;
import dev.seamwright.schemadiff.postgres.drift.Skew;
import dev.seamwright.schemadiff.postgres.drift.SkewGroup;
import dev.seamwright.schemadiff.postgres.drift.SkewMemory;
import dev.seamwright.schemadiff.postgres.replay.LoadableSchema;
import dev.seamwright.schemadiff.postgres.replay.Outcome;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Measures what is done with schemas, on databases of several sizes in one embedded server. */
final class SchemaBench implements AutoCloseable {
    /**
     * What to measure.
     *
     * @param sizes numbers of tables, ascending
     * @param only words of which a section's name has one
     */
    record Options(Path dataDir, List<Integer> sizes, int repetitions, int statements, int databases, List<String> only) {}

    private static final int CONTRACT_CHANGES = 300;
    private static final int REPLAY_TABLES = 250;
    private static final int SKEW_TABLES = 20;
    private static final int SKEW_SCHEMAS = 5;
    private static final int PARALLEL = 4;

    private final Options options;
    private final EmbeddedPostgres server;
    private final ObjectNode result = new ObjectMapper().createObjectNode();

    private SchemaBench(Options options, EmbeddedPostgres server) {
        this.options = options;
        this.server = server;
    }

    static SchemaBench start(Options options) throws IOException, SQLException {
        Files.createDirectories(options.dataDir());
        var directory = options.dataDir().resolve("tables");
        var load = EmbeddedPostgres.Settings.in(directory).with("fsync", "off").with("synchronous_commit", "off").with("max_wal_size", "4GB");
        try (var loading = EmbeddedPostgres.start(load)) {
            try (var connection = connect(loading, "postgres")) {
                ManyTables.roles(connection);
                load(loading, connection, options.sizes());
            }
        }
        return new SchemaBench(options, EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(directory)));
    }

    /** Each size goes on from a copy of the one before. */
    private static void load(EmbeddedPostgres server, Connection connection, List<Integer> sizes) throws SQLException {
        var before = 0;
        for (var size : sizes) {
            if (!exists(connection, "tables_" + size)) {
                var began = System.nanoTime();
                Sql.run(connection, "DROP DATABASE IF EXISTS loading");
                Sql.run(connection, "CREATE DATABASE loading TEMPLATE " + (before == 0 ? "template1" : "tables_" + before));
                try (var loading = connect(server, "loading")) {
                    ManyTables.make(loading, before, size);
                }
                Sql.run(connection, "ALTER DATABASE loading RENAME TO tables_" + size);
                System.err.printf("%,d tables made in %.0f s%n", size, (System.nanoTime() - began) / 1e9);
            }
            before = size;
        }
    }

    private static boolean exists(Connection connection, String database) throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM pg_database WHERE datname = '%s'".formatted(database)) > 0;
    }

    private static String url(EmbeddedPostgres server, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), database);
    }

    private static Connection connect(EmbeddedPostgres server, String database) throws SQLException {
        return DriverManager.getConnection(url(server, database), "postgres", server.password());
    }

    private interface Section {
        void run() throws Exception;
    }

    void run() throws Exception {
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("capture", this::capture);
        sections.put("diff", this::diff);
        sections.put("replay", this::replay);
        sections.put("shadow", this::shadow);
        sections.put("skew", this::skew);
        sections.put("peers", this::peers);
        for (var section : sections.entrySet()) {
            if (options.only().stream().anyMatch(section.getKey()::contains)) {
                System.out.printf("%n### %s%n%n", section.getKey());
                section.getValue().run();
            }
        }
        System.out.printf("%nLoad average at the end: %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
    }

    /** Writes every figure as JSON. */
    void write(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), result);
    }

    @Override
    public void close() {
        server.close();
    }

    // ------------------------------------------------------------------ capture, fingerprint, heap

    private void capture() throws Exception {
        System.out.println("CPU seconds, JVM + PostgreSQL; median of %d, the first (cold) one in brackets; other load in cores"
                .formatted(options.repetitions() - 1));
        System.out.println();
        System.out.println("| tables | facts | capture | its queries, dropped | ratio | plain catalogs, dropped | ratio | heap held / at most, MiB | hash of the server's | fingerprint | row versions of 11 catalogs | more | other load |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (var size : options.sizes()) {
            var log = options.dataDir().resolve("reader-%d.gc.log".formatted(size));
            Files.deleteIfExists(log);
            var costs = read(size, log);
            var capture = Cost.median(warm(costs, "capture"));
            var queries = Cost.median(warm(costs, "queries"));
            var catalogs = Cost.median(warm(costs, "catalogs"));
            var hash = Cost.median(warm(costs, "hash"));
            var fingerprint = Cost.median(warm(costs, "fingerprint"));
            var versions = Cost.median(warm(costs, "row-versions"));
            int facts;
            try (var connection = connect(server, "tables_" + size)) {
                facts = Capture.of(connection).facts().size();
            }
            System.out.printf(
                    "| %,d | %,d | %s | %s | **%.2f** | %s | %.2f | %.0f / %.0f | %s | %s | %s | **%+.2f** | %.1f |%n",
                    size,
                    facts,
                    told(capture, costs.get("capture").getFirst()),
                    told(queries, costs.get("queries").getFirst()),
                    capture.cpu() / queries.cpu(),
                    told(catalogs, costs.get("catalogs").getFirst()),
                    capture.cpu() / catalogs.cpu(),
                    Server.heap(log, "Pause Full"),
                    Server.heap(log, "Pause"),
                    told(hash, costs.get("hash").getFirst()),
                    told(fingerprint, costs.get("fingerprint").getFirst()),
                    told(versions, costs.get("row-versions").getFirst()),
                    fingerprint.cpu() / versions.cpu() - 1,
                    capture.otherCores());
            var json = result.withObject("/capture/tables-" + size).put("facts", facts);
            costs.forEach((name, all) -> json.putPOJO(name, all));
            json.put("heapHeld", Server.heap(log, "Pause Full")).put("heapMost", Server.heap(log, "Pause"));
        }
    }

    private static List<Cost> warm(Map<String, List<Cost>> costs, String name) {
        var all = costs.getOrDefault(name, List.of());
        return all.subList(1, all.size());
    }

    private static String told(Cost warm, Cost cold) {
        return "%.2f = %.2f + %.2f (%.2f)".formatted(warm.cpu(), warm.jvm(), warm.postgres(), cold.cpu());
    }

    /** In a process with the heap and the collector of {@code ./seamwright up}. */
    private Map<String, List<Cost>> read(int size, Path log) throws IOException, InterruptedException {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:gc:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                SchemaReader.class.getName(),
                url(server, "tables_" + size),
                server.password(),
                Long.toString(server.pid()),
                Integer.toString(options.repetitions()));
        var process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var costs = new HashMap<String, List<Cost>>();
        try (var lines = process.inputReader()) {
            lines.lines().map(line -> line.split(" ", 3)).filter(line -> line.length == 3).forEach(line ->
                    costs.computeIfAbsent(line[0], absent -> new ArrayList<>()).add(Cost.parse(line[2])));
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The reader of %,d tables ended with %d.".formatted(size, process.exitValue()));
        }
        return costs;
    }

    // ------------------------------------------------------------------ diff

    private void diff() throws Exception {
        System.out.println("| tables | facts | read the document | diff with %d facts changed | its differences | diff of equal ones |".formatted(CONTRACT_CHANGES));
        System.out.println("|---|---|---|---|---|---|");
        for (var size : options.sizes()) {
            DatabaseSchema before;
            try (var connection = connect(server, "tables_" + size)) {
                before = Capture.of(connection);
            }
            var document = document(before);
            var changedDocument = document(changed(before));
            var read = new ArrayList<Cost>();
            var diffs = new ArrayList<Cost>();
            var equal = new ArrayList<Cost>();
            var differences = 0;
            var same = read(document);
            var after = read(changedDocument);
            for (var i = 0; i < options.repetitions(); i++) {
                read.add(Cost.of(server.pid(), () -> read(document)));
                diffs.add(Cost.of(server.pid(), () -> SchemaDiff.between(before, after)));
                equal.add(Cost.of(server.pid(), () -> SchemaDiff.between(before, same)));
                differences = SchemaDiff.between(before, after).changes().size();
            }
            System.out.printf(
                    "| %,d | %,d | %.2f | **%.3f** (first %.2f) | %d | %.3f |%n",
                    size,
                    before.facts().size(),
                    Cost.median(read).jvm(),
                    Cost.median(diffs).jvm(),
                    diffs.getFirst().jvm(),
                    differences,
                    Cost.median(equal).jvm());
            result.withObject("/diff/tables-" + size).putPOJO("read", read).putPOJO("diff", diffs).putPOJO("equal", equal);
        }
    }

    private static byte[] document(DatabaseSchema schema) throws IOException {
        var out = new ByteArrayOutputStream();
        DatabaseSchemaJson.write(schema, out);
        return out.toByteArray();
    }

    private static DatabaseSchema read(byte[] document) throws IOException {
        return DatabaseSchemaJson.read(new ByteArrayInputStream(document));
    }

    /** Of every so many facts one is changed, left out, or there under another name too. */
    private static DatabaseSchema changed(DatabaseSchema schema) {
        var facts = new ArrayList<Fact>();
        var step = schema.facts().size() / CONTRACT_CHANGES;
        for (var i = 0; i < schema.facts().size(); i++) {
            var fact = schema.facts().get(i);
            if (i % step != 0 || fact.key().kind() == Kind.COLUMN_ORDER) {
                facts.add(fact);
                continue;
            }
            switch (i / step % 3) {
                case 0 -> {
                    var payload = (ObjectNode) fact.members();
                    facts.add(Fact.of(fact.key(), payload.put("comment", "another")));
                }
                case 1 -> {
                    var identity = new ArrayList<>(fact.key().identity());
                    identity.set(identity.size() - 1, identity.getLast() + "_too");
                    facts.add(fact);
                    facts.add(new Fact(new Fact.Key(fact.key().kind(), identity), fact.payload()));
                }
                default -> {} // left out
            }
        }
        return new DatabaseSchema(
                schema.origin(), facts, schema.objectIds(), schema.unmodelled(), schema.extensionMembers());
    }

    // ------------------------------------------------------------------ replay and shadow

    private static final Shadow.Limits LIMITS =
            new Shadow.Limits(Duration.ofMinutes(10), Duration.ofSeconds(60), 4L << 30, 2L << 30);

    private Path shadowDirectory() {
        return options.dataDir().resolve("shadow");
    }

    private long shadowPostmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(shadowDirectory().resolve("cluster/postmaster.pid")).getFirst().strip());
    }

    /** The statements alone: what a run takes with all of them, less what it takes with the first ten. */
    private void replay() throws Exception {
        DatabaseSchema schema;
        try (var loading = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(options.dataDir().resolve("replay")).with("fsync", "off"))) {
            try (var connection = connect(loading, "postgres")) {
                ManyTables.roles(connection);
                if (!exists(connection, "replay")) {
                    Sql.run(connection, "CREATE DATABASE replay");
                    try (var database = connect(loading, "replay")) {
                        ManyTables.make(database, 0, REPLAY_TABLES);
                    }
                }
            }
            try (var connection = connect(loading, "replay")) {
                schema = Capture.of(connection);
            }
        }
        var few = ManyStatements.of(10, REPLAY_TABLES);
        var many = ManyStatements.of(options.statements(), REPLAY_TABLES);
        var loadable = LoadableSchema.of(schema);
        try (var shadow = Shadow.embedded(shadowDirectory(), LIMITS)) {
            var replay = new QueryReplay(shadow);
            var outcomes = new HashMap<String, Integer>();
            replay.verify(loadable, List.of(few));
            var postmaster = shadowPostmaster();
            System.out.println("| statements | the schema alone, CPU s (clock) | with the statements | statements a CPU second | a second on the clock | outcomes | other load |");
            System.out.println("|---|---|---|---|---|---|---|");
            for (var i = 0; i < options.repetitions(); i++) {
                outcomes.clear();
                var alone = Cost.of(postmaster, () -> replay.verify(loadable, List.of(few)));
                var all = Cost.of(postmaster, () -> {
                    for (var one : replay.verify(loadable, List.of(many)).getFirst().results()) {
                        outcomes.merge(word(one.outcome()), 1, Integer::sum);
                    }
                    return outcomes;
                });
                var count = many.statements().size() - few.statements().size();
                System.out.printf(
                        "| %,d | %.2f (%.2f) | %.2f = %.2f + %.2f (%.2f) | **%,.0f** | %,.0f | %s | %.1f |%n",
                        count,
                        alone.cpu(),
                        alone.wall(),
                        all.cpu(),
                        all.jvm(),
                        all.postgres(),
                        all.wall(),
                        count / (all.cpu() - alone.cpu()),
                        count / (all.wall() - alone.wall()),
                        outcomes,
                        all.otherCores());
                result.withArray("/replay").addPOJO(List.of(alone, all));
            }
        }
    }

    private static String word(Outcome outcome) {
        return outcome.getClass().getSimpleName();
    }

    private void shadow() throws Exception {
        try (var shadow = Shadow.embedded(shadowDirectory(), LIMITS)) {
            Callable<?> ready = () -> shadow.run(List.of("bench_reader", "bench_writer"), database -> {
                try (var connection = database.connect()) {
                    return connection.isValid(1);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            var began = System.nanoTime();
            ready.call();
            var first = (System.nanoTime() - began) / 1e9;
            var postmaster = shadowPostmaster();
            var waits = new ArrayList<Double>();
            var whole = new ArrayList<Cost>();
            for (var i = 0; i < 3 * options.repetitions(); i++) {
                Thread.sleep(1000); // the next database is made meanwhile
                whole.add(Cost.of(postmaster, () -> {
                    var asked = System.nanoTime();
                    return shadow.run(List.of("bench_reader", "bench_writer"), database -> {
                        try (var connection = database.connect()) {
                            waits.add((System.nanoTime() - asked) / 1e9);
                            return connection.isValid(1);
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                }));
            }
            var together = new ArrayList<Cost>();
            for (var i = 0; i < options.repetitions(); i++) {
                together.add(Cost.of(postmaster, ready));
            }
            waits.sort(null);
            System.out.printf(
                    "Connected to a new database of the running shadow after %.3f s on the clock (%.3f to %.3f, median of %d); a whole empty run %.3f CPU s; back to back %.3f s on the clock, %.3f CPU s. With the server's start %.1f s.%n",
                    waits.get(waits.size() / 2),
                    waits.getFirst(),
                    waits.getLast(),
                    waits.size(),
                    Cost.median(whole).cpu(),
                    Cost.median(together).wall(),
                    Cost.median(together).cpu(),
                    first);
            result.withObject("/shadow").putPOJO("ready", waits).putPOJO("run", whole).putPOJO("backToBack", together);
        }
    }

    // ------------------------------------------------------------------ skew

    private void skew() throws Exception {
        var directory = options.dataDir().resolve("skew");
        try (var loading = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(directory).with("fsync", "off").with("full_page_writes", "off"))) {
            loadSkew(loading);
        }
        try (var group = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(directory))) {
            skew(group);
        }
    }

    private void loadSkew(EmbeddedPostgres loading) throws SQLException {
        try (var connection = connect(loading, "postgres")) {
            ManyTables.roles(connection);
            for (var i = 0; i < SKEW_SCHEMAS; i++) {
                var template = "schema_" + i;
                if (!exists(connection, template)) {
                    Sql.run(connection, "CREATE DATABASE " + template);
                    try (var database = connect(loading, template)) {
                        ManyTables.make(database, 0, SKEW_TABLES);
                        for (var column = 0; column < i; column++) {
                            Sql.run(database, "ALTER TABLE %s ADD COLUMN extra_%d text".formatted(ManyTables.name(column), column));
                        }
                    }
                }
            }
            for (var i = 0; i < options.databases(); i++) {
                if (!exists(connection, "tenant_%04d".formatted(i))) {
                    Sql.run(connection, "CREATE DATABASE tenant_%04d TEMPLATE schema_%d STRATEGY file_copy".formatted(i, i % SKEW_SCHEMAS));
                    if (i % 2 == 1) {
                        // a history of its own: the same schema in other rows of the catalogs
                        try (var database = connect(loading, "tenant_%04d".formatted(i))) {
                            Sql.run(database, "ALTER TABLE %1$s ADD COLUMN for_now text; ALTER TABLE %1$s DROP COLUMN for_now".formatted(ManyTables.name(9)));
                        }
                    }
                }
            }
        }
    }

    private void skew(EmbeddedPostgres group) throws Exception {
        var members = new ArrayList<Member>();
        for (var i = 0; i < options.databases(); i++) {
            var name = "tenant_%04d".formatted(i);
            members.add(new Member(name, () -> connect(group, name)));
        }
        System.out.println("| databases | schemas | comparison, CPU s | a capture | a fingerprint | five captures and so many fingerprints | ratio | ratio of once more | effort | clock, s | other load |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        var comparison = new SkewGroup(List.of(), Optional.empty(), DriftCheck.strict(), PARALLEL);
        comparison.compare(members.subList(0, Math.min(20, members.size()))); // warm
        var sets = new LinkedHashMap<String, List<Member>>();
        sets.put("copies of templates", everySecond(members, 0));
        sets.put("each changed by itself", everySecond(members, 1));
        sets.put("all", members);
        for (var set : sets.entrySet()) {
            var captures = each(group, set.getValue(), Capture::of);
            var fingerprints = each(group, set.getValue(), Fingerprint::of);
            var memory = new SkewMemory();
            var skews = new ArrayList<Skew>();
            var cost = Cost.of(group.pid(), () -> skews.add(comparison.compare(set.getValue(), memory)));
            var again = Cost.of(group.pid(), () -> skews.add(comparison.compare(set.getValue(), memory)));
            var expected = SKEW_SCHEMAS * captures.cpu() + set.getValue().size() * fingerprints.cpu();
            System.out.printf(
                    "| %,d: %s | %d | **%.1f** = %.1f + %.1f | %.3f | %.3f | %.1f | **%.2f** | **%.2f** | %s | %.1f | %.1f |%n",
                    set.getValue().size(),
                    set.getKey(),
                    skews.getFirst().variants().size(),
                    cost.cpu(),
                    cost.jvm(),
                    cost.postgres(),
                    captures.cpu(),
                    fingerprints.cpu(),
                    expected,
                    cost.cpu() / expected,
                    again.cpu() / expected,
                    skews.getFirst().effort(),
                    cost.wall(),
                    cost.otherCores());
            result.withArray("/skew").addPOJO(List.of(captures, fingerprints, cost, again));
        }
    }

    private static List<Member> everySecond(List<Member> members, int first) {
        var some = new ArrayList<Member>();
        for (var i = first; i < members.size(); i += 2) {
            some.add(members.get(i));
        }
        return some;
    }

    private interface Reading {
        Object read(Connection connection) throws SQLException;
    }

    /** Of one database, by a connection of its own, as in a comparison. */
    private Cost each(EmbeddedPostgres group, List<Member> members, Reading reading) throws Exception {
        var some = members.subList(0, Math.min(50, members.size()));
        return Cost.of(group.pid(), () -> {
                    var read = new ArrayList<>();
                    for (var member : some) {
                        try (var connection = member.connector().open()) {
                            read.add(reading.read(connection));
                        }
                    }
                    return read;
                })
                .dividedBy(some.size());
    }

    // ------------------------------------------------------------------ peers

    private void peers() throws Exception {
        var size = options.sizes().getFirst();
        var database = "tables_" + size;
        var other = "changed_" + size;
        try (var connection = connect(server, "postgres")) {
            if (!exists(connection, other)) {
                Sql.run(connection, "CREATE DATABASE %s TEMPLATE %s".formatted(other, database));
                try (var changed = connect(server, other)) {
                    for (var table = 0; table < size; table += 20) {
                        Sql.run(changed, "ALTER TABLE %s ADD COLUMN extra text".formatted(ManyTables.name(table)));
                    }
                }
            }
        }
        System.out.println("| tables | work | CPU s, client + PostgreSQL | clock, s | found |");
        System.out.println("|---|---|---|---|---|");
        for (var i = 0; i < 2; i++) {
            var changes = new ArrayList<Integer>();
            var cost = Cost.of(server.pid(), () -> {
                try (var one = connect(server, database);
                        var two = connect(server, other)) {
                    return changes.add(SchemaDiff.between(Capture.of(one), Capture.of(two)).changes().size());
                }
            });
            System.out.printf(
                    "| %,d | Seamwright, two captures and the diff%s | **%.1f** = %.1f + %.1f | %.1f | %d changes |%n",
                    size,
                    i == 0 ? "" : ", once more",
                    cost.cpu(),
                    cost.jvm(),
                    cost.postgres(),
                    cost.wall(),
                    changes.getFirst());
        }
        try (var peers = new Peers(server.pid())) {
            System.out.println(peers.schemaCrawler(size, url(server, database), server.password()));
            System.out.println(peers.migra(
                    size, server.port(), server.password(), database, other));
        }
    }
}
