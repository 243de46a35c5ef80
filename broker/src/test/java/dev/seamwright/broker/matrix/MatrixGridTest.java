package dev.seamwright.broker.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every request and answer is checked against openapi.yaml. */
class MatrixGridTest {
    private static final String PAIR = "/matrix?consumer=web&provider=orders";
    private static final TestBroker BROKER = TestBroker.start();
    private final ApiClient api = workspace();

    private static ApiClient workspace() {
        var name = "w" + UUID.randomUUID();
        ok(ApiClient.of(BROKER).post("/workspaces", "{\"name\":\"%s\"}".formatted(name)));
        return ApiClient.of(BROKER).with("Seamwright-Workspace", name);
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    private static JsonNode ok(TestBroker.Answer answer) {
        assertTrue(answer.status() < 300, answer.status() + " " + answer.body());
        return answer.json();
    }

    private JsonNode get(String path) {
        return ok(api.get(path));
    }

    private void version(String participant, String version, String branch, String tags) {
        ok(api.put(
                "/participants/%s/versions/%s".formatted(participant, version),
                "{\"branch\":\"%s\",\"tags\":[%s]}".formatted(branch, tags)));
    }

    private String pact(String version, String branch, String description) {
        var content = Given.document("web", "orders", description).replace("\"", "\\\"");
        ok(api.post("/participants/web/versions/%s/contracts".formatted(version), """
                {"branch":"%s","contracts":[{"kind":"pact","provider":"orders","content":"%s"}]}""".formatted(branch, content)));
        return get("/participants/web/versions/%s/contracts".formatted(version))
                .at("/items/0/sha256")
                .asText();
    }

    private void result(String sha256, String providerVersion, boolean success) {
        ok(api.post("/verifications", """
                {"contract":{"kind":"pact","sha256":"%s"},"provider":"orders","providerVersion":"%s","success":%s}""".formatted(sha256, providerVersion, success)));
    }

    private void deploy(String participant, String version, String environment) {
        ok(api.post("/deployments", """
                {"participant":"%s","version":"%s","environment":"%s"}""".formatted(participant, version, environment)));
    }

    /** Three versions of web, of which the first two say the same, and three of orders; 3 with 3 is not verified. */
    private void history() {
        ok(api.put("/environments/live", "{\"production\":true}"));
        version("orders", "1", "main", "");
        version("orders", "2", "main", "\"good\"");
        version("orders", "3", "trial", "\"good\"");
        var same = pact("1", "main", "list");
        pact("2", "main", "list");
        var later = pact("3", "trial", "find");
        result(same, "1", false);
        result(same, "1", true);
        result(same, "2", true);
        result(later, "2", false);
        deploy("web", "1", "live");
        deploy("web", "2", "live");
        deploy("orders", "2", "live");
    }

    /** A row as text: its version, and what each column says. */
    private static List<String> rows(JsonNode grid) {
        var rows = new ArrayList<String>();
        for (var row : grid.get("items")) {
            var text = new StringBuilder(row.at("/version/number").asText()).append(':');
            for (var result : row.get("results")) {
                text.append(' ').append(result.get("providerVersion").asText());
                text.append(result.get("success").asBoolean() ? '+' : '-');
            }
            rows.add(text.toString());
        }
        return rows;
    }

    private static List<String> columns(JsonNode grid) {
        return grid.get("columns").findValuesAsText("number");
    }

    @Test
    void versions_with_the_same_contract_have_the_same_results_and_the_newest_result_counts() {
        history();
        var grid = get(PAIR);
        assertEquals(List.of("3", "2", "1"), columns(grid));
        assertEquals(List.of("3: 2-", "2: 2+ 1+", "1: 2+ 1+"), rows(grid));
        assertEquals("replay", grid.at("/items/0/results/0/method").asText());
        assertEquals("trial", grid.at("/items/0/version/branches/0/name").asText());
        assertFalse(grid.get("moreColumns").asBoolean());
    }

    @Test
    void filters_of_a_side_apply_together() {
        history();
        assertEquals(List.of("2: 2+ 1+", "1: 2+ 1+"), rows(get(PAIR + "&consumerBranch=main")));
        // an environment has the last deployment of the application only
        assertEquals(
                List.of("2: 2+"), rows(get(PAIR + "&consumerEnvironment=live&providerTag=good&providerBranch=main")));
        assertEquals(List.of("2"), columns(get(PAIR + "&providerEnvironment=live&providerTag=good")));
        assertEquals(List.of(), rows(get(PAIR + "&consumerBranch=trial&consumerEnvironment=live")));
        assertEquals(List.of("3: 2-"), rows(get(PAIR + "&consumerVersion=3&providerVersion=2&kind=pact")));
        assertEquals(List.of(), rows(get(PAIR + "&kind=db-usage")));
    }

    @Test
    void rows_come_page_by_page_and_columns_are_told_to_be_more() {
        history();
        var first = get(PAIR + "&limit=2&columns=1");
        assertEquals(List.of("3"), columns(first));
        assertTrue(first.get("moreColumns").asBoolean());
        var second = get(PAIR + "&limit=2&columns=1&cursor=" + first.get("next").asText());
        assertEquals(List.of("1:"), rows(second));
        assertFalse(second.has("next"));
    }

    @Test
    void who_is_meant_has_to_be_said_and_to_exist() {
        history();
        assertEquals(404, api.get("/matrix?consumer=web&provider=nobody").status());
        assertEquals(404, api.get(PAIR + "&consumerEnvironment=nowhere").status());
        var unsaid = api.wrong("GET", "/matrix?consumer=web", null);
        assertEquals(400, unsaid.status());
        assertTrue(unsaid.body().contains("Is missing: name the provider."), unsaid.body());
        assertEquals(400, api.wrong("GET", PAIR + "&limit=500", null).status());
        assertEquals(400, api.wrong("GET", PAIR + "&columns=0", null).status());
        assertEquals(400, api.wrong("GET", PAIR + "&kind=openapi", null).status());
    }
}
