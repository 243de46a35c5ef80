package dev.seamwright.broker.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verdicts by our own API; web 1 was verified by api 1, which runs in production, and failed by api 2, the head of main. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerdictApiTest {
    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private ApiClient api;

    @BeforeAll
    void world() {
        broker = TestBroker.start();
        api = ApiClient.of(broker);
        var given = new Given(broker);
        given.environment("production");
        given.environment("empty");
        given.pact("web", "1", "api", "a");
        given.onBranch("web", "1", "fix");
        given.tagged("web", "1", "candidate");
        given.verified("web", "1", "api", "1", true);
        given.verified("web", "1", "api", "2", false);
        given.onBranch("api", "1", "old");
        given.tagged("api", "1", "old");
        given.deployed("api", "1", "production");
        given.version("api", "3");
        given.onBranch("api", "2", "main");
        assertEquals(
                200, api.put("/participants/api", "{\"mainBranch\":\"main\"}").status());
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    private JsonNode ask(String question, String body) {
        var answer = api.post("/verdicts/" + question, body);
        assertEquals(200, answer.status(), answer.body());
        return answer.json();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "version":"1"       | "environment","environment":"production" | yes     | all-successful
            "branch":"fix"      | "branch","branch":"old"                  | yes     | all-successful
            "tag":"candidate"   | "tag","tag":"old"                        | yes     | all-successful
            "version":"1"       | "main-branch"                            | no      | failed
            "version":"1"       | "latest"                                 | unknown | not-verified
            "version":"1"       | "environment","environment":"empty"      | no      | provider-missing
            "version":"none"    | "environment","environment":"production" | no      | version-missing
            """)
    void a_version_fits_to_a_target_or_not_and_the_reason_says_why(
            String version, String target, String deployable, String reason) {
        var verdict = ask("can-i-deploy", """
                {"versions":[{"participant":"web",%s}],"target":{"type":%s}}""".formatted(version, target));
        assertEquals(deployable, verdict.get("deployable").asText(), verdict.toString());
        assertEquals(
                reason,
                verdict.get("reasons").findValuesAsText("type").getLast(),
                verdict.get("reasons").toString());
    }

    @Test
    void a_row_names_both_sides_the_result_and_its_target() {
        var row = ask("can-i-deploy", """
                {"versions":[{"participant":"web","version":"1"}],"target":{"type":"main-branch"}}""").at("/rows/0");
        assertEquals("{\"type\":\"main-branch\"}", row.get("target").toString());
        assertEquals("web", row.get("consumer").asText());
        assertEquals("2", row.get("providerVersion").asText());
        assertEquals("failure", row.get("result").asText());
        assertEquals("replay", row.get("method").asText());
        assertTrue(row.has("verifiedAt"));
        var missing = ask("can-i-deploy", """
                {"versions":[{"participant":"web","version":"1"}],"target":{"type":"environment","environment":"empty"}}""");
        assertEquals("missing", missing.at("/rows/0/result").asText());
        assertFalse(missing.at("/rows/0").has("providerVersion"));
        assertEquals("api", missing.at("/reasons/0/subject/provider").asText());
    }

    @Test
    void what_is_ignored_does_not_count_and_what_cannot_be_ignored_is_a_warning() {
        var verdict = ask("can-i-deploy", """
                {"versions":[{"participant":"web","version":"1"}],"target":{"type":"main-branch"},
                 "ignore":[{"participant":"api","version":"2"},{"participant":"nobody"}]}""");
        assertEquals("yes", verdict.get("deployable").asText());
        assertEquals(1, verdict.get("ignored").asInt());
        assertEquals(
                List.of("ignored-unknown", "no-dependencies"),
                verdict.get("reasons").findValuesAsText("type"));
        assertEquals("warning", verdict.at("/reasons/0/level").asText());
    }

    @Test
    void a_merge_must_fit_to_the_main_branches_and_to_the_environments_that_are_named() {
        var provider = "{\"versions\":[{\"participant\":\"api\",\"version\":\"3\"}]%s}";
        assertEquals(
                "yes",
                ask("can-i-merge", provider.formatted("")).get("deployable").asText());
        var web = ask("can-i-merge", """
                {"versions":[{"participant":"web","version":"1"}],"environments":["production"]}""");
        assertEquals("no", web.get("deployable").asText());
        assertEquals(List.of("failed"), web.get("reasons").findValuesAsText("type"));
        assertEquals(1, web.get("failed").asInt());
        assertEquals(1, web.get("success").asInt());
        assertEquals(2, web.get("rows").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | {"versions":[{"participant":"none","version":"1"}],"target":{"type":"latest"}}
            404 | {"versions":[{"participant":"web","version":"1"}],"target":{"type":"environment","environment":"none"}}
            400 | {"versions":[{"participant":"web"}],"target":{"type":"latest"}}
            400 | {"versions":[{"participant":"web","version":"1","tag":"a"}],"target":{"type":"latest"}}
            400 | {"versions":[],"target":{"type":"latest"}}
            400 | {"versions":[{"participant":"web","version":"1"}],"target":{"type":"anything"}}
            400 | {"versions":[{"participant":"web","version":"1"}]}
            400 | {"versions":"web","target":{"type":"latest"}}
            400 | {"versions":[1],"target":{"type":"latest"}}
            """)
    void a_question_that_is_wrong_is_refused(int status, String body) {
        assertEquals(status, api.wrong("POST", "/verdicts/can-i-deploy", body).status());
    }
}
