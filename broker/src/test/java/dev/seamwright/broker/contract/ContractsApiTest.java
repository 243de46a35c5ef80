package dev.seamwright.broker.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contracts of every kind, their verifications and seams by our own API; each test in a workspace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractsApiTest {
    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private ApiClient api;

    @SuppressWarnings("NullAway.Init")
    private String workspace;

    @BeforeAll
    void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        workspace = "w" + UUID.randomUUID();
        ApiClient.of(broker).post("/workspaces", "{\"name\":\"%s\"}".formatted(workspace));
        api = ApiClient.of(broker).with("Seamwright-Workspace", workspace);
    }

    private static ObjectNode contract(String kind, String content) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind).put("content", content);
    }

    private static ObjectNode pact(String consumer, String provider, String description) {
        return contract("pact", Given.document(consumer, provider, description)).put("provider", provider);
    }

    private static String body(ObjectNode... contracts) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("contracts").addAll(List.of(contracts));
        return body.toString();
    }

    private JsonNode publish(String participant, String version, ObjectNode... contracts) {
        var answer =
                api.post("/participants/%s/versions/%s/contracts".formatted(participant, version), body(contracts));
        assertEquals(200, answer.status(), answer.body());
        return answer.json();
    }

    private Answer verify(JsonNode contract, String provider, String version, boolean success) {
        var answer = api.post("/verifications", """
                {"contract":{"kind":"%s","sha256":"%s"},"provider":"%s","providerVersion":"%s","success":%s,
                 "verifiedBy":"tool 1.2","buildUrl":"https://ci.example.com/1"}""".formatted(
                        contract.get("kind").asText(), contract.get("sha256").asText(), provider, version, success));
        assertEquals(201, answer.status(), answer.body());
        return answer;
    }

    private List<String> pages(String path, String pointer) {
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = api.get(path + (path.contains("?") ? "&" : "?") + "limit=2" + cursor)
                    .json();
            page.get("items").forEach(item -> seen.add(item.at(pointer).asText()));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
        } while (!cursor.isEmpty());
        return seen;
    }

    @Test
    void a_version_publishes_contracts_of_every_kind_at_once() {
        var published = publish(
                "web",
                "1",
                pact("web", "api", "list"),
                contract(
                        "openapi",
                        "openapi: 3.1.0\ninfo: {title: Web, version: '1'}\npaths:\n  /a:\n    get: {responses: {200: {description: x}}}\n"),
                contract("db-usage", Given.usage("SELECT 1")).put("provider", "db"),
                contract("db-schema", Given.schema("shop")));
        assertEquals("web", published.at("/version/participant").asText());
        assertEquals(
                List.of("db-schema", "db-usage", "openapi", "pact"),
                published.get("contracts").findValuesAsText("kind"));
        assertEquals(List.of("db", "api"), published.get("contracts").findValuesAsText("provider"));
        assertEquals(4, published.get("notices").size());
        var listed = api.get("/participants/web/versions/1/contracts").json();
        assertEquals(published.get("contracts"), listed.get("items"));

        for (var contract : listed.get("items")) {
            var document = api.get("/contracts/%s/%s"
                            .formatted(
                                    contract.get("kind").asText(),
                                    contract.get("sha256").asText()))
                    .json();
            switch (contract.get("kind").asText()) {
                case "pact" ->
                    assertEquals(
                            "list", document.at("/interactions/0/description").asText());
                case "openapi" ->
                    assertEquals(
                            "x",
                            document.at("/paths/~1a/get/responses/200/description")
                                    .asText());
                case "db-usage" -> assertEquals(Given.usage("SELECT 1"), document.toString());
                default -> assertEquals(Given.schema("shop"), document.toString());
            }
        }
        var entry = api.get("/audit/entries?action=contract.publish").json().toString();
        assertTrue(entry.contains("db-schema") && entry.contains("\"outcome\":\"created\""), entry);
    }

    @Test
    void a_pact_published_here_is_served_by_the_pact_api_and_has_a_verdict() {
        var contract = publish("web", "1", pact("web", "api", "list")).at("/contracts/0");
        var pact = broker.get("/pacts/provider/api/consumer/web/version/1", "Seamwright-Workspace", workspace);
        assertEquals("list", pact.json().at("/interactions/0/description").asText());
        verify(contract, "api", "7", true);
        var result = broker.get(
                "/pacts/provider/api/consumer/web/version/1/verification-results/latest",
                "Seamwright-Workspace",
                workspace);
        assertTrue(result.json().get("success").booleanValue());
        assertEquals("tool 1.2", result.json().at("/verifiedBy/implementation").asText());
        var verdict = api.post("/verdicts/can-i-deploy", """
                {"versions":[{"participant":"web","version":"1"}],"target":{"type":"latest"}}""");
        assertEquals("yes", verdict.json().get("deployable").asText());
    }

    @Test
    void a_database_is_asked_for_a_verdict_like_a_provider_and_the_pact_api_shows_links_that_lead_somewhere() {
        var usage = publish(
                        "web",
                        "1",
                        contract("db-usage", Given.usage("SELECT 1")).put("provider", "db"))
                .at("/contracts/0");
        var question = """
                {"versions":[{"participant":"web","version":"1"}],"target":{"type":"latest"}}""";
        verify(usage, "db", "1", false);
        assertEquals(
                "no",
                api.post("/verdicts/can-i-deploy", question)
                        .json()
                        .get("deployable")
                        .asText());
        verify(usage, "db", "1", true);
        assertEquals(
                "yes",
                api.post("/verdicts/can-i-deploy", question)
                        .json()
                        .get("deployable")
                        .asText());
        var matrix = broker.get(
                        "/matrix?q%5B%5D%5Bpacticipant%5D=web&latestby=cvp&latest=true",
                        "Seamwright-Workspace", workspace)
                .json()
                .at("/matrix/0");
        assertTrue(matrix.at("/verificationResult/success").booleanValue(), matrix.toString());
        for (var link : List.of("/pact/_links/self/href", "/verificationResult/_links/self/href")) {
            var href = matrix.at(link).asText();
            assertEquals(
                    200, broker.get(href, "Seamwright-Workspace", workspace).status(), href);
        }
    }

    @Test
    void the_same_again_changes_nothing_and_another_content_is_refused_with_all_that_came_with_it() {
        var first = publish("api", "1", contract("openapi", "{\"openapi\":\"3.1.0\",\"paths\":{}}"));
        var again = publish("api", "1", contract("openapi", "{ \"paths\":{}, \"openapi\":\"3.1.0\"}"));
        assertEquals(first.get("contracts"), again.get("contracts"), "the order of keys is no difference");
        var refused = api.post(
                "/participants/api/versions/1/contracts",
                body(pact("api", "other", "a"), contract("openapi", "{\"openapi\":\"3.1.0\",\"paths\":{\"/a\":{}}}")));
        assertEquals(409, refused.status());
        assertTrue(refused.json().get("detail").asText().contains("kind 'openapi'"), refused.body());
        assertEquals(1, api.get("/contracts").json().get("items").size());
        assertEquals(404, api.get("/participants/other").status());

        publish("web", "1", pact("web", "api", "a"));
        var other = api.post("/participants/web/versions/1/contracts", body(pact("web", "api", "b")));
        assertEquals(409, other.status());
        var merged = publish("web", "1", pact("web", "api", "b").put("onConflict", "merge"));
        assertEquals(2, merged.at("/contracts/0/revision").asInt());
    }

    @Test
    void where_contents_may_change_a_document_is_replaced() {
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
            var path = "/participants/db/versions/1/contracts";
            var client = ApiClient.of(lenient);
            var first = client.post(path, body(contract("db-schema", Given.schema("a"))))
                    .json()
                    .at("/contracts/0");
            var second = client.post(path, body(contract("db-schema", Given.schema("b"))))
                    .json()
                    .at("/contracts/0");
            assertEquals(2, second.get("revision").asInt());
            assertEquals(second, client.get(path).json().at("/items/0"));
            assertEquals(
                    404,
                    client.get("/contracts/db-schema/" + first.get("sha256").asText())
                            .status());
        }
    }

    @Test
    void a_participant_can_have_a_pact_with_itself() {
        publish("web", "1", pact("web", "web", "a"));
        assertEquals(List.of("web"), pages("/contracts", "/provider"));
        assertEquals(List.of("web"), pages("/seams", "/provider"));
    }

    @Test
    void a_retry_with_the_same_key_gets_the_first_answer() {
        var keyed = api.with("Idempotency-Key", UUID.randomUUID().toString());
        var body = body(contract("db-schema", Given.schema("shop")));
        var first = keyed.post("/participants/db/versions/1/contracts", body);
        var second = keyed.post("/participants/db/versions/1/contracts", body);
        assertEquals("true", second.header("Idempotency-Replayed"));
        assertEquals(first.body(), second.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                                  | /contracts
            {"contracts":[]}                                                                    | /contracts
            {"contracts":{}}                                                                    | /contracts
            {"contracts":[1]}                                                                   | /contracts/0
            {"contracts":[{"content":"{}"}]}                                                    | /contracts/0/kind
            {"contracts":[{"kind":"wsdl","content":"{}"}]}                                      | /contracts/0/kind
            {"contracts":[{"kind":"pact","content":"{}"}]}                                      | /contracts/0/provider
            {"contracts":[{"kind":"db-usage","content":"{}"}]}                                  | /contracts/0/provider
            {"contracts":[{"kind":"openapi","provider":"x","content":"{}"}]}                    | /contracts/0/provider
            {"contracts":[{"kind":"db-schema"}]}                                                | /contracts/0/content
            {"contracts":[{"kind":"db-schema","content":"{"}]}                                  | /contracts/0/content
            {"contracts":[{"kind":"db-schema","content":"[]"}]}                                 | /contracts/0/content
            {"contracts":[{"kind":"db-schema","content":"a: 1"}]}                               | /contracts/0/content
            {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0","onConflict":"merge"}]}            | /contracts/0/onConflict
            {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0","onConflict":"guess"}]}            | /contracts/0/onConflict
            {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0"},{"kind":"openapi","content":"openapi: 3.1.0"}]} | /contracts
            {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0"}],"tags":[1]}                      | /tags/0
            {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0"}],"buildUrl":"javascript:alert(1)"} | /buildUrl
            {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0","evidence":true}]}                | /contracts/0/evidence
            {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0","evidence":{}}]}                  | /contracts/0/evidence/success
            {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0","evidence":{"success":true,"verifier":1}}]} | /contracts/0/evidence/verifier
            {"contracts":[{"kind":"db-schema","content":"{}","evidence":{"success":true}}]}              | /contracts/0/evidence
            {"contracts":[{"kind":"pact","provider":"p","content":"{\\"consumer\\":{\\"name\\":\\"x\\"}}"}]} | /contracts/0/content/consumer/name
            """)
    void what_is_wrong_is_refused_by_its_place_and_nothing_is_stored(String body, String pointer) {
        var answer = api.wrong("POST", "/participants/web/versions/1/contracts", body);
        assertEquals(400, answer.status(), answer.body());
        assertEquals(pointer, answer.json().at("/errors/0/pointer").asText(), answer.body());
        assertEquals(404, api.get("/participants/web").status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: 1                                                                   | has no version
            openapi: '4.0'                                                         | is version 4.0
            openapi: 3.1.0\\na: [1                                                 | line 2
            openapi: 3.1.0\\nopenapi: 3.1.0                                        | line 2
            {\\"openapi\\":\\"3.1.0\\",\\n\\"a\\":}                                      | line 2
            openapi: 3.1.0\\ncomponents: {schemas: {A: {$ref: 'other.yaml#/A'}}}   | other.yaml
            """)
    void an_openapi_document_that_is_not_understood_is_refused_with_its_line_and_nothing_is_stored(
            String content, String said) {
        var answer = api.send(
                "POST",
                "/participants/api/versions/1/contracts",
                body(contract("openapi", content.translateEscapes().translateEscapes())));
        assertEquals(422, answer.status(), answer.body());
        assertEquals(
                "/contracts/0/content", answer.json().at("/errors/0/pointer").asText(), answer.body());
        assertTrue(answer.json().get("detail").asText().contains(said), answer.body());
        assertEquals(404, api.get("/participants/api").status());
    }

    @Test
    void an_openapi_document_comes_with_evidence_that_its_publisher_keeps_it() {
        var document = "openapi: 3.1.0\ninfo: {title: Api, version: '1'}\npaths: {}\n";
        var bare = publish("api", "1", contract("openapi", document));
        assertFalse(bare.at("/contracts/0").has("evidence"), bare.toString());
        assertTrue(bare.at("/notices/0/text").asText().contains("without evidence"), bare.toString());
        assertEquals(404, api.get("/participants/api/versions/1/evidence").status());

        var failed = contract("openapi", document);
        failed.putObject("evidence").put("success", false);
        publish("api", "1", failed);
        var proved = contract("openapi", document);
        proved.putObject("evidence")
                .put("success", true)
                .put("verifier", "schemathesis")
                .put("verifierVersion", "4.1")
                .put("format", "junit")
                .put("contentType", "application/xml")
                .put("content", "<testsuites/>");
        var published = publish("api", "1", proved).at("/contracts/0");
        assertEquals(bare.at("/contracts/0/sha256"), published.get("sha256"));
        assertEquals("schemathesis", published.at("/evidence/verifier").asText());
        assertEquals(published, api.get("/contracts?kind=openapi").json().at("/items/0"));
        var evidence = api.get("/participants/api/versions/1/evidence").json();
        assertTrue(evidence.get("success").booleanValue());
        assertEquals("<testsuites/>", evidence.get("content").asText());
        assertEquals("application/xml", evidence.get("contentType").asText());
        publish("api", "1", contract("openapi", document));
        assertEquals(evidence, api.get("/participants/api/versions/1/evidence").json(), "it stays");

        publish("api", "2", contract("openapi", document));
        assertEquals(
                404,
                api.get("/participants/api/versions/2/evidence").status(),
                "what one version keeps says nothing of another one");
    }

    @Test
    void what_is_doubtful_about_an_openapi_document_is_told() {
        var published = publish(
                "api",
                "1",
                contract(
                        "openapi",
                        "openapi: 3.1.0\npaths:\n  /a:\n    get:\n      responses: {200: {description: x, content: {text/plain: {schema: {$id: 'x'}}}}}\n"));
        var notices = published.get("notices").toString();
        assertTrue(notices.contains("swagger-parser: attribute info is missing"), notices);
        assertTrue(notices.contains("\"level\":\"warning\",\"text\":\"Line 5, column"), notices);
    }

    @Test
    void contracts_come_in_pages_newest_version_first_and_are_filtered() {
        publish("web", "1", pact("web", "api", "a"), pact("web", "db", "a"), contract("openapi", "openapi: 3.0.0"));
        publish("web", "2", pact("web", "api", "b"), pact("web", "db", "b"));
        publish("api", "1", contract("openapi", "openapi: 3.0.1"));
        assertEquals(List.of("1", "2", "2", "1", "1", "1"), pages("/contracts", "/version"));
        assertEquals(List.of("", "api", "db", "", "api", "db"), pages("/contracts", "/provider"));
        assertEquals(List.of("2", "2", "1", "1", "1"), pages("/contracts?consumer=web", "/version"));
        assertEquals(List.of("1", "2", "1"), pages("/contracts?provider=api", "/version"));
        assertEquals(List.of("api", "web"), pages("/contracts?kind=openapi", "/participant"));
        assertEquals(404, api.get("/contracts?consumer=nobody").status());
        assertEquals(400, api.wrong("GET", "/contracts?kind=wsdl", null).status());
        assertEquals(400, api.get("/contracts?cursor=abc").status());
        var next = api.get("/contracts?limit=2").json().get("next").asText();
        api.delete("/participants/web/versions/2");
        assertEquals(400, api.get("/contracts?cursor=" + next).status());
        assertEquals(404, api.get("/participants/web/versions/2/contracts").status());
    }

    @Test
    void a_document_goes_with_the_last_version_that_publishes_it() {
        var sha = publish("db", "1", contract("db-schema", Given.schema("shop")))
                .at("/contracts/0/sha256")
                .asText();
        assertEquals(
                sha,
                publish("copy", "1", contract("db-schema", Given.schema("shop")))
                        .at("/contracts/0/sha256")
                        .asText());
        api.delete("/participants/db");
        assertEquals(200, api.get("/contracts/db-schema/" + sha).status());
        api.delete("/participants/copy");
        assertEquals(404, api.get("/contracts/db-schema/" + sha).status());
        assertEquals(404, api.get("/contracts/pact/" + sha).status());
        assertEquals(400, api.wrong("GET", "/contracts/pact/1", null).status());
        assertEquals(400, api.wrong("GET", "/contracts/wsdl/" + sha, null).status());
    }

    @Test
    void verifications_come_in_pages_newest_first_and_are_filtered() {
        var pact = publish("web", "1", pact("web", "api", "a")).at("/contracts/0");
        var usage = publish(
                        "web",
                        "2",
                        contract("db-usage", Given.usage("SELECT 1")).put("provider", "db"))
                .at("/contracts/0");
        var first = verify(pact, "api", "1", false).json();
        assertEquals("replay", first.get("method").asText());
        assertEquals("web", first.get("consumer").asText());
        assertEquals("tool 1.2", first.get("verifiedBy").asText());
        verify(pact, "api", "2", true);
        assertEquals(
                "query-replay",
                verify(usage, "db", "1", true).json().get("method").asText());
        assertEquals(List.of("1", "2", "1"), pages("/verifications", "/providerVersion"));
        assertEquals(first, api.get("/verifications").json().at("/items/2"));
        assertEquals(List.of("2", "1"), pages("/verifications?provider=api", "/number"));
        assertEquals(List.of("1"), pages("/verifications?provider=api&providerVersion=1", "/number"));
        assertEquals(List.of("db", "api", "api"), pages("/verifications?consumer=web", "/provider"));
        assertEquals(List.of("db"), pages("/verifications?kind=db-usage", "/provider"));
        assertEquals(
                List.of("api", "api"),
                pages("/verifications?sha256=" + pact.get("sha256").asText(), "/provider"));
        assertEquals(400, api.get("/verifications?providerVersion=1").status());
        assertEquals(
                404, api.get("/verifications?provider=api&providerVersion=9").status());
        assertEquals(
                400, api.get("/verifications?cursor=WyJwYWN0IiwiMSIsIjEiXQ").status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"provider":"api","providerVersion":"1","success":true}                        | /contract
            400 | {"contract":{"sha256":"@"},"provider":"api","providerVersion":"1","success":true} | /contract/kind
            400 | {"contract":{"kind":"pact","sha256":"1"},"provider":"api","providerVersion":"1","success":true} | /contract/sha256
            400 | {"contract":{"kind":"openapi","sha256":"@"},"provider":"api","providerVersion":"1","success":true} | /contract/kind
            400 | {"contract":{"kind":"pact","sha256":"@"},"providerVersion":"1","success":true} | /provider
            400 | {"contract":{"kind":"pact","sha256":"@"},"provider":"api","providerVersion":"1","success":true,"buildUrl":"ftp://x"} | /buildUrl
            400 | {"contract":{"kind":"pact","sha256":"@"},"provider":"api","success":true}      | /providerVersion
            400 | {"contract":{"kind":"pact","sha256":"@"},"provider":"api","providerVersion":"1"} | /success
            400 | {"contract":{"kind":"pact","sha256":"@"},"provider":"api","providerVersion":"1","success":true,"method":"query-replay"} | /method
            400 | {"contract":{"kind":"pact","sha256":"@"},"provider":"api","providerVersion":"1","success":true,"method":"guess"} | /method
            404 | {"contract":{"kind":"pact","sha256":"@"},"provider":"web","providerVersion":"1","success":true} |
            404 | {"contract":{"kind":"db-usage","sha256":"@"},"provider":"api","providerVersion":"1","success":true} |
            """)
    void a_verification_that_is_wrong_is_refused_by_its_place(int status, String body, String pointer) {
        var sha = publish("web", "1", pact("web", "api", "a"))
                .at("/contracts/0/sha256")
                .asText();
        var answer = api.wrong("POST", "/verifications", body.replace("@", sha));
        assertEquals(status, answer.status(), answer.body());
        assertEquals(
                pointer == null ? "" : pointer,
                answer.json().at("/errors/0/pointer").asText());
        assertEquals(0, api.get("/verifications").json().get("items").size());
    }

    @Test
    void a_seam_shows_its_newest_contract_and_its_result() {
        publish("web", "1", pact("web", "api", "a"), contract("openapi", "openapi: 3.0.0"));
        publish("app", "1", pact("app", "api", "a"));
        publish("web", "2", contract("db-usage", Given.usage("SELECT 1")).put("provider", "db"));
        var newest = publish("web", "3", pact("web", "api", "b")).at("/contracts/0");
        assertEquals(List.of("app", "web", "web"), pages("/seams", "/consumer"), "an OpenAPI document is no seam");
        assertEquals(List.of("api", "api", "db"), pages("/seams", "/provider"));
        assertEquals(List.of("api", "db"), pages("/seams?consumer=web", "/provider"));
        assertEquals(List.of("app", "web"), pages("/seams?provider=api", "/consumer"));
        assertEquals(List.of("db"), pages("/seams?kind=db-usage", "/provider"));

        var unknown = api.get("/seams?consumer=web&kind=pact").json().at("/items/0");
        assertEquals("unknown", unknown.get("result").asText());
        assertEquals(newest, unknown.get("contract"));
        assertFalse(unknown.has("verification"));
        var failed = verify(newest, "api", "1", false).json();
        assertEquals(failed, api.get("/seams?consumer=web&kind=pact").json().at("/items/0/verification"));
        assertEquals("failed", pages("/seams?consumer=web&kind=pact", "/result").getFirst());
        verify(newest, "api", "1", true);
        assertEquals(
                "success", pages("/seams?consumer=web&kind=pact", "/result").getFirst());
    }
}
