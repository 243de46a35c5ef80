package dev.seamwright.broker.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RlsReviewTest {
    private static final String PATH = "/analysis/rls-review";
    private static final String ROLES = "CREATE ROLE owner; CREATE ROLE app LOGIN";
    private static final String OPEN = """
            CREATE TABLE orders (id uuid PRIMARY KEY, tenant text NOT NULL, total int);
            CREATE INDEX ON orders (tenant);
            GRANT SELECT ON orders TO app;
            """;
    private static final String CLOSED = OPEN + """
            ALTER TABLE orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant ON orders USING (tenant = current_setting('app.tenant', true));
            """;

    private final TestBroker broker = TestBroker.start();
    private final ApiClient api = ApiClient.of(broker);

    @AfterAll
    void stop() {
        broker.close();
    }

    private static String question(String schema, String role, String session) {
        var question = JsonNodeFactory.instance.objectNode();
        return question.put("schema", schema)
                .put("roles", ROLES)
                .put("role", role)
                .put("session", session)
                .toString();
    }

    @Test
    void a_leak_comes_with_a_script_that_shows_it() {
        var answer = api.post(PATH, question(OPEN, "app", "SET app.tenant = 'A'"));
        assertEquals(200, answer.status(), answer.body());
        assertEquals("leak", answer.json().get("verdict").asText());
        var finding = answer.json().at("/findings/0");
        assertEquals("rls-disabled", finding.get("rule").asText());
        assertEquals("public.orders", finding.get("subject").asText());
        assertTrue(finding.get("proved").asBoolean());
        assertTrue(
                finding.get("witness").asText().contains("SELECT id, tenant, total FROM public.orders;"),
                answer.body());
        assertTrue(
                finding.get("remedy").asText().startsWith("ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY"),
                answer.body());
    }

    @Test
    void tenants_that_are_kept_apart_are_clean_and_it_is_said_what_was_tried() {
        var answer = api.post(PATH, question(CLOSED, "app", "SET app.tenant = 'A'"));
        assertEquals("clean", answer.json().get("verdict").asText(), answer.body());
        assertTrue(answer.json().at("/coverage/probes").asInt() > 0, answer.body());
        assertEquals(
                "[\"public.orders\"]", answer.json().at("/coverage/relations").toString());
    }

    @Test
    void a_change_is_told_by_the_rows_that_it_opens_and_closes() {
        var question = JsonNodeFactory.instance.objectNode();
        question.put("before", OPEN).put("roles", ROLES).put("role", "app").put("session", "SET app.tenant = 'A'");
        question.putArray("schema").add(OPEN).add(CLOSED.substring(OPEN.length()));
        var answer = api.post(PATH, question.toString());
        assertEquals(200, answer.status(), answer.body());
        assertEquals(0, answer.json().at("/change/opened").size(), answer.body());
        assertEquals(1, answer.json().at("/change/closed").size(), answer.body());
        assertEquals("rls-disabled", answer.json().at("/change/resolved/0/rule").asText(), answer.body());
        assertTrue(
                answer.json()
                        .at("/change/appeared")
                        .valueStream()
                        .noneMatch(finding -> finding.get("severity").asText().equals("breaking")),
                answer.body());
    }

    @Test
    void what_the_pool_does_decides_whether_a_setting_of_the_session_leaks() {
        var question = JsonNodeFactory.instance.objectNode();
        question.put("schema", CLOSED).put("roles", ROLES).put("role", "app").put("session", "SET app.tenant = 'A'");
        var kept = api.post(PATH, question.put("pool", "session").toString());
        assertEquals("clean", kept.json().get("verdict").asText(), kept.body());
        var given = api.post(PATH, question.put("pool", "transaction").toString());
        assertEquals("leak", given.json().get("verdict").asText(), given.body());
        assertEquals(
                "rls-pooled-session-state", given.json().at("/findings/0/rule").asText(), given.body());
    }

    @Test
    void what_cannot_be_asked_is_unprocessable_and_says_why() {
        var missing = api.post(PATH, question(OPEN, "nobody", ""));
        assertEquals(422, missing.status(), missing.body());
        assertTrue(missing.json().get("detail").asText().contains("no role nobody"), missing.body());
        var session = api.post(PATH, question(OPEN, "app", "SET nonsense = 1"));
        assertEquals(422, session.status(), session.body());
        assertTrue(session.json().get("detail").asText().contains("the session's 'SET nonsense = 1'"), session.body());
        var schema = api.post(PATH, question("CREATE TABEL t ()", "app", ""));
        assertEquals(422, schema.status(), schema.body());
        var wrong = api.wrong("POST", PATH, "{\"schema\": [1], \"role\": \"app\"}");
        assertEquals(400, wrong.status(), wrong.body());
        assertEquals("/schema/0", wrong.json().at("/errors/0/pointer").asText(), wrong.body());
    }
}
