package dev.seamwright.broker.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.queryreplay.ReplayResultJson;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.recorder.Recorder;
import dev.seamwright.schemadiff.postgres.recording.Literals;
import dev.seamwright.schemadiff.postgres.recording.UsageRecorder;
import dev.seamwright.schemadiff.postgres.replay.LoadableSchema;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.Application;
import dev.seamwright.schemadiff.postgres.source.Migrations;
import dev.seamwright.schemadiff.postgres.source.SchemaSource;
import dev.seamwright.schemadiff.postgres.syntax.Syntax;
import dev.seamwright.schemadiff.postgres.usage.UsageResolver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes what the demo loads of databases, by our own tools, and holds it against what is kept: schemas are captured after migrations, usages
 * recorded while the services' queries run, and results are those of their replay. {@code -Dgolden=update} keeps what was made.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoDatabasesTest {
    private static final Path KEPT = Path.of("src/main/resources/demo/databases");
    private static final boolean UPDATES = "update".equals(System.getProperty("golden"));
    private static final Path MIGRATIONS = Path.of("src/test/resources/demo");
    private static final String ROLES =
            "CREATE ROLE orders_app LOGIN; CREATE ROLE payments_reader LOGIN; CREATE ROLE payments_app LOGIN";

    /** How one service uses one database, from which of its versions on. */
    private record User(
            String service,
            String version,
            String database,
            String newest,
            String role,
            Function<Connection, Queries> queries) {
        String name() {
            return "%s-%s-%s".formatted(service, version, database);
        }
    }

    private static final List<User> USERS = List.of(
            new User("orders", "2.4.0", "orders-db", "V17", "orders_app", OrdersQueries::new),
            new User("orders", "2.5.0", "orders-db", "V17", "orders_app", OrdersQueries.Dated::new),
            new User("orders", "2.6.0", "orders-db", "V18", "orders_app", OrdersQueries.InCurrencies::new),
            new User("payments", "1.8.0", "orders-db", "V17", "payments_reader", PaymentsQueries.Reconciliation::new),
            new User("payments", "1.8.0", "payments-db", "V9", "payments_app", PaymentsQueries::new));
    private static final List<String> SCHEMAS = List.of("orders-db-17", "orders-db-18", "payments-db-9");

    @SuppressWarnings("NullAway.Init")
    private Shadow shadow;

    @TempDir
    Path directory = Path.of("");

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        shadow = Shadow.embedded(home.resolve("shadow"), Shadow.Limits.DEFAULT);
    }

    @AfterAll
    void stop() {
        shadow.close();
    }

    @Test
    @Order(1)
    void schemas_are_those_after_the_migrations() throws IOException {
        for (var name : SCHEMAS) {
            var schema = captured(name);
            var bytes = new ByteArrayOutputStream();
            DatabaseSchemaJson.write(schema, bytes);
            keep(name, bytes.toByteArray());
            assertEquals(schema.hash(), schema(name).hash(), name);
        }
    }

    @Test
    @Order(2)
    void usages_are_what_the_services_run() throws IOException {
        for (var user : USERS) {
            var usage = recorded(user);
            keep(user.name(), DatabaseUsageJson.write(usage));
            assertEquals(usage.hash(), usage(user.name()).hash(), user.name());
        }
    }

    @Test
    @Order(3)
    void results_are_those_of_the_replay() throws IOException {
        for (var schema : SCHEMAS) {
            for (var user : USERS) {
                if (schema.startsWith(user.database())) {
                    var result = replayed(schema, user);
                    var file = user.name() + "-on-"
                            + schema.substring(user.database().length() + 1);
                    keep(file, Json.canonical(result));
                    assertEquals(
                            Files.readString(KEPT.resolve(file + ".json")),
                            new String(Json.canonical(result), StandardCharsets.UTF_8),
                            file);
                }
            }
        }
    }

    private static void keep(String name, byte[] made) throws IOException {
        if (UPDATES) {
            Files.write(KEPT.resolve(name + ".json"), made);
        }
    }

    private DatabaseSchema captured(String name) {
        var version = name.substring(name.lastIndexOf('-') + 1);
        return new SchemaSource(shadow)
                .capture(migrations(database(name), "V" + version))
                .schema();
    }

    private static String database(String schema) {
        return schema.substring(0, schema.lastIndexOf('-'));
    }

    /** Those up to a version. */
    private static Migrations migrations(String database, String version) {
        var all = Migrations.read(MIGRATIONS.resolve(database));
        return all.first(all.countTo(version.substring(1)));
    }

    private static DatabaseSchema schema(String name) throws IOException {
        try (var in = Files.newInputStream(KEPT.resolve(name + ".json"))) {
            return DatabaseSchemaJson.read(in);
        }
    }

    private static DatabaseUsage usage(String name) throws IOException {
        return DatabaseUsageJson.parse(Files.readAllBytes(KEPT.resolve(name + ".json")));
    }

    /** What the recorder hears while the service's queries run on a database with the schema. */
    private DatabaseUsage recorded(User user) {
        return shadow.run(Script.parse("roles", ROLES), database -> {
            try {
                return recorded(user, database);
            } catch (SQLException failure) {
                throw new IllegalStateException("The queries of %s failed.".formatted(user), failure);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private DatabaseUsage recorded(User user, ShadowDatabase database) throws SQLException, IOException {
        try (var migration = Application.to(database)) {
            for (var step : migrations(user.database(), user.newest()).steps()) {
                migration.apply(step);
            }
        }
        seed(user, database);
        var recorder = new Recorder(user.database(), directory.resolve(user.name()))
                .behind("dev.seamwright.broker.demo.Queries");
        try (var session = database.connectAs(user.role())) {
            session.setAutoCommit(false);
            user.queries().apply(recorder.record(session)).run();
            session.rollback();
        }
        recorder.flush();
        try (var parsing = database.connect();
                var asking = database.connect();
                var resolving = database.connect()) {
            var recording = new UsageRecorder(new Literals(parsing), Identity.UNKNOWN)
                    .ofRecordings(Map.of(user.name(), Files.readString(recorder.file())), Syntax.of(asking));
            return UsageResolver.resolve(resolving, recording.usage()).ofSchema();
        }
    }

    /** The rows that the queries refer to. */
    private static void seed(User user, ShadowDatabase database) throws SQLException {
        try (var owner = database.connect();
                var statement = owner.createStatement()) {
            statement.execute(
                    user.database().equals("orders-db")
                            ? """
                              INSERT INTO customer (email, name) VALUES ('grace@example.com', 'Grace');
                              INSERT INTO orders (customer_id, total) VALUES (1, 10);
                              INSERT INTO product (sku, title, price) VALUES ('TEA-100', 'Tea', 12.5)
                              """
                            : "INSERT INTO merchant (id, name) VALUES (1, 'Tea & Co')");
        }
    }

    private ObjectNode replayed(String schema, User user) throws IOException {
        var usage = usage(user.name());
        var loadable = LoadableSchema.of(schema(schema));
        var report = new QueryReplay(shadow).verify(loadable, List.of(usage)).getFirst();
        return ReplayResultJson.of(report, usage, QueryReplay.unknownRole(usage.identity(), loadable));
    }
}
