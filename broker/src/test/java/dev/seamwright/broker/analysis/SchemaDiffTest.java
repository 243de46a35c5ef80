package dev.seamwright.broker.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
class SchemaDiffTest {
    private static final String DIFF = "/analysis/schema-diff";

    private final TestBroker broker = TestBroker.start();
    private final ApiClient api = ApiClient.of(broker);

    @AfterAll
    void stop() {
        broker.close();
    }

    private static String question(String before, String after, String... roles) {
        var question = JsonNodeFactory.instance.objectNode();
        question.put("before", before).put("after", after);
        var names = question.putArray("roles");
        for (var role : roles) {
            names.add(role);
        }
        return question.toString();
    }

    @Test
    void a_dropped_column_breaks_with_the_statement_that_shows_it() {
        var answer = api.post(DIFF, question("CREATE TABLE t (id int, old int)", "CREATE TABLE t (id int)"));
        assertEquals(200, answer.status(), answer.body());
        assertEquals("breaking", answer.json().path("verdict").asText());
        assertNotEquals(answer.json().at("/before/hash"), answer.json().at("/after/hash"));
        assertEquals("removed", answer.json().at("/changes/0/change").asText());
        var finding = answer.json().at("/findings/0");
        assertEquals("column-removed", finding.path("rule").asText());
        assertEquals("public.t.old", finding.path("subject").asText());
        assertEquals("SELECT old FROM public.t;", finding.at("/witness/0").asText());
        assertTrue(finding.at("/witness/2").asText().startsWith("-- after: SQLSTATE 42703"), finding.toString());
        assertEquals("AccessExclusiveLock", finding.at("/axes/lock").asText());
        assertEquals("yes", finding.at("/axes/dataLost").asText());
    }

    @Test
    void the_same_schema_written_otherwise_is_identical() {
        var plain = api.post(
                DIFF,
                question(
                        "CREATE TABLE t (id int4 PRIMARY KEY); GRANT SELECT ON t TO shop",
                        "CREATE TABLE public.t (id integer NOT NULL);\nALTER TABLE t ADD PRIMARY KEY (id); GRANT SELECT ON t TO shop",
                        "shop"));
        assertEquals("identical", plain.json().path("verdict").asText(), plain.body());
        assertEquals(plain.json().at("/before/hash"), plain.json().at("/after/hash"));
        assertEquals("[]", plain.json().path("findings").toString());
    }

    @Test
    void what_is_counted_only_leaves_the_verdict_open() {
        var answer = api.post(DIFF, question("SELECT 1", "SELECT lo_create(0)"));
        assertEquals("undecided", answer.json().path("verdict").asText(), answer.body());
        var unmodelled = answer.json().path("unmodelled");
        assertTrue(unmodelled.at("/before/large object").isMissingNode(), answer.body());
        assertEquals(1, unmodelled.at("/after/large object").asInt());
    }

    @Test
    void what_differs_in_a_fact_is_told_with_both_values() {
        var answer = api.post(DIFF, question("CREATE TABLE t (id int)", "CREATE TABLE t (id bigint NOT NULL)"));
        assertEquals(
                "{\"notNull\":{\"after\":\"true\"},\"type\":{\"before\":\"integer\",\"after\":\"bigint\"}}",
                answer.json().at("/changes/0/differences").toString());
    }

    @Test
    void what_postgresql_refuses_is_unprocessable_and_named() {
        var refused = api.wrong("POST", DIFF, question("SELECT 1", "SELECT 1;\nCREATE TABEL t ()"));
        assertEquals(422, refused.status());
        assertTrue(refused.json().get("detail").asText().contains("the schema after at line 2"), refused.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"before": ""}                                | /after
            {"before": 1, "after": ""}                    | /before
            {"before": "", "after": "", "roles": "app"}   | /roles
            {"before": "", "after": "", "roles": [1]}     | /roles/0
            {"before": "", "after": "", "roles": [""]}    | /roles/0
            """)
    void a_wrong_question_is_refused_with_its_place(String body, String pointer) {
        var refused = api.wrong("POST", DIFF, body);
        assertEquals(400, refused.status(), refused.body());
        assertEquals(pointer, refused.json().at("/errors/0/pointer").asText());
    }
}
