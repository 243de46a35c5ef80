package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** PactFlow's API for provider contracts; each test in a workspace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderContractsTest {
    private static final String DOCUMENT = """
            openapi: 3.0.3
            info: {title: Api, version: '1'}
            paths:
              /order:
                get: {responses: {'200': {description: An order.}}}
            """;
    private static final String RESULTS = "/contracts/bi-directional/provider/api/version/1";
    private static final String OF_WEB = RESULTS + "/consumer/web/version/1";

    private final TestBroker broker = TestBroker.start();
    private final Given given = new Given(broker);

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        given.inNewWorkspace();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(String document, boolean success) {
        return """
                {"pacticipantVersionNumber":"1","branch":"main","tags":["dev"],"buildUrl":"https://ci.example.com/1",
                 "contract":{"content":"%s","contentType":"application/yaml","specification":"oas",
                   "selfVerificationResults":{"success":%s,"content":"%s","contentType":"text/plain","format":"text",
                                              "verifier":"my tool","verifierVersion":"1.0"}}}""".formatted(encoded(document), success, encoded("all is well"));
    }

    @Test
    void a_document_is_published_with_results_and_compared_with_pacts() {
        assertTrue(given.get("/")
                .json()
                .at("/_links/pf:publish-provider-contract/href")
                .asText()
                .endsWith("/provider-contracts/provider/{provider}/publish"));
        given.pact("web", "1", "api", "order");
        given.pact("mobile", "5", "api", "invoice");
        var answer = given.post("/provider-contracts/provider/api/publish", body(DOCUMENT, true));
        assertEquals(200, answer.status(), answer.body());
        assertEquals("1", answer.json().at("/_embedded/version/number").asText());
        assertEquals("success", answer.json().at("/notices/0/type").asText());
        assertEquals(
                "dev",
                answer.json().at("/_links/pb:pacticipant-version-tags/0/name").asText());
        assertTrue(answer.json().at("/_links/pb:branch-version/href").asText().endsWith("/branches/main/versions/1"));
        assertEquals(
                "https://ci.example.com/1",
                given.get("/pacticipants/api/versions/1").json().get("buildUrl").asText());

        var document = given.get(RESULTS + "/provider-contract").json();
        assertEquals(DOCUMENT, document.get("content").asText(), "as it was written");
        assertEquals("application/yaml", document.get("contentType").asText());
        var results =
                given.get(RESULTS + "/provider-contract-verification-results").json();
        assertTrue(results.get("success").booleanValue());
        assertEquals("my tool", results.get("verifier").asText());
        assertEquals(encoded("all is well"), results.get("content").asText());

        var all = Eventually.get(
                () -> given.get(RESULTS + "/cross-contract-verification-results")
                        .json(),
                found -> found.get("results").size() == 2);
        assertFalse(all.get("success").booleanValue());
        assertEquals("mobile", all.at("/results/0/consumer/name").asText());
        assertEquals(
                "request-operation-unknown",
                all.at("/results/0/findings/0/rule").asText());
        var ofWeb = given.get(OF_WEB + "/cross-contract-verification-results").json();
        assertTrue(ofWeb.get("success").booleanValue(), ofWeb::toPrettyString);
        assertEquals("1", ofWeb.at("/results/0/consumer/version").asText());
        assertTrue(given.get(OF_WEB + "/consumer-contract")
                .json()
                .get("content")
                .asText()
                .contains("/order"));
        assertEquals(
                404,
                given.get(RESULTS + "/consumer/web/version/2/cross-contract-verification-results")
                        .status());
    }

    @Test
    void the_older_way_publishes_too() {
        var answer = given.put("/contracts/provider/api/version/1", """
                {"content":"%s","contractType":"oas","contentType":"application/yaml",
                 "verificationResults":{"success":false,"verifier":"my tool"}}""".formatted(encoded(DOCUMENT)));
        assertEquals(201, answer.status(), answer.body());
        assertTrue(answer.body().contains("does not keep it"), answer.body());
        var results =
                given.get(RESULTS + "/provider-contract-verification-results").json();
        assertEquals("failed", results.get("verificationStatus").asText());
    }

    @Test
    void what_is_no_openapi_document_is_refused_and_nothing_is_stored() {
        var unknown = given.post("/provider-contracts/provider/api/publish", body("some: contract\n", true));
        assertEquals(422, unknown.status(), unknown.body());
        var other = given.post(
                "/provider-contracts/provider/api/publish", body(DOCUMENT, true).replace("\"oas\"", "\"asyncapi\""));
        assertEquals(400, other.status());
        assertTrue(other.json().at("/errors/contract.specification").isArray(), other.body());
        var unreadable = given.post(
                "/provider-contracts/provider/api/publish", body(DOCUMENT, true).replace(encoded(DOCUMENT), "%%%"));
        assertTrue(unreadable.status() == 400 || unreadable.status() == 422, unreadable.body());
        assertEquals(404, given.get("/pacticipants/api").status());
    }
}
