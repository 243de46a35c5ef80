package dev.seamwright.broker.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A database with its consumers in the matrix, and what a migration would do to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationVerdictTest {
    private static final String SCHEMA = """
            CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL, city text);
            CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customer, total numeric(10,2) NOT NULL);
            """;
    private static final String DROP_CITY = "ALTER TABLE customer DROP COLUMN city";

    private final TestBroker broker = TestBroker.start();

    @SuppressWarnings("NullAway.Init")
    private ApiClient api;

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void aShopInProduction() {
        var workspace = "w" + UUID.randomUUID();
        ApiClient.of(broker).post("/workspaces", "{\"name\":\"%s\"}".formatted(workspace));
        api = ApiClient.of(broker).with("Seamwright-Workspace", workspace);
        ok(api.put("/environments/production", "{\"production\":true}"));
        publish("orders-db", "1", "db-schema", TestDatabase.schemaOf(SCHEMA), "");
        publish("mail", "1", "db-usage", Given.usage("SELECT name, city FROM customer WHERE id = $1"), "orders-db");
        publish("shop", "1", "db-usage", Given.usage("SELECT total FROM orders WHERE customer_id = $1"), "orders-db");
        deploy("orders-db", "1");
        deploy("mail", "1");
        deploy("shop", "1");
    }

    private static JsonNode ok(TestBroker.Answer answer) {
        assertTrue(answer.status() < 300, answer.body());
        return answer.json();
    }

    private void publish(String participant, String version, String kind, String document, String provider) {
        var body = JsonNodeFactory.instance.objectNode().put("branch", "main");
        var contract = body.putArray("contracts").addObject().put("kind", kind).put("content", document);
        if (!provider.isEmpty()) {
            contract.put("provider", provider);
        }
        ok(api.post("/participants/%s/versions/%s/contracts".formatted(participant, version), body.toString()));
    }

    private void deploy(String participant, String version) {
        ok(api.post("/deployments", """
                {"participant":"%s","version":"%s","environment":"production"}""".formatted(participant, version)));
    }

    private JsonNode canIDeploy(String participant, String version) {
        return ok(api.post("/verdicts/can-i-deploy", """
                {"versions":[{"participant":"%s","version":"%s"}],"target":{"type":"environment","environment":"production"}}""".formatted(participant, version)));
    }

    private JsonNode canIMigrate(String... files) {
        var body = JsonNodeFactory.instance.objectNode().put("database", "orders-db");
        body.putObject("target").put("type", "environment").put("environment", "production");
        var migration = body.putArray("migration");
        for (var i = 0; i < files.length; i++) {
            migration.addObject().put("name", "V%d.sql".formatted(i + 2)).put("sql", files[i]);
        }
        return ok(api.post("/verdicts/can-i-migrate", body.toString()));
    }

    @Test
    void what_is_published_is_replayed_without_being_asked_for() {
        var deployable = Eventually.get(
                () -> canIDeploy("mail", "1").path("deployable").asText(), answer -> !answer.equals("unknown"));
        assertEquals("yes", deployable);
        var row = canIDeploy("mail", "1").at("/rows/0");
        assertEquals("query-replay", row.path("method").asText());
    }

    @Test
    void a_schema_that_breaks_a_consumer_cannot_be_deployed_and_the_verdict_shows_the_statement() {
        publish("orders-db", "2", "db-schema", TestDatabase.schemaOf(SCHEMA + DROP_CITY), "");
        var deployable = Eventually.get(
                () -> canIDeploy("orders-db", "2").path("deployable").asText(), answer -> !answer.equals("unknown"));
        assertEquals("no", deployable);
        var failed = canIDeploy("orders-db", "2")
                .path("rows")
                .valueStream()
                .filter(row -> row.path("result").asText().equals("failure"))
                .toList()
                .getFirst();
        assertEquals("mail", failed.path("consumer").asText());
        assertEquals("fails", failed.at("/statements/0/outcome").asText());
        assertEquals("42703", failed.at("/statements/0/sqlState").asText());
        assertEquals(
                "column \"city\" does not exist",
                failed.at("/statements/0/error").asText());
    }

    @Test
    void a_migration_that_breaks_nobody_may_run() {
        var verdict = canIMigrate("ALTER TABLE customer ADD COLUMN email text; CREATE INDEX ON orders (customer_id)");
        assertEquals("yes", verdict.path("migratable").asText(), verdict.toString());
        assertEquals("now", verdict.at("/plans/0/phases/0/when").asText());
        assertEquals(2, verdict.at("/plans/0/phases/0/steps").size());
        assertEquals(1, verdict.at("/plans/0/phases").size());
    }

    @Test
    void a_column_waits_for_the_consumer_that_reads_it_and_the_rest_may_run() {
        var verdict =
                canIMigrate("ALTER TABLE customer ADD COLUMN address text", DROP_CITY, "CREATE TABLE note (id int)");
        assertEquals("no", verdict.path("migratable").asText(), verdict.toString());
        var phases = verdict.at("/plans/0/phases");
        assertEquals(List.of("V2.sql", "V4.sql"), phases.get(0).path("steps").findValuesAsText("file"));
        var later = phases.get(1);
        assertEquals("later", later.path("when").asText());
        assertEquals(DROP_CITY, later.at("/steps/0/sql").asText());
        assertEquals("mail", later.at("/waitsFor/0/consumer").asText());
        assertEquals("1", later.at("/waitsFor/0/version").asText());
        assertEquals(1, later.path("waitsFor").size());
        assertEquals("42703", later.at("/waitsFor/0/statements/0/sqlState").asText());
    }

    @Test
    void once_a_version_that_reads_it_no_more_is_deployed_it_may_be_dropped() {
        publish("mail", "2", "db-usage", Given.usage("SELECT name FROM customer WHERE id = $1"), "orders-db");
        assertEquals(
                "2",
                canIMigrate(DROP_CITY)
                        .at("/plans/0/phases/0/waitsFor/0/passesWith")
                        .asText());
        deploy("mail", "2");
        assertEquals("yes", canIMigrate(DROP_CITY).path("migratable").asText());
    }

    @Test
    void what_needs_a_step_that_waits_waits_with_it() {
        var verdict = canIMigrate(DROP_CITY, "ALTER TABLE customer ADD COLUMN city int");
        assertEquals("no", verdict.path("migratable").asText(), verdict.toString());
        assertEquals(1, verdict.at("/plans/0/phases").size());
        assertEquals(2, verdict.at("/plans/0/phases/0/steps").size());
    }

    @Test
    void a_migration_that_postgresql_refuses_is_refused_by_its_line() {
        var body = """
                {"database":"orders-db","target":{"type":"environment","environment":"production"},
                 "migration":[{"name":"V2.sql","sql":"SELECT 1;\\nALTER TABLE nothing ADD COLUMN a int"}]}""";
        var refused = api.post("/verdicts/can-i-migrate", body);
        assertEquals(422, refused.status(), refused.body());
        assertTrue(refused.body().contains("V2.sql at line 2"), refused.body());
    }

    @Test
    void without_a_schema_in_the_environment_nobody_can_say() {
        ok(api.put("/environments/test", "{\"production\":false}"));
        var verdict = ok(api.post("/verdicts/can-i-migrate", """
                {"database":"orders-db","target":{"type":"environment","environment":"test"},
                 "migration":[{"name":"V2.sql","sql":"SELECT 1"}]}"""));
        assertEquals("unknown", verdict.path("migratable").asText());
    }
}
