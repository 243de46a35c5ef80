package dev.seamwright.broker.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.BrokerConfig.Operations;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoTest {
    private static final TestBroker broker = TestBroker.start(config -> config.with(Operations.DEFAULT.withDemo()));

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({
        "storefront, 3.1.0, production-us, true",
        "storefront, 3.2.0, staging, true",
        "storefront, 3.2.0, production-eu, false",
        "storefront, 3.3.0, staging, null",
        "orders, 2.5.0, production-eu, true",
        "payments, 1.9.0, production-eu, null",
        "orders, 2.6.0, staging, true",
        "orders, 2.6.0, production-eu, false",
        "orders-db, 18, production-eu, true",
        "payments-db, 9, production-us, true",
    })
    void every_kind_of_verdict_can_be_seen(String participant, String version, String environment, String deployable) {
        var summary = get("/can-i-deploy?pacticipant=%s&version=%s&environment=%s"
                        .formatted(participant, version, environment))
                .get("summary");
        assertEquals(deployable, summary.get("deployable").asText(), summary.toString());
    }

    @Test
    void the_failure_names_what_is_missing() {
        var matrix = get("/can-i-deploy?pacticipant=storefront&version=3.2.0&environment=production-eu");
        var failed = matrix.at("/matrix/0/verificationResult/_links/self/href").asText();
        var result = get(failed.substring(broker.url().length()));
        assertTrue(result.toString().contains("deliveryDate"), result.toString());
    }

    @Test
    void what_is_known_of_queries_is_not_replayed_again() {
        var methods = new ArrayList<String>();
        get("/api/v1/verifications?provider=orders-db&limit=100")
                .get("items")
                .forEach(item -> methods.add(item.get("consumer").asText() + " "
                        + item.get("providerVersion").asText() + " "
                        + item.get("number").asInt()));
        assertEquals(
                "[orders 17 1, orders 17 1, orders 17 1, orders 18 2, orders 18 2, orders 18 2, payments 17 1, payments 18 2]",
                methods.stream().sorted().toList().toString());
    }

    @Test
    void two_of_its_five_participants_are_databases() {
        var kinds = new ArrayList<String>();
        get("/api/v1/participants")
                .get("items")
                .forEach(item -> kinds.add(item.get("kind").asText()));
        assertEquals("[application, database, application, database, application]", kinds.toString());
    }

    @Test
    void what_a_workspace_holds_stays_as_it_is() {
        var database = TestDatabase.fresh();
        try (var before = TestBroker.start(database, config -> config)) {
            before.put("/pacticipants/web/versions/1", "{}");
        }
        try (var after = TestBroker.start(database, config -> config.with(Operations.DEFAULT.withDemo()))) {
            assertEquals(
                    1, after.get("/api/v1/participants").json().get("items").size());
        }
    }

    @Test
    void an_administrator_loads_it_into_an_empty_workspace_once_and_the_log_says_so() {
        try (var empty = TestBroker.start()) {
            var loaded = empty.send("POST", "/api/v1/example", null);
            assertEquals(201, loaded.status(), loaded.body());
            assertEquals(4, loaded.json().get("questions").size());
            for (var question : loaded.json().get("questions")) {
                var verdict = empty.post("/api/v1/verdicts/can-i-deploy", """
                        {"versions": [{"participant": "%s", "version": "%s"}],
                         "target": {"type": "environment", "environment": "%s"}}""".formatted(
                                question.get("participant").asText(),
                                question.get("version").asText(),
                                question.get("environment").asText()));
                assertEquals(
                        question.get("answer").asText(),
                        verdict.json().get("deployable").asText(),
                        verdict.body());
            }
            assertEquals(200, empty.send("POST", "/api/v1/example", null).status());
            var entries = empty.get("/api/v1/audit/entries?action=example.load");
            assertEquals(1, entries.json().get("items").size(), entries.body());
        }
    }

    @Test
    void a_workspace_that_holds_something_else_refuses_it() {
        try (var used = TestBroker.start()) {
            used.put("/pacticipants/web/versions/1", "{}");
            var refused = used.send("POST", "/api/v1/example", null);
            assertEquals(409, refused.status(), refused.body());
            assertEquals(1, used.get("/api/v1/participants").json().get("items").size());
        }
    }

    @Test
    void who_may_only_publish_may_not_load_it() {
        try (var guarded = TestBroker.startWithAuth(TestDatabase.fresh())) {
            var workspace = guarded.post(
                            "/api/v1/workspaces",
                            "{\"name\": \"acme\"}",
                            "Authorization",
                            "Bearer " + TestBroker.OPERATOR_TOKEN)
                    .json();
            var publisher = guarded.post(
                            "/api/v1/tokens",
                            "{\"name\": \"ci\", \"scope\": \"publish\"}",
                            "Authorization",
                            "Bearer " + workspace.get("secret").asText())
                    .json();
            var refused = guarded.send(
                    "POST",
                    "/api/v1/example",
                    null,
                    "Authorization",
                    "Bearer " + publisher.get("secret").asText());
            assertEquals(403, refused.status(), refused.body());
        }
    }

    private static JsonNode get(String path) {
        var answer = broker.get(path);
        assertEquals(200, answer.status(), answer.body());
        return answer.json();
    }
}
