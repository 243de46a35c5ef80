package dev.seamwright.broker.rowsecurity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.BrokerConfig.Operations;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reviews of the schemas of the example, where a view reads as its owner. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowSecurityTest {
    private static final String AS_PAYMENTS = """
            {"identity": {"role": "payments_app", "tenant": {"by": "setting", "name": "app.merchant"}}}
            """;

    private final TestBroker broker = TestBroker.start(config -> config.with(Operations.DEFAULT.withDemo()));
    private final ApiClient api = ApiClient.of(broker);

    @AfterAll
    void stop() {
        broker.close();
    }

    private String path(String database) {
        var contracts =
                api.get("/contracts?kind=db-schema&consumer=" + database).json();
        return "/analysis/rls-review/" + contracts.at("/items/0/sha256").asText();
    }

    @Test
    void a_published_schema_is_reviewed_as_one_of_its_consumers() {
        var answer = api.post(path("payments-db"), AS_PAYMENTS);
        assertEquals(200, answer.status(), answer.body());
        assertEquals("leak", answer.json().get("verdict").asText(), answer.body());
        var finding = answer.json().at("/findings/0");
        assertEquals("rls-definer-view", finding.get("rule").asText(), answer.body());
        assertEquals("public.takings", finding.get("subject").asText());
        assertTrue(finding.get("proved").asBoolean());
        assertTrue(finding.get("witness").asText().contains("app.merchant"), answer.body());
        assertTrue(finding.get("remedy").asText().contains("security_invoker"), answer.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                          | /identity
            {"identity": "payments_app"}                                | /identity
            {"identity": {"tenant": {"by": "role"}}}                    | /identity/role
            {"identity": {"role": "a", "tenant": {"by": "guess"}}}      | /identity/tenant/by
            {"identity": {"role": "a"}, "tenant": 7}                    | /tenant
            """)
    void what_is_wrong_with_a_question_is_told(String question, String pointer) {
        var answer = api.wrong("POST", path("payments-db"), question);
        assertEquals(400, answer.status(), answer.body());
        assertEquals(pointer, answer.json().at("/errors/0/pointer").asText(), answer.body());
    }

    @Test
    void a_schema_that_nobody_publishes_is_not_found() {
        var answer = api.post("/analysis/rls-review/" + "0".repeat(64), AS_PAYMENTS);
        assertEquals(404, answer.status(), answer.body());
    }
}
