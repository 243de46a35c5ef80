package dev.seamwright.broker.crosscheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pacts that are verified by the provider's OpenAPI document; each test in a workspace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossCheckVerificationTest {
    private final TestBroker broker = TestBroker.start();

    @SuppressWarnings("NullAway.Init")
    private ApiClient api;

    @SuppressWarnings("NullAway.Init")
    private String workspace;

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        workspace = "w" + UUID.randomUUID();
        ApiClient.of(broker).post("/workspaces", "{\"name\":\"%s\"}".formatted(workspace));
        api = ApiClient.of(broker).with("Seamwright-Workspace", workspace);
        ok(api.put("/environments/production", "{\"production\":true}"));
    }

    private static JsonNode ok(Answer answer) {
        assertTrue(answer.status() < 300, answer.body());
        return answer.json();
    }

    /** A document of orders that have these members, all of them required. */
    private static String document(String... members) {
        return """
                openapi: 3.1.0
                info: {title: Orders, version: '1'}
                paths:
                  /orders/{id}:
                    get:
                      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
                      responses:
                        '200':
                          description: An order.
                          content:
                            application/json:
                              schema:
                                type: object
                                required: [%s]
                                properties:
                %s
                """.formatted(
                        String.join(", ", members),
                        Stream.of(members)
                                .map(member -> " ".repeat(18) + member + ": {type: string}")
                                .collect(Collectors.joining("\n")));
    }

    /** A pact that relies on a member of an order. */
    private static String pact(String member) {
        return """
                {"consumer":{"name":"web"},"provider":{"name":"orders"},
                 "interactions":[{"description":"an order's %1$s","request":{"method":"GET","path":"/orders/1"},
                   "response":{"status":200,"headers":{"Content-Type":"application/json"},"body":{"%1$s":"x"},
                               "matchingRules":{"$.body.%1$s":{"match":"type"}}}}],
                 "metadata":{"pactSpecification":{"version":"2.0.0"}}}""".formatted(member);
    }

    private JsonNode publishPact(String version, String pact) {
        return publish("web", version, "pact", pact, null);
    }

    private JsonNode publishDocument(String version, String document, @Nullable Boolean evidence) {
        return publish("orders", version, "openapi", document, evidence);
    }

    private JsonNode publish(
            String participant, String version, String kind, String content, @Nullable Boolean evidence) {
        var body = JsonNodeFactory.instance.objectNode().put("branch", "main");
        var contract = body.putArray("contracts").addObject().put("kind", kind).put("content", content);
        if (kind.equals("pact")) {
            contract.put("provider", "orders");
        }
        if (evidence != null) {
            contract.putObject("evidence").put("success", evidence).put("verifier", "schemathesis");
        }
        return ok(api.post("/participants/%s/versions/%s/contracts".formatted(participant, version), body.toString()));
    }

    private void deploy(String participant, String version) {
        ok(api.post("/deployments", """
                {"participant":"%s","version":"%s","environment":"production"}""".formatted(participant, version)));
    }

    private JsonNode canIDeploy(String participant, String version) {
        return ok(api.post("/verdicts/can-i-deploy", """
                {"versions":[{"participant":"%s","version":"%s"}],"target":{"type":"environment","environment":"production"}}""".formatted(participant, version)));
    }

    /** The verdict, once nothing waits for a cross-check any more. */
    private JsonNode settled(String participant, String version) {
        return Eventually.get(
                () -> canIDeploy(participant, version),
                verdict -> !verdict.get("reasons").findValuesAsText("lacks").contains("waiting"));
    }

    private void assertDeployable(String expected, JsonNode verdict) {
        assertEquals(expected, verdict.get("deployable").asText(), verdict::toPrettyString);
    }

    @Test
    void a_pact_that_fits_the_document_of_what_runs_may_be_deployed() {
        publishDocument("1", document("id", "total"), true);
        deploy("orders", "1");
        publishPact("1", pact("total"));
        var verdict = settled("web", "1");
        assertDeployable("yes", verdict);
        assertEquals("cross-check", verdict.at("/rows/0/method").asText());
        var listed = api.get("/verifications?provider=orders").json().at("/items/0");
        assertEquals("cross-check", listed.get("method").asText());
        assertTrue(listed.get("verifiedBy").asText().startsWith("Seamwright cross-check"));
    }

    @Test
    void a_document_that_leaves_out_what_a_deployed_consumer_relies_on_may_not() {
        publishPact("1", pact("total"));
        publishDocument("1", document("id", "total"), true);
        assertDeployable("yes", settled("orders", "1"));
        deploy("orders", "1");
        deploy("web", "1");
        publishDocument("2", document("id"), true);
        var verdict = settled("orders", "2");
        assertDeployable("no", verdict);
        var row = verdict.at("/rows/0");
        assertEquals("web", row.get("consumer").asText());
        assertEquals("1", row.get("consumerVersion").asText());
        assertEquals("production", row.at("/target/environment").asText());
        var finding = row.at("/findings/0");
        assertEquals("\"an order's total\"", finding.get("interaction").asText());
        assertEquals(
                "/interactions/0/response/body/total",
                finding.at("/pact/pointer").asText());
        assertEquals("response-member-unknown", finding.get("rule").asText());
        assertEquals(13, finding.at("/document/line").asInt(), "of the document as it was written");
        assertTrue(
                verdict.at("/reasons/0/text").asText().contains("web is currently in production"),
                verdict::toPrettyString);

        var matrix = broker.get(
                        "/can-i-deploy?pacticipant=orders&version=2&environment=production",
                        "Seamwright-Workspace",
                        workspace)
                .json();
        assertFalse(matrix.at("/summary/deployable").asBoolean(true));
        assertEquals("BDCT", matrix.at("/matrix/0/verificationType").asText());
        assertEquals(row.get("findings"), matrix.at("/matrix/0/findings"));
    }

    @Test
    void a_break_that_hits_nobody_who_is_deployed_says_so() {
        publishDocument("1", document("id", "total"), true);
        publishPact("1", pact("id"));
        deploy("orders", "1");
        assertDeployable("yes", settled("web", "1"));
        deploy("web", "1");
        publishDocument("2", document("id"), true);
        var verdict = Eventually.get(
                () -> canIDeploy("orders", "2"),
                answer -> answer.get("reasons").findValuesAsText("type").contains("breaks-nobody"));
        assertDeployable("yes", verdict);
        var warning = verdict.at("/reasons/0");
        assertEquals("breaks-nobody", warning.get("type").asText(), verdict::toPrettyString);
        assertEquals("1", warning.get("before").asText());
        assertTrue(
                warning.get("text").asText().contains("hits nobody currently in production"), verdict::toPrettyString);
        assertEquals("breaking", warning.at("/changes/0/level").asText());
    }

    @Test
    void without_evidence_a_cross_check_does_not_count_and_the_verdict_says_so() {
        publishDocument("1", document("id", "total"), null);
        deploy("orders", "1");
        publishPact("1", pact("total"));
        var unknown = settled("web", "1");
        assertDeployable("unknown", unknown);
        assertEquals("no-evidence", unknown.at("/reasons/0/lacks").asText());
        assertTrue(
                unknown.at("/reasons/0/text").asText().contains("the pact fits the OpenAPI document of orders 1"),
                unknown::toPrettyString);

        publishDocument("1", document("id", "total"), false);
        assertEquals("not-kept", canIDeploy("web", "1").at("/reasons/0/lacks").asText());
        publishDocument("1", document("id", "total"), true);
        assertDeployable("yes", canIDeploy("web", "1"));
        publishDocument("1", document("id", "total"), false);
        assertDeployable("unknown", canIDeploy("web", "1"));
    }

    @Test
    void a_replay_goes_before_a_cross_check_as_long_as_there_is_one() {
        publishDocument("1", document("id"), true);
        deploy("orders", "1");
        var pact = publishPact("1", pact("total")).at("/contracts/0");
        assertDeployable("no", settled("web", "1"));
        ok(api.post("/verifications", """
                {"contract":{"kind":"pact","sha256":"%s"},"provider":"orders","providerVersion":"1","success":true}""".formatted(pact.get("sha256").asText())));
        var replayed = canIDeploy("web", "1");
        assertDeployable("yes", replayed);
        assertEquals("replay", replayed.at("/rows/0/method").asText());
        var result = broker.get(
                        "/pacts/provider/orders/consumer/web/version/1/verification-results/latest",
                        "Seamwright-Workspace",
                        workspace)
                .json()
                .at("/_links/self/href")
                .asText();
        assertEquals(
                204, broker.delete(result, "Seamwright-Workspace", workspace).status());
        assertDeployable("no", canIDeploy("web", "1"));
    }

    @Test
    void what_is_no_http_stays_unknown_with_the_reason() {
        publishDocument("1", document("id"), true);
        deploy("orders", "1");
        publishPact("1", """
                {"consumer":{"name":"web"},"provider":{"name":"orders"},
                 "interactions":[{"type":"Asynchronous/Messages","description":"an event","contents":{"content":{"a":1},
                   "contentType":"application/json","encoded":false}}],
                 "metadata":{"pactSpecification":{"version":"4.0"}}}""");
        var verdict = settled("web", "1");
        assertDeployable("unknown", verdict);
        assertEquals("undecided", verdict.at("/reasons/0/lacks").asText());
        assertTrue(verdict.at("/reasons/0/text").asText().contains("1 of its 1 interactions"), verdict::toPrettyString);
    }

    @Test
    void the_same_pact_and_the_same_document_have_the_same_result() {
        publishDocument("1", document("id"), true);
        deploy("orders", "1");
        publishPact("1", pact("total"));
        assertDeployable("no", settled("web", "1"));
        publishDocument("2", document("id"), true);
        deploy("orders", "2");
        var copied = settled("web", "1");
        assertDeployable("no", copied);
        assertEquals(2, copied.at("/rows/0/verificationNumber").asInt());
        assertEquals(
                "\"an order's total\"",
                copied.at("/rows/0/findings/0/interaction").asText());
    }

    @Test
    void a_document_that_is_replaced_is_checked_anew_and_needs_new_evidence() {
        try (var lenient = TestBroker.start(config -> new BrokerConfig(
                config.host(),
                config.port(),
                config.baseUrl(),
                config.dataDir(),
                config.database(),
                config.auth(),
                config.insecure(),
                config.operatorToken(),
                config.poolSize(),
                true))) {
            api = ApiClient.of(lenient);
            ok(api.put("/environments/production", "{\"production\":true}"));
            publishDocument("1", document("id", "total"), true);
            deploy("orders", "1");
            publishPact("1", pact("total"));
            assertDeployable("yes", settled("web", "1"));
            publishDocument("1", document("id"), null);
            var unproved = settled("web", "1");
            assertDeployable("unknown", unproved);
            assertEquals("no-evidence", unproved.at("/reasons/0/lacks").asText());
            assertTrue(unproved.at("/reasons/0/text").asText().contains("does not fit"), unproved::toPrettyString);
            publishDocument("1", document("id"), true);
            assertDeployable("no", settled("web", "1"));
        }
    }

    @Test
    void an_old_version_that_is_asked_about_is_checked_on_demand() {
        publishPact("1", pact("total"));
        publishPact("2", pact("id"));
        publishDocument("1", document("id"), true);
        deploy("orders", "1");
        var first = canIDeploy("web", "1");
        assertEquals(List.of("waiting"), first.get("reasons").findValuesAsText("lacks"), first::toPrettyString);
        assertDeployable("no", settled("web", "1"));
    }

    @Test
    void a_pact_that_was_cross_checked_alone_stays_pending() {
        publishDocument("1", document("id", "total"), true);
        deploy("orders", "1");
        publishPact("1", pact("total"));
        assertDeployable("yes", settled("web", "1"));
        var pacts = broker.post("/pacts/provider/orders/for-verification", """
                        {"consumerVersionSelectors":[{"mainBranch":true},{"latest":true}],"providerVersionBranch":"main","includePendingStatus":true}""", "Seamwright-Workspace", workspace)
                .json();
        assertTrue(
                pacts.at("/_embedded/pacts/0/verificationProperties/pending").asBoolean(false), pacts::toPrettyString);
    }
}
