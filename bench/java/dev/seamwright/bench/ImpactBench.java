package dev.seamwright.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What breaks, asked of a broker with data set M: of a database of 100 tables whose statements 60 of the services have published, in three versions
 * each, and of the hub's API, which 30 services consume. Another column or operation at each question.
 */
final class ImpactBench {
    /**
     * @param dataDir loaded with data set M
     * @param questions that are measured, of each kind
     * @param warmUpSeconds before each kind
     */
    record Options(Path dataDir, int questions, double warmUpSeconds) {}

    private static final int TABLES = 100;
    private static final int CONSUMERS = 60;
    private static final int STATEMENTS = 30; // of a version, about three tables
    private static final int TABLES_EACH = 3;
    private static final int OPERATIONS = 66;
    private static final String DATABASE = "warehouse-db";
    private static final String AHEAD = "ledger-db"; // the same, with another schema on main
    private static final List<String> PLACES = List.of("production", "test", "main");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Options options;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server;

    private ImpactBench(Options options, Server server) {
        this.options = options;
        this.server = server;
    }

    static void run(Options options) throws Exception {
        try (var server = Server.start(options.dataDir())) {
            new ImpactBench(options, server).run();
        }
    }

    private void run() throws Exception {
        if (status("/api/v1/participants/" + AHEAD) != 200) {
            publish();
        }
        System.out.println("| question | hit versions | p50 ms | p95 ms | CPU ms of the JVM, of it compilers | of the broker's database | of the shadow | other load, cores |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        measure("drop a column, the same schema everywhere", number -> drop(DATABASE, number));
        measure("drop a column, main has another schema", number -> drop(AHEAD, number));
        measure("an API without one of its fields", ImpactBench::patch);
    }

    private static String drop(String database, int number) {
        return JSON.createObjectNode()
                .put("participant", database)
                .put("ddl", "ALTER TABLE %s DROP COLUMN currency CASCADE".formatted(ManyTables.name(number * 7 % TABLES)))
                .toString();
    }

    private static String patch(int number) {
        var body = JSON.createObjectNode().put("participant", "hub");
        body.putArray("jsonPatch")
                .addObject()
                .put("op", "remove")
                .put("path", "/components/schemas/Order%d/properties/customer".formatted(number % OPERATIONS));
        return body.toString();
    }

    private void publish() throws IOException, SQLException, InterruptedException {
        var schemas = schemas();
        for (var place : PLACES) {
            publish(DATABASE, place, null, "db-schema", text(schemas.getFirst()));
            publish(AHEAD, place, null, "db-schema", text(place.equals("main") ? schemas.getLast() : schemas.getFirst()));
            for (var i = 0; i < CONSUMERS; i++) {
                var consumer = "service-%03d".formatted(i + 1);
                // each version has a statement more
                var usage = ManyStatements.of(STATEMENTS + PLACES.indexOf(place), i * TABLES / CONSUMERS, TABLES_EACH);
                var document = new String(DatabaseUsageJson.write(usage), StandardCharsets.UTF_8);
                publish(consumer, "impact-" + place, DATABASE, "db-usage", document);
                publish(consumer, "impact-" + place, AHEAD, "db-usage", document);
                deploy(consumer, "impact-" + place, place);
            }
            deploy(DATABASE, place, place);
            deploy(AHEAD, place, place);
        }
        publish("hub", "impact", null, "openapi", document());
        for (var place : PLACES) {
            deploy("hub", "impact", place);
        }
    }

    private void publish(String participant, String version, String provider, String kind, String document)
            throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("branch", "main");
        var contract = body.putArray("contracts").addObject().put("kind", kind).put("content", document);
        if (provider != null) {
            contract.put("provider", provider);
        }
        send("/api/v1/participants/%s/versions/%s/contracts".formatted(participant, version), body.toString());
    }

    private void deploy(String participant, String version, String place) throws IOException, InterruptedException {
        if (!place.equals("main")) {
            send("/api/v1/deployments", JSON.createObjectNode()
                    .put("participant", participant)
                    .put("version", version)
                    .put("environment", place)
                    .toString());
        }
    }

