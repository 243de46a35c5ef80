package dev.seamwright.broker.observation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What was seen to run beside what was recorded: a verdict does not rest on what is not so. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets them
class ObservedTest {
    private static final String ORDERS = "/environments/production/participants/orders/observed";

    private TestBroker broker;
    private ApiClient api;

    @BeforeAll
    void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    /** Web 1 fits orders 1, which is recorded to run in production. */
    @BeforeEach
    void workspace() {
        var name = "w" + UUID.randomUUID();
        ok(ApiClient.of(broker).post("/workspaces", "{\"name\":\"%s\"}".formatted(name)));
        api = ApiClient.of(broker).with("Seamwright-Workspace", name);
        ok(api.put("/environments/production", "{\"production\":true}"));
        var content = Given.document("web", "orders", "list").replace("\"", "\\\"");
        var published = ok(api.post("/participants/web/versions/1/contracts", """
                {"contracts":[{"kind":"pact","provider":"orders","content":"%s"}]}""".formatted(content)));
        for (var version : new String[] {"1", "2"}) {
            ok(api.put("/participants/orders/versions/" + version, "{\"branch\":\"main\"}"));
        }
        ok(api.post("/verifications", """
                {"contract":{"kind":"pact","sha256":"%s"},"provider":"orders","providerVersion":"1","success":true}""".formatted(
                        published.at("/contracts/0/sha256").asText())));
        deploy("orders", "1");
    }

    private static JsonNode ok(Answer answer) {
        assertTrue(answer.status() < 300, answer.status() + " " + answer.body());
        return answer.json();
    }

    private void deploy(String participant, String version) {
        ok(api.post("/deployments", """
                {"participant":"%s","version":"%s","environment":"production"}""".formatted(participant, version)));
    }

    private JsonNode canIDeploy() {
        return ok(api.post("/verdicts/can-i-deploy", """
                {"versions":[{"participant":"web","version":"1"}],"target":{"type":"environment","environment":"production"}}"""));
    }

    private String deployable() {
        return canIDeploy().get("deployable").asText();
    }

    private JsonNode observe(String version) {
        return ok(api.put(ORDERS, "{\"version\":\"%s\"}".formatted(version)));
    }

    @Test
    void what_nobody_observes_counts_as_recorded() {
        assertEquals("yes", deployable());
        assertEquals(404, api.get(ORDERS).status());
        assertEquals("RECORDED", observe("1").get("state").asText());
        assertEquals("yes", deployable());
    }

    @Test
    void what_runs_unrecorded_is_no_silent_yes() {
        var seen = observe("2");
        assertEquals("RECORD_MISMATCH", seen.get("state").asText());
        var verdict = canIDeploy();
        assertEquals("unknown", verdict.get("deployable").asText(), verdict::toPrettyString);
        var reason = verdict.get("reasons")
                .valueStream()
                .filter(one -> one.get("type").asText().equals("record-mismatch"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "RECORD_MISMATCH: version 1 of orders is recorded to run in production, and version 2 was observed. "
                        + "Record what runs: 'seamwright record-deployment -a orders -e 2 --environment production'",
                reason.get("text").asText());
        assertEquals("1", reason.at("/recorded/0").asText());
        assertEquals("2", reason.at("/observed/0").asText());

        deploy("orders", "2");
        assertEquals("RECORDED", ok(api.get(ORDERS)).get("state").asText());
        assertEquals("unknown", deployable(), "the pair was never verified");
        deploy("orders", "1");
        observe("1");
        assertEquals("yes", deployable());
    }

    @Test
    void what_is_recorded_and_does_not_run_is_a_mismatch_too() {
        ok(api.post("/deployments", """
                {"participant":"orders","version":"2","environment":"production","applicationInstance":"blue"}"""));
        var seen = observe("1");
        assertEquals("RECORD_MISMATCH", seen.get("state").asText());
        assertTrue(seen.get("text").asText().contains("seamwright record-undeployment -a orders"), seen::toString);
        ok(api.put(ORDERS, "{\"version\":\"2\",\"instance\":\"blue\"}"));
        assertEquals("RECORDED", ok(api.get(ORDERS)).get("state").asText());
    }

    @Test
    void a_no_tells_it_too() {
        var deployment =
                ok(api.get("/deployments?participant=orders")).at("/items/0/id").asText();
        ok(api.send("POST", "/deployments/" + deployment + "/end", null));
        observe("1");
        var verdict = canIDeploy();
        assertEquals("no", verdict.get("deployable").asText(), verdict::toPrettyString);
        assertTrue(
                verdict.get("reasons").toString().contains("no version of orders is recorded to run in production"),
                verdict::toPrettyString);
    }

    @Test
    void a_version_that_nobody_knows_can_run() {
        assertEquals("RECORD_MISMATCH", observe("built-by-hand").get("state").asText());
        assertEquals("unknown", deployable());
        var listed = ok(api.get("/environments/production/observed")).get("items");
        assertEquals(1, listed.size());
        assertEquals("built-by-hand", listed.at("/0/observed/0/version").asText());
        assertEquals(204, api.send("DELETE", ORDERS + "?instance=blue", null).status());
        assertEquals("unknown", deployable());
        assertEquals(204, api.send("DELETE", ORDERS, null).status());
        assertEquals("yes", deployable());
    }

    @Test
    void only_neighbours_of_whom_the_answer_speaks_count() {
        ok(api.put("/participants/stock/versions/1", "{\"branch\":\"main\"}"));
        ok(api.put("/environments/production/participants/stock/observed", "{\"version\":\"9\"}"));
        assertEquals("yes", deployable(), "nobody depends on it");
        observe("2");
        var ignoring = ok(api.post("/verdicts/can-i-deploy", """
                {"versions":[{"participant":"web","version":"1"}],"target":{"type":"environment","environment":"production"},
                 "ignore":[{"participant":"orders"}]}"""));
        assertEquals("yes", ignoring.get("deployable").asText(), ignoring::toPrettyString);
        ok(api.put("/environments/production/participants/web/observed", "{\"version\":\"0\"}"));
        assertEquals("unknown", deployable());
        observe("1");
        assertEquals("yes", deployable(), "what is to be deployed takes the place of what runs");
    }

    @Test
    void a_version_that_is_supported_may_run() {
        ok(api.post("/releases", """
                {"participant":"orders","version":"2","environment":"production"}"""));
        ok(api.put(ORDERS, "{\"version\":\"1\",\"instance\":\"a\"}"));
        assertEquals(
                "RECORDED",
                ok(api.put(ORDERS, "{\"version\":\"2\",\"instance\":\"b\"}"))
                        .get("state")
                        .asText());
    }
}
