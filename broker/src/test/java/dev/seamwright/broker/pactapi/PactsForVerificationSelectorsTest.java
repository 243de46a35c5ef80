package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which pacts of api's consumers a selector means. web has a main branch, a feature, tags, and versions that run; app has one version
 * on its main branch, and job neither branch nor tag.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PactsForVerificationSelectorsTest {
    private static final String PATH = "/pacts/provider/api/for-verification";

    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private Given given;

    @BeforeAll
    void world() {
        broker = TestBroker.start();
        given = new Given(broker).inNewWorkspace();
        given.environment("prod");
        given.environment("test");
        pact("web", "1", "main");
        pact("web", "2", "main");
        pact("web", "3", "feat");
        pact("app", "1", "main");
        given.pact("job", "1", "api", "job 1");
        given.pact("job", "2", "api", "job 2");
        given.tagged("web", "1", "rc");
        given.tagged("web", "2", "rc");
        given.tagged("app", "1", "stable");
        given.deployed("web", "1", "prod", "east");
        given.deployed("web", "2", "prod", "west");
        given.deployed("web", "3", "test");
        given.released("web", "3", "prod");
        given.released("app", "1", "test");
        given.onBranch("app", "2", "empty");
    }

    private void pact(String consumer, String version, String branch) {
        given.onBranch(consumer, version, branch);
        given.pact(consumer, version, "api", consumer + " " + version);
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    private JsonNode ask(String body) {
        var answer = given.post(PATH, body);
        assertEquals(200, answer.status(), answer.body());
        return answer.json().at("/_embedded/pacts");
    }

    private JsonNode select(String... selectors) {
        return ask("{\"providerVersionBranch\":\"feat\",\"consumerVersionSelectors\":[%s]}"
                .formatted(String.join(",", selectors)));
    }

    /** {@code "app 1, web 2"}. */
    private static String names(JsonNode pacts) {
        return String.join(
                ", ",
                StreamSupport.stream(pacts.spliterator(), false)
                        .map(pact -> pact.at("/_links/self/name").asText())
                        .map(name -> name.replaceFirst("Pact between (\\S+) \\((\\S+)\\) and api", "$1 $2"))
                        .sorted()
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "nothing", textBlock = """
            {"mainBranch":true}                                         | app 1, web 2
            {"mainBranch":true,"consumer":"web"}                        | web 2
            {"branch":"feat"}                                           | web 3
            {"branch":"main","latest":true,"consumer":"app"}            | app 1
            {"branch":"empty"}                                          | nothing
            {"branch":true}                                             | app 1, web 2, web 3
            {"matchingBranch":true}                                     | web 3
            {"matchingBranch":true,"fallbackBranch":"main"}             | app 1, web 3
            {"branch":"feat","fallbackBranch":"main"}                   | app 1, web 3
            {"branch":"feat","fallbackBranch":"main","consumer":"app"}  | app 1
            {"tag":"rc"}                                                | web 1, web 2
            {"tag":"rc","latest":false}                                 | web 1, web 2
            {"tag":"rc","latest":true}                                  | web 2
            {"tag":"rc","latest":true,"fallbackTag":"stable"}           | app 1, web 2
            {"tag":"none"}                                              | nothing
            {"latest":true}                                             | app 1, job 2, web 3
            {"latest":true,"consumer":"job"}                            | job 2
            {"latest":true,"consumer":"nobody"}                         | nothing
            {"deployed":true}                                           | web 1, web 2, web 3
            {"deployed":true,"environment":"prod"}                      | web 1, web 2
            {"released":true}                                           | app 1, web 3
            {"released":true,"environment":"prod"}                      | web 3
            {"deployedOrReleased":true}                                 | app 1, web 1, web 2, web 3
            {"deployedOrReleased":true,"environment":"test"}            | app 1, web 3
            {"environment":"test"}                                      | app 1, web 3
            {"environment":"prod","consumer":"app"}                     | nothing
            """)
    void a_selector_means_certain_pacts(String selector, String expected) {
        assertEquals(expected == null ? "" : expected, names(select(selector)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"mainBranch":true,"branch":"x"}                    |                    | mainBranch and matchingBranch stand alone
            {"mainBranch":true,"matchingBranch":true}           |                    | mainBranch and matchingBranch stand alone
            {"mainBranch":true,"latest":true}                   |                    | mainBranch and matchingBranch stand alone
            {"matchingBranch":true,"branch":true}               |                    | mainBranch and matchingBranch stand alone
            {"mainBranch":true,"tag":"x"}                       |                    | Cannot combine a branch with a tag.
            {"branch":"x","tag":"y"}                            |                    | Cannot combine a branch with a tag.
            {"branch":"x","latest":false}                       | .latest            | Must not be false with a branch
            {"mainBranch":true,"latest":false}                  | .latest            | Must not be false with a branch
            {"fallbackBranch":"main"}                           | .fallbackBranch    | Needs a branch to fall back from.
            {"branch":true,"fallbackBranch":"main"}             | .fallbackBranch    | Needs a branch to fall back from.
            {"tag":"x","fallbackTag":"y"}                       | .fallbackTag       | Needs a tag and latest: true.
            {"latest":true,"fallbackTag":"y"}                   | .fallbackTag       | Needs a tag and latest: true.
            {"deployed":true,"released":true}                   |                    | Use one of deployed, released and deployedOrReleased.
            {"deployed":true,"deployedOrReleased":true}         |                    | Use one of deployed, released and deployedOrReleased.
            {"deployed":true,"mainBranch":true}                 |                    | Cannot combine what runs in an environment
            {"released":true,"tag":"x"}                         |                    | Cannot combine what runs in an environment
            {"environment":"prod","branch":"x"}                 |                    | Cannot combine what runs in an environment
            {"environment":"prod","latest":true}                |                    | Cannot combine what runs in an environment
            {"consumer":"web"}                                  |                    | Selects nothing
            {"mainBranch":false}                                |                    | Selects nothing
            {}                                                  |                    | Selects nothing
            {"mainBranch":"yes"}                                | .mainBranch        | Must be true or false.
            {"branch":" "}                                      | .branch            | Must be a string that is not blank.
            {"branch":false}                                    | .branch            | Must be a string that is not blank.
            {"tag":1}                                           | .tag               | Must be a string that is not blank.
            {"mainbranch":true}                                 | .mainbranch        | Is no selector key; use one of branch, consumer,
            """)
    void a_selector_that_contradicts_itself_is_refused_by_its_place(String selector, String field, String detail) {
        var answer = given.post(PATH, "{\"consumerVersionSelectors\":[{\"latest\":true},%s]}".formatted(selector));
        assertEquals(400, answer.status(), answer.body());
        var error = answer.json().get("errors").path("consumerVersionSelectors.1" + (field == null ? "" : field));
        assertTrue(error.path(0).asText().startsWith(detail), answer.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"consumerVersionSelectors":{"latest":true}}                            | consumerVersionSelectors
            {"consumerVersionSelectors":["latest"]}                                 | consumerVersionSelectors.0
            {"consumerVersionSelectors":[{"environment":"none"}]}                   | consumerVersionSelectors
            {"consumerVersionSelectors":[{"matchingBranch":true}]}                  | consumerVersionSelectors.0.matchingBranch
            {"providerVersionTags":[1]}                                             | providerVersionTags
            {"providerVersionBranch":1}                                             | providerVersionBranch
            {"providerVersionBranch":"","includePendingStatus":true}                | providerVersionBranch
            {"providerVersionBranch":" ","includeWipPactsSince":"2026-01-31"}       | providerVersionBranch
            {"includePendingStatus":"yes"}                                          | includePendingStatus
            {"includeWipPactsSince":"yesterday"}                                    | includeWipPactsSince
            """)
    void a_question_that_is_wrong_is_refused_by_its_place(String body, String field) {
        var answer = given.post(PATH, body);
        assertEquals(400, answer.status(), answer.body());
        assertEquals(field, answer.json().get("errors").fieldNames().next());
    }

    @Test
    void there_is_a_limit_to_selectors() {
        var selector = "{\"latest\":true}";
        assertEquals(
                "app 1, job 2, web 3",
                names(ask("{\"consumerVersionSelectors\":[%s]}"
                        .formatted(String.join(",", Collections.nCopies(200, selector))))));
        assertEquals(
                400,
                given.post(
                                PATH,
                                "{\"consumerVersionSelectors\":[%s]}"
                                        .formatted(String.join(",", Collections.nCopies(201, selector))))
                        .status());
    }

    @Test
    void without_selectors_it_is_the_main_branch_else_its_tag_else_the_newest_and_what_runs() {
        var byDefault = "app 1, job 2, web 1, web 2, web 3";
        assertEquals(byDefault, names(ask("{}")));
        assertEquals(byDefault, names(ask("{\"consumerVersionSelectors\":[]}")));
        assertEquals(byDefault, names(given.get(PATH).json().at("/_embedded/pacts")));

        var other = new Given(broker).inNewWorkspace();
        other.pact("web", "1", "api", "a");
        other.pact("web", "2", "api", "b");
        other.tagged("web", "1", "trunk");
        other.pact("app", "1", "api", "a");
        other.onBranch("app", "1", "main");
        other.onBranch("app", "2", "main");
        assertEquals(
                200,
                other.patch("/pacticipants/web", "{\"mainBranch\":\"trunk\"}").status());
        assertEquals(
                "web 1",
                names(other.post(PATH, "{}").json().at("/_embedded/pacts")),
                "the head of app's main branch has no pact");
    }

    @Test
    void a_provider_that_nobody_knows_has_nothing_to_verify() {
        var answer = given.post("/pacts/provider/nobody/for-verification", "{}");
        assertEquals(200, answer.status());
        assertEquals(0, answer.json().at("/_embedded/pacts").size());
    }

    @Test
    void a_content_that_several_selectors_find_is_listed_once_under_its_newest_version_with_all_reasons() {
        given.pact("twin", "1", "api", "same");
        given.pact("twin", "2", "api", "same");
        given.onBranch("twin", "2", "main");
        given.tagged("twin", "1", "old");
        var pacts = select(
                "{\"mainBranch\":true,\"consumer\":\"twin\"}",
                "{\"tag\":\"old\",\"consumer\":\"twin\"}",
                "{\"latest\":true,\"consumer\":\"twin\"}");
        assertEquals("twin 2", names(pacts));
        var reasons =
                List.of("the newest version on the main branch", "all versions with tag 'old'", "the newest version");
        var description = pacts.at("/0/shortDescription").asText();
        var notice = pacts.at("/0/verificationProperties/notices/0/text").asText();
        for (var reason : reasons) {
            assertTrue(description.contains(reason), description);
            assertTrue(notice.contains(reason), notice);
        }
        assertTrue(
                notice.startsWith(
                        "The pact at " + pacts.at("/0/_links/self/href").asText()),
                notice);
        assertEquals(204, given.delete("/pacticipants/twin").status());
    }

    @Test
    void a_reason_says_which_environment_and_which_fallback() {
        assertEquals(
                "deployed in environment 'prod'",
                select("{\"environment\":\"prod\",\"deployed\":true}")
                        .at("/0/shortDescription")
                        .asText());
        assertEquals(
                "the newest version on branch 'feat', or the fallback 'main'",
                select("{\"branch\":\"feat\",\"fallbackBranch\":\"main\",\"consumer\":\"app\"}")
                        .at("/0/shortDescription")
                        .asText());
    }

    @Test
    void the_list_links_to_itself_and_each_pact_to_its_document() {
        var list = given.post(PATH, "{}").json();
        assertEquals(broker.url() + PATH, list.at("/_links/self/href").asText());
        var self = list.at("/_embedded/pacts/0/_links/self");
        assertEquals("Pact between app (1) and api", self.get("name").asText());
        assertEquals(
                "app 1",
                given.get(self.get("href").asText())
                        .json()
                        .at("/interactions/0/description")
                        .asText());
        assertFalse(list.at("/_embedded/pacts/0/verificationProperties").has("wip"));
    }

    @Test
    void the_link_of_a_content_that_very_many_versions_have_can_be_followed() {
        for (var i = 0; i < 250; i++) {
            var version = "0123456789abcdef0123456789abcdef0123456789-" + i;
            given.pact("many", version, "api", "same");
            given.tagged("many", version, "all");
        }
        var pacts = select("{\"tag\":\"all\",\"consumer\":\"many\"}");
        var href = pacts.at("/0/_links/self/href").asText();
        assertEquals(200, given.get(href).status(), href.length() + " characters");
        assertEquals(204, given.delete("/pacticipants/many").status());
    }
}