    /** The schema, and the one after it. */
    private List<DatabaseSchema> schemas() throws IOException, SQLException {
        var directory = Files.createTempDirectory(options.dataDir(), "tables");
        try (var postgres = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(directory).with("fsync", "off"));
                var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port()),
                        postgres.superuser(),
                        postgres.password())) {
            ManyTables.roles(connection);
            ManyTables.make(connection, 0, TABLES);
            var before = Capture.of(connection);
            Sql.run(connection, "ALTER TABLE %s ADD COLUMN origin text".formatted(ManyTables.name(0)));
            return List.of(before, Capture.of(connection));
        }
    }

    private static String text(DatabaseSchema schema) throws IOException {
        var bytes = new ByteArrayOutputStream();
        DatabaseSchemaJson.write(schema, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Of an API with the operations that {@link Pacts} has interactions for, and others. */
    private static String document() {
        var document = JSON.createObjectNode().put("openapi", "3.1.0");
        document.putObject("info").put("title", "hub").put("version", "1");
        var paths = document.putObject("paths");
        var schemas = document.putObject("components").putObject("schemas");
        for (var i = 0; i < OPERATIONS; i++) {
            var operation = paths.putObject("/orders/%d/lines".formatted(i)).putObject(i % 3 == 0 ? "post" : "get");
            operation.put("operationId", "order" + i);
            var response = operation.putObject("responses").putObject("200").put("description", "An order.");
            response.putObject("content")
                    .putObject("application/json")
                    .putObject("schema")
                    .put("$ref", "#/components/schemas/Order" + i);
            order(schemas.putObject("Order" + i));
        }
        return document.toString();
    }

    private static void order(ObjectNode schema) {
        schema.put("type", "object");
        var properties = schema.putObject("properties");
        properties.putObject("id").put("type", "integer");
        properties.putObject("customer").put("type", "string");
        properties.putObject("revision").put("type", "integer");
        var lines = properties.putObject("lines").put("type", "array").put("minItems", 1);
        var line = lines.putObject("items").put("type", "object");
        line.putObject("properties").putObject("article").put("type", "string");
        line.withObject("/properties").putObject("quantity").put("type", "integer");
        line.withObject("/properties").putObject("price").put("type", "number");
        line.putArray("required").add("article").add("quantity").add("price");
        schema.putArray("required").add("id").add("customer").add("revision").add("lines");
    }

    private void measure(String what, IntFunction<String> question) throws IOException, InterruptedException {
        var until = System.nanoTime() + (long) (options.warmUpSeconds() * 1e9);
        for (var i = 0; System.nanoTime() < until || i < 3; i++) {
            send("/api/v1/impact", question.apply(i));
        }
        var shadow = shadow();
        var before = server.accounts();
        var shadowBefore = Accounts.read(ProcessHandle.current().pid(), shadow).postgres();
        var millis = new ArrayList<Double>();
        var hits = 0;
        var began = System.nanoTime();
        for (var i = 0; i < options.questions(); i++) {
            var asked = System.nanoTime();
            var answer = send("/api/v1/impact", question.apply(i));
            millis.add((System.nanoTime() - asked) / 1e6);
            hits += answer.path("hits").size();
        }
        var wall = (System.nanoTime() - began) / 1e6;
        var used = server.accounts().minus(before);
        var shadowUsed = Accounts.read(ProcessHandle.current().pid(), shadow).postgres() - shadowBefore;
        millis.sort(null);
        var count = options.questions();
        System.out.printf(
                "| %s | %.1f | %.0f | %.0f | %.0f, %.0f | %.1f | %.0f | %.1f |%n",
                what,
                (double) hits / count,
                millis.get(count / 2),
                millis.get(count * 95 / 100),
                used.jvm() / count,
                used.compilers() / count,
                used.postgres() / count,
                shadowUsed / count,
                (used.machine() - used.jvm() - used.postgres() - shadowUsed) / wall);
    }

    /** The process of the shadow's server; 0 when none runs. */
    private long shadow() throws IOException {
        try (var files = Files.find(options.dataDir(), 6, (path, _) -> path.endsWith("cluster/postmaster.pid"))) {
            for (var file : (Iterable<Path>) files::iterator) {
                if (!file.startsWith(options.dataDir().resolve("postgres"))) {
                    return Long.parseLong(Files.readAllLines(file).getFirst().strip());
                }
            }
        }
        return 0;
    }

    private int status(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(server.url + path)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private JsonNode send(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + " " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
