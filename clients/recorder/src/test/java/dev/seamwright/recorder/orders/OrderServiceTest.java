package dev.seamwright.recorder.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.recorder.RecordStatements;
import dev.seamwright.recorder.Recorder;
import dev.seamwright.recorder.RecordingDataSource;
import dev.seamwright.recorder.testing.TestServer;
import dev.seamwright.schemadiff.postgres.recording.Recording;
import dev.seamwright.schemadiff.postgres.replay.LoadableSchema;
import dev.seamwright.schemadiff.postgres.replay.Outcome;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.replay.ReplayReport;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.usage.UsageResolver;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The tests of a service record its statements, which become a contract and are replayed on other schemas. */
@RecordStatements(database = "orders-db", fixtures = OrderRows.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderServiceTest {
    private static final String SCHEMA = """
            CREATE TABLE orders (
                id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                tenant   text NOT NULL,
                customer text NOT NULL,
                total    numeric(10,2) NOT NULL,
                status   text NOT NULL DEFAULT 'open',
                made_by  text,
                note     text);
            CREATE FUNCTION discounted(bigint) RETURNS numeric LANGUAGE sql STABLE
                AS $$SELECT total * 0.9 FROM orders WHERE id = $1$$;
            CREATE PROCEDURE archive(bigint) LANGUAGE sql AS $$UPDATE orders SET status = 'done' WHERE id = $1$$;
            GRANT SELECT, INSERT, UPDATE ON orders TO web;
            """;

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private HikariDataSource pool;

    @SuppressWarnings("NullAway.Init")
    private DataSource dataSource;

    @SuppressWarnings("NullAway.Init")
    private Recorder recorder;

    @SuppressWarnings("NullAway.Init")
    private OrderService service;

    @BeforeAll
    void start(@TempDir Path home, Recorder recorder) throws Exception {
        this.recorder = recorder;
        server = TestServer.in(home);
        server.execute("CREATE ROLE web LOGIN PASSWORD 'secret of web'; " + SCHEMA);
        var config = new HikariConfig();
        config.setDataSource(server.dataSource("web", "secret of web"));
        config.setMaximumPoolSize(2);
        pool = new HikariDataSource(config);
        dataSource = RecordingDataSource.wrap(pool, recorder);
        service = new OrderService(dataSource);
    }

    @AfterAll
    void stop() {
        pool.close();
        server.close();
    }

    private void useEverything() throws SQLException {
        var id = service.order("acme", "Ada", BigDecimal.TEN);
        service.annotate(List.of(id, id), "twice");
        assertTrue(service.notes("Ada").contains("twice"));
        assertEquals(new BigDecimal("9.00"), service.discounted(id).setScale(2));
        service.archive(id);
        assertTrue(service.count("Ada") > 0);
    }

    private Statement recorded(String part) throws SQLException, IOException {
        return server.recording(recorder).usage().statements().stream()
                .filter(statement -> statement.sql().contains(part))
                .findFirst()
                .orElseThrow();
    }

    private DatabaseUsage resolved(Recording recording) throws SQLException {
        try (var test = server.superuser().getConnection()) {
            return UsageResolver.resolve(test, recording.usage()).ofSchema();
        }
    }

    @Test
    void what_the_service_runs_is_recorded_as_it_reaches_the_server() throws Exception {
        useEverything();
        assertEquals(
                List.of(
                        "INSERT INTO orders (tenant, customer, total, note) VALUES ($1, $2, $3, $4)\nRETURNING \"id\"",
                        "SELECT count(*) FROM orders WHERE customer = $1",
                        "SELECT note FROM orders WHERE customer = $1 AND status <> $2 ORDER BY id",
                        "SELECT set_config($2, $1, true)",
                        "UPDATE orders SET note = $1 WHERE id = $2",
                        "select * from discounted($1) as result"),
                server.recording(recorder).usage().statements().stream()
                        .map(Statement::sql)
                        .sorted()
                        .toList());
    }

    @Test
    void the_contract_is_valid_without_literals_and_says_as_whom_the_service_comes() throws Exception {
        useEverything();
        assertTrue(Files.readString(recorder.file()).contains("hunter2"));
        var recording = server.recording(recorder);
        var usage = resolved(recording);
        var document = new String(DatabaseUsageJson.write(usage), StandardCharsets.UTF_8);
        assertFalse(document.contains("hunter2"), document);
        assertFalse(document.contains("Ada"), document);
        assertFalse(recording.notes().toString().contains("hunter2"));
        var schema = SchemaRegistry.withDialect(Dialects.getDraft202012())
                .getSchema(Files.readString(Path.of("../../docs/contracts/db-usage.schema.json")), InputFormat.JSON);
        assertEquals(List.of(), schema.validate(document, InputFormat.JSON));
        assertEquals(
                new Identity(
                        "web", new Tenant.Setting("app.tenant", Scope.TRANSACTION), PoolMode.SESSION, true, List.of()),
                usage.identity());
    }

    @Test
    void a_change_of_the_database_breaks_the_statement_at_its_place(@TempDir Path shadows) throws Exception {
        useEverything();
        var usage = resolved(server.recording(recorder));
        try (var shadow = Shadow.embedded(shadows, Shadow.Limits.DEFAULT)) {
            assertEquals(List.of(), broken(shadow, usage, SCHEMA));
            assertEquals(
                    List.of("dev.seamwright.recorder.orders.OrderDao.notes"),
                    broken(shadow, usage, SCHEMA + "ALTER TABLE orders DROP COLUMN status;"));
        }
    }

    private static List<String> broken(Shadow shadow, DatabaseUsage usage, String schema) {
        var report = new QueryReplay(shadow)
                .verify(LoadableSchema.of(Script.parse("schema", schema), List.of("web")), List.of(usage))
                .getFirst();
        return report.results().stream()
                .filter(result -> !(result.outcome() instanceof Outcome.Works))
                .map(ReplayReport.Result::id)
                .flatMap(id -> usage.statement(id).orElseThrow().sources().stream())
                .filter(source -> !source.startsWith("test "))
                .toList();
    }

    @Test
    void a_statement_is_told_with_the_code_that_ran_it_and_the_test() throws Exception {
        useEverything();
        var sources = recorded("set_config").sources();
        assertTrue(
                sources.getFirst()
                        .matches(
                                "dev\\.seamwright\\.recorder\\.orders\\.OrderService\\.order\\(OrderService\\.java:\\d+\\)"),
                sources.toString());
        assertTrue(
                sources.contains("test dev.seamwright.recorder.orders.OrderServiceTest"
                        + ".a_statement_is_told_with_the_code_that_ran_it_and_the_test"),
                sources.toString());
    }

    @Test
    void a_statement_in_a_thread_of_the_service_belongs_to_the_one_test_that_runs() throws Exception {
        CompletableFuture.runAsync(() -> service.notes("Grace")).join();
        assertTrue(
                recorded("SELECT note").sources().stream()
                        .anyMatch(source -> source.endsWith(
                                ".a_statement_in_a_thread_of_the_service_belongs_to_the_one_test_that_runs")),
                recorded("SELECT note").sources().toString());
    }

    @Test
    void a_batch_counts_as_often_as_it_has_rows() throws Exception {
        var id = service.order("acme", "Ada", BigDecimal.ONE);
        var before = calls("UPDATE orders");
        service.annotate(List.of(id, id, id), "thrice");
        assertEquals(before + 3, calls("UPDATE orders"));
    }

    private long calls(String part) throws SQLException, IOException {
        return server.recording(recorder).usage().statements().stream()
                .filter(statement -> statement.sql().contains(part))
                .mapToLong(statement -> statement.calls() == null ? 0 : statement.calls())
                .sum();
    }

    @Test
    void what_tests_and_their_fixtures_run_is_left_out() throws Exception {
        OrderRows.add(dataSource, "Grace");
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeQuery("SELECT made_by FROM orders");
        }
        var recording = server.recording(recorder);
        assertEquals(
                List.of(),
                recording.usage().statements().stream()
                        .map(Statement::sql)
                        .filter(sql -> sql.contains("made_by"))
                        .toList());
        assertTrue(
                recording.notes().contains("2 texts are left out: tests ran them, and not the service."),
                recording.notes().toString());
    }

    @Test
    void a_call_of_a_procedure_which_cannot_be_prepared_is_told() throws Exception {
        service.archive(service.order("acme", "Ada", BigDecimal.ONE));
        var notes = server.recording(recorder).notes().stream()
                .filter(note -> note.contains("(CALL)"))
                .toList();
        assertEquals(1, notes.size());
        assertTrue(notes.getFirst().contains("OrderService.archive(OrderService.java:"), notes.toString());
    }

    @Test
    void a_pool_around_and_a_pool_inside_record_once(@TempDir Path directory) throws Exception {
        var own = new Recorder("orders-db", directory);
        var config = new HikariConfig();
        config.setDataSource(RecordingDataSource.wrap(server.dataSource("web", "secret of web"), own));
        config.setConnectionInitSql("SET ROLE web");
        config.setMaximumPoolSize(1);
        try (var inside = new HikariDataSource(config)) {
            new OrderService(RecordingDataSource.wrap(inside, own)).notes("Ada");
        }
        var usage = server.recording(own).usage();
        assertEquals(
                List.of(1L), usage.statements().stream().map(Statement::calls).collect(Collectors.toList()));
        assertEquals("web", usage.identity().role());
    }
}
