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
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement;
import java.nio.charset.StandardCharsets;
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
    void whether_a_check_that_is_not_valid_breaks_an_update_is_unknown_and_the_query_that_tells_is_named() {
        publish(
                "billing",
                "1",
                "db-usage",
                Given.usage("UPDATE orders SET customer_id = $1 WHERE id = $2"),
                "orders-db");
        deploy("billing", "1");
        var verdict = canIMigrate("ALTER TABLE orders ADD CONSTRAINT large CHECK (total > 100) NOT VALID");
        assertEquals("unknown", verdict.path("migratable").asText(), verdict.toString());
        var effect = verdict.at("/plans/0/effects/0");
        assertEquals("billing", effect.path("consumer").asText());
        assertEquals("fails-on-rows", effect.path("effect").asText());
        assertEquals("23514", effect.path("sqlState").asText());
        assertEquals("large", effect.path("constraint").asText());
        assertEquals(
                "SELECT * FROM public.orders WHERE ((total > (100)::numeric)) IS FALSE",
                effect.path("rows").asText());
        assertEquals("V2.sql", effect.at("/cause/file").asText());
    }

    @Test
    void a_column_waits_for_the_consumer_that_reads_it_and_the_rest_may_run() {
        var verdict =
                canIMigrate("ALTER TABLE customer ADD COLUMN address text", DROP_CITY, "CREATE TABLE note (id int)");
        assertEquals("no", verdict.path("migratable").asText(), verdict.toString());
        var phases = verdict.at("/plans/0/phases");
        assertEquals(
                List.of("V2.sql", "V4.sql"),
                phases.get(0)
                        .path("steps")
                        .valueStream()
                        .map(step -> step.path("file").asText())
                        .toList());
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

    /** The question with a migration as it stands there, and more. */
    private static String question(String migration, String more) {
        return """
                {"database":"orders-db","target":{"type":"environment","environment":"production"},"migration":%s%s}""".formatted(migration, more);
    }

    private static List<JsonNode> hazards(JsonNode step) {
        return step.path("hazards")
                .valueStream()
                .filter(hazard -> !hazard.path("level").asText().equals("safe"))
                .toList();
    }

    @Test
    void each_step_is_told_with_its_locks_its_hazards_and_what_to_do_instead() {
        var verdict = canIMigrate("ALTER TABLE orders ADD COLUMN note text", "CREATE INDEX by_city ON customer (city)");
        var step = verdict.at("/plans/0/phases")
                .valueStream()
                .flatMap(phase -> phase.path("steps").valueStream())
                .filter(it -> it.path("file").asText().equals("V3.sql"))
                .findFirst()
                .orElseThrow();
        assertTrue(step.path("inTransaction").asBoolean());
        assertEquals("public.customer", step.at("/locks/0/relation").asText(), step.toPrettyString());
        assertEquals("ShareLock", step.at("/locks/0/lock").asText());
        assertEquals("writers", step.at("/locks/0/blocks").asText());
        assertEquals("public.customer", step.at("/scanned/0").asText());
        var hazard = hazards(step).getFirst();
        assertTrue(hazard.path("remedy").asText().contains("CONCURRENTLY"), step.toPrettyString());
        assertEquals("scan", hazard.path("work").asText());
    }

    @Test
    void what_takes_long_is_told_by_the_rows_that_are_known() {
        var files = "[{\"name\":\"V2.sql\",\"sql\":\"CREATE INDEX by_city ON customer (city)\"}]";
        var large = ok(api.post("/verdicts/can-i-migrate", question(files, ",\"rows\":{\"customer\":50000000}")));
        var hazard = hazards(large.at("/plans/0/phases/0/steps/0")).getFirst();
        assertEquals("breaking", hazard.path("level").asText());
        assertTrue(hazard.path("message").asText().contains("50000000 rows"));
        var small = ok(api.post("/verdicts/can-i-migrate", question(files, ",\"rows\":{\"customer\":50}")));
        assertEquals(List.of(), hazards(small.at("/plans/0/phases/0/steps/0")), small.toPrettyString());
    }

    @Test
    void an_index_that_is_built_concurrently_needs_a_step_without_a_transaction() {
        var file = "[{\"name\":\"V2.sql\",\"sql\":\"CREATE INDEX CONCURRENTLY by_city ON customer (city)\"%s}]";
        for (var alone : List.of("", ",\"inTransaction\":false", ",\"inTransaction\":null")) {
            var verdict = ok(api.post("/verdicts/can-i-migrate", question(file.formatted(alone), "")));
            assertEquals("yes", verdict.path("migratable").asText());
            assertEquals(
                    false, verdict.at("/plans/0/phases/0/steps/0/inTransaction").asBoolean(true));
        }
        var refused = api.post("/verdicts/can-i-migrate", question(file.formatted(",\"inTransaction\":true"), ""));
        assertEquals(422, refused.status(), refused.body());
        assertTrue(refused.body().contains("25001"), refused.body());
    }

    @Test
    void what_is_mended_in_the_same_transaction_breaks_nobody_and_what_is_mended_later_does() {
        var file = """
                [{"name":"V2.sql","inTransaction":%s,
                  "sql":"ALTER TABLE customer RENAME city TO town; ALTER TABLE customer ADD COLUMN city text"}]""";
        assertEquals(
                "yes",
                ok(api.post("/verdicts/can-i-migrate", question(file.formatted("true"), "")))
                        .path("migratable")
                        .asText());
        assertEquals(
                "no",
                ok(api.post("/verdicts/can-i-migrate", question(file.formatted("false"), "")))
                        .path("migratable")
                        .asText());
    }

    @Test
    void what_postgresql_reserves_to_superusers_is_done_where_it_harms_nobody() {
        var verdict = canIMigrate(
                "CREATE PUBLICATION everything FOR ALL TABLES",
                "COMMENT ON EXTENSION plpgsql IS 'ours'",
                "GRANT SELECT ON orders TO reporting");
        assertEquals("yes", verdict.path("migratable").asText(), verdict.toPrettyString());
        var applied = canIMigrate(SCHEMA, "CREATE PUBLICATION everything FOR ALL TABLES");
        assertEquals(1, applied.at("/plans/0/applied").asInt(), applied.toPrettyString());
    }

    @Test
    void of_a_schema_without_a_migration_all_that_changes_is_one_step() {
        var kept = ok(
                api.post("/verdicts/can-i-migrate", schemaQuestion(SCHEMA + "CREATE INDEX ON orders (customer_id)")));
        assertEquals("yes", kept.path("migratable").asText(), kept.toPrettyString());
        assertEquals("now", kept.at("/plans/0/phases/0/when").asText());
        assertEquals("schema.sql", kept.at("/plans/0/phases/0/steps/0/file").asText());
        var broken = ok(api.post("/verdicts/can-i-migrate", schemaQuestion(SCHEMA + DROP_CITY)));
        assertEquals("no", broken.path("migratable").asText());
        var phase = broken.at("/plans/0/phases/0");
        assertEquals("mail", phase.at("/waitsFor/0/consumer").asText());
        assertEquals("42703", phase.at("/waitsFor/0/statements/0/sqlState").asText());
        assertTrue(
                phase.at("/waitsFor/0/statements/0/cause/sql").asText().contains("city removed"),
                phase.toPrettyString());
        assertEquals("column-removed", phase.at("/steps/0/hazards/0/rule").asText(), phase.toPrettyString());
        assertEquals("AccessExclusiveLock", phase.at("/steps/0/hazards/0/lock").asText());
        var same = ok(api.post("/verdicts/can-i-migrate", schemaQuestion(SCHEMA)));
        assertEquals("yes", same.path("migratable").asText());
        assertEquals(0, same.at("/plans/0/phases").size());
    }

    private static String schemaQuestion(String ddl) {
        var body = JsonNodeFactory.instance.objectNode().put("database", "orders-db");
        body.putObject("target").put("type", "environment").put("environment", "production");
        body.putObject("schema").put("name", "schema.sql").put("content", TestDatabase.schemaOf(ddl));
        return body.toString();
    }

    @Test
    void a_question_has_either_a_migration_or_a_schema() {
        var neither = api.post("/verdicts/can-i-migrate", """
                {"database":"orders-db","target":{"type":"environment","environment":"production"}}""");
        assertEquals(400, neither.status(), neither.body());
        var broken = api.post("/verdicts/can-i-migrate", """
                {"database":"orders-db","target":{"type":"environment","environment":"production"},
                 "schema":{"name":"a","content":"{\\"format\\":\\"db-schema/1\\"}"}}""");
        assertEquals(400, broken.status(), broken.body());
        assertTrue(broken.body().contains("/schema/content/origin"), broken.body());
    }

    @Test
    void a_role_that_the_schema_does_not_know_is_told() {
        var usage = new DatabaseUsage(
                new Identity("mail_app", new Tenant.None(), PoolMode.SESSION, true, List.of()),
                List.of(Statement.of("a", "SELECT name FROM customer")));
        publish(
                "mail",
                "2",
                "db-usage",
                new String(DatabaseUsageJson.write(usage), StandardCharsets.UTF_8),
                "orders-db");
        deploy("mail", "2");
        var verdict = canIMigrate("SELECT 1");
        assertTrue(
                verdict.at("/plans/0/notes/0").asText().startsWith("mail 2 runs as the role mail_app"),
                verdict.toPrettyString());
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
