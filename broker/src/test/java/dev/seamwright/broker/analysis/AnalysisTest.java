package dev.seamwright.broker.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalysisTest {
    private static final String IMPACT = "/analysis/migration-impact";

    private final TestBroker broker = TestBroker.start();
    private final ApiClient api = ApiClient.of(broker);

    @AfterAll
    void stop() {
        broker.close();
    }

    private static String question(String schema, String migration, String sql) {
        var question = JsonNodeFactory.instance.objectNode();
        question.put("schema", schema).put("migration", migration);
        question.putArray("statements").addObject().put("name", "s").put("sql", sql);
        return question.toString();
    }

    @Test
    void a_migrations_impact_is_what_postgresql_does() {
        var answer = api.post(
                IMPACT,
                question("CREATE TABLE t (id int, old int)", "ALTER TABLE t DROP COLUMN old", "SELECT old FROM t"));
        assertEquals(200, answer.status(), answer.body());
        var statement = answer.json().at("/statements/0");
        assertEquals("fails", statement.get("outcome").asText());
        assertEquals("fails", statement.get("preparedOutcome").asText());
        assertEquals("42703", statement.get("sqlState").asText());
        assertEquals("column \"old\" does not exist", statement.get("error").asText());
        assertEquals(
                "{\"public.t\":\"AccessExclusiveLock\"}",
                answer.json().get("locks").toString());
    }

    @Test
    void what_failed_before_the_migration_is_not_broken_by_it() {
        var answer = api.post(
                IMPACT, question("CREATE TABLE t (id int)", "ALTER TABLE t ADD COLUMN b int", "SELECT c FROM t"));
        assertEquals("failed-before", answer.json().at("/statements/0/outcome").asText());
        assertEquals(
                "failed-before",
                answer.json().at("/statements/0/preparedOutcome").asText());
    }

    @Test
    void what_postgresql_refuses_is_unprocessable_and_named() {
        var refused = api.wrong("POST", IMPACT, question("SELECT 1;\nCREATE TABEL t ()", "SELECT 1", "SELECT 1"));
        assertEquals(422, refused.status());
        assertTrue(refused.json().get("detail").asText().contains("the schema at line 2"), refused.body());
        assertTrue(refused.json().get("detail").asText().contains("syntax error"), refused.body());
        assertEquals(
                422, api.post(IMPACT, question("", "DROP TABLE t", "SELECT 1")).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"migration": "", "statements": []}                                              | /schema
            {"schema": "", "migration": 1, "statements": []}                                 | /migration
            {"schema": "", "migration": "", "statements": {}}                                | /statements
            {"schema": "", "migration": "", "statements": [{"name": "a"}]}                   | /statements/0/sql
            {"schema": "", "migration": "", "transactional": 1, "statements": []}            | /transactional
            {"schema": "a\\u0000b", "migration": "", "statements": []}                       | /schema
            """)
    void a_wrong_question_is_refused_with_its_place(String body, String pointer) {
        var refused = api.wrong("POST", IMPACT, body);
        assertEquals(400, refused.status(), refused.body());
        assertEquals(pointer, refused.json().at("/errors/0/pointer").asText());
    }

    private static final String LINT = "/analysis/migration-lint";

    @Test
    void a_migration_is_linted_with_what_was_observed() {
        var answer = api.post(LINT, """
                {"schema": "CREATE TABLE t (id int)", "migration": "SET lock_timeout = 1;\\nCREATE INDEX ON t (id);",
                 "postgresVersion": "16", "inTransaction": null, "rows": {"t": 20000000}}
                """);
        assertEquals(200, answer.status(), answer.body());
        assertEquals("flagged", answer.json().get("verdict").asText());
        var finding = answer.json().at("/findings/0");
        assertEquals("index-created", finding.get("rule").asText());
        assertEquals("breaking", finding.get("level").asText());
        assertEquals("ShareLock", finding.get("lock").asText());
        assertEquals("writers", finding.get("blocks").asText());
        assertEquals(2, finding.get("line").asInt());
        assertEquals(2, answer.json().get("executed").asInt());
    }

    @Test
    void a_clean_migration_is_clean_and_a_wrong_schema_is_unprocessable() {
        var clean = api.post(LINT, "{\"schema\": \"\", \"migration\": \"CREATE TABLE t (id bigint)\"}");
        assertEquals("clean", clean.json().get("verdict").asText());
        var refused = api.wrong("POST", LINT, "{\"schema\": \"CREATE TABEL t\", \"migration\": \"\"}");
        assertEquals(422, refused.status(), refused.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"schema": ""}                                                     | /migration
            {"schema": "", "migration": "", "postgresVersion": 9}              | /postgresVersion
            {"schema": "", "migration": "", "postgresVersion": "x"}            | /postgresVersion
            {"schema": "", "migration": "", "inTransaction": 1}                | /inTransaction
            {"schema": "", "migration": "", "rows": {"t": -1}}                 | /rows/t
            """)
    void a_wrong_question_to_the_lint_is_refused_with_its_place(String body, String pointer) {
        var refused = api.wrong("POST", LINT, body);
        assertEquals(400, refused.status(), refused.body());
        assertEquals(pointer, refused.json().at("/errors/0/pointer").asText());
    }
}
