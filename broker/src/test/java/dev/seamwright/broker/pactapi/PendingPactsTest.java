package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.contracts.VersionNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pacts that a provider has not verified yet, and work in progress: what does not fail its build. */
class PendingPactsTest {
    private static final String PATH = "/pacts/provider/api/for-verification";
    private static final String LATEST = "\"consumerVersionSelectors\":[{\"latest\":true}]";
    private static final String MAIN = "\"consumerVersionSelectors\":[{\"mainBranch\":true}]";
    private static final String WIP = "\"includeWipPactsSince\":\"2020-01-01\"";

    static TestBroker broker;
    Given given;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        given = new Given(broker).inNewWorkspace();
        given.onBranch("web", "1", "main");
        given.pact("web", "1", "api", "a");
    }

    private JsonNode ask(String... members) {
        var answer = given.post(PATH, "{" + String.join(",", members) + "}");
        assertEquals(200, answer.status(), answer.body());
        return answer.json().at("/_embedded/pacts");
    }

    private static String branch(String name) {
        return "\"providerVersionBranch\":\"%s\"".formatted(name);
    }

    private static String tags(String names) {
        return "\"providerVersionTags\":[%s]".formatted(names);
    }

    private boolean pending(String... members) {
        var all = new ArrayList<>(List.of(members));
        all.add(LATEST);
        var pacts = ask(all.toArray(String[]::new));
        assertEquals(1, pacts.size(), pacts.toString());
        return pacts.at("/0/verificationProperties/pending").booleanValue();
    }

    /** Verifies on a branch, as clients do: first the branch, then the result. */
    private void verifiedOn(String providerBranch, String providerVersion, boolean success) {
        given.onBranch("api", providerVersion, providerBranch);
        given.verified("web", "1", "api", providerVersion, success);
    }

    /** Publishes a result through the link of the one pact that the question lists. */
    private JsonNode verify(JsonNode pact, String providerVersion, boolean success) {
        var document = given.get(pact.at("/_links/self/href").asText()).json();
        var answer = given.post(
                document.at("/_links/pb:publish-verification-results/href").asText(),
                "{\"success\":%s,\"providerApplicationVersion\":\"%s\"}".formatted(success, providerVersion));
        assertEquals(201, answer.status(), answer.body());
        return answer.json();
    }

    /** The descriptions of the pacts that are work in progress. */
    private List<String> wip(String... members) {
        var all = new ArrayList<>(List.of(members));
        all.add(MAIN);
        all.add(WIP);
        return StreamSupport.stream(ask(all.toArray(String[]::new)).spliterator(), false)
                .filter(pact -> pact.at("/verificationProperties/wip").booleanValue())
                .map(pact -> pact.get("shortDescription").asText())
                .toList();
    }

    @Test
    void a_pact_is_pending_for_a_branch_until_a_version_on_it_has_verified_it_with_success() {
        assertTrue(pending(branch("main")));
        verifiedOn("main", "1", false);
        assertTrue(pending(branch("main")));
        verifiedOn("main", "2", true);
        assertFalse(pending(branch("main")));
        verifiedOn("main", "3", false);
        assertFalse(pending(branch("main")), "what was verified once fails the build");
    }

    @Test
    void a_success_on_another_branch_counts_if_it_came_before_the_branch() {
        given.onBranch("api", "1", "old");
        verifiedOn("main", "2", true);
        assertTrue(pending(branch("old")), "it was there before the success");
        assertFalse(pending(branch("not-yet-there")));
        given.onBranch("api", "3", "new");
        assertFalse(pending(branch("new")));
    }

    @Test
    void with_tags_a_pact_is_pending_if_it_is_for_one_of_them() {
        given.version("api", "0");
        given.tagged("api", "0", "x");
        given.tagged("api", "1", "y");
        assertTrue(pending(tags("\"x\"")));
        given.verified("web", "1", "api", "1", true);
        assertFalse(pending(tags("\"y\"")));
        assertTrue(pending(tags("\"x\"")));
        assertTrue(pending(tags("\"x\",\"y\"")));
        assertTrue(pending(branch("other"), tags("\"y\"")) == pending(branch("other")), "a branch wins over tags");
    }

    @Test
    void without_branch_and_tags_a_pact_is_pending_until_any_version_has_verified_it() {
        assertTrue(pending());
        given.verified("web", "1", "api", "1", false);
        assertTrue(pending());
        given.verified("web", "1", "api", "2", true);
        assertFalse(pending());
    }

    @Test
    void nothing_is_said_of_pending_when_it_is_not_asked_for() {
        for (var pact : List.of(
                ask("\"includePendingStatus\":false", branch("main"), LATEST).get(0),
                given.get(PATH).json().at("/_embedded/pacts/0"))) {
            assertFalse(pact.get("verificationProperties").has("pending"));
            assertEquals(1, pact.at("/verificationProperties/notices").size(), pact.toString());
        }
    }

    @Test
    void a_new_content_is_pending_though_the_one_before_was_verified() {
        verifiedOn("main", "1", true);
        given.pact("web", "2", "api", "b");
        assertTrue(pending(branch("main")));
    }

    @Test
    void the_notices_of_a_pending_pact_say_what_a_failure_means() {
        var notices = ask(branch("main"), LATEST).at("/0/verificationProperties/notices");
        assertEquals(
                List.of(
                        "before_verification",
                        "before_verification",
                        "after_verification:success_true_published_true",
                        "after_verification:success_true_published_false",
                        "after_verification:success_false_published_true",
                        "after_verification:success_false_published_false"),
                notices.findValuesAsText("when"));
        assertEquals(
                "This pact is pending: no version of branch 'main' has verified it with success yet. If its verification"
                        + " fails, your build does not.",
                notices.at("/1/text").asText());
        assertEquals(
                "This pact is no longer pending for branch 'main': from now on a failure fails the build.",
                notices.at("/2/text").asText());
        verifiedOn("main", "1", true);
        var settled = ask(branch("main"), LATEST).at("/0/verificationProperties/notices");
        assertEquals(List.of("before_verification", "before_verification"), settled.findValuesAsText("when"));
        assertEquals(
                "This pact has been verified for branch 'main' before: if its verification fails, so does your build.",
                settled.at("/1/text").asText());
    }

    @Test
    void the_notices_name_all_tags_and_no_branch_where_none_was_given() {
        assertTrue(ask(tags("\"x\",\"y\""), LATEST)
                .at("/0/verificationProperties/notices/1/text")
                .asText()
                .startsWith("This pact is pending: no version of tags 'x', 'y' has verified it with success yet."));
        assertTrue(ask(LATEST)
                .at("/0/verificationProperties/notices/1/text")
                .asText()
                .startsWith("This pact is pending: no version of api has verified it with success yet."));
    }

    @Test
    void the_result_of_a_pending_pact_knows_that_it_was_pending_and_for_which_version() {
        var pact = ask(branch("main"), LATEST).get(0);
        var metadata = pact.at("/_links/self/href").asText().replaceFirst(".*/metadata/", "");
        assertEquals(new PactMetadata(List.of(new VersionNumber("1")), true, false), PactMetadata.decode(metadata));
        given.onBranch("api", "1", "main");
        verify(pact, "1", false);
        assertTrue(dashboard().contains("failed_pending"), dashboard());
        verifiedOn("main", "2", true);
        verify(ask(branch("main"), LATEST).get(0), "3", false);
        assertFalse(dashboard().contains("failed_pending"), dashboard());
    }

    private String dashboard() {
        return given.get("/dashboard", "Accept", "application/json").body();
    }

    @Test
    void metadata_that_the_broker_did_not_make_is_refused() {
        var content = ask(LATEST).at("/0/_links/self/href").asText().replaceFirst("/metadata/.*", "");
        assertEquals(400, given.get(content + "/metadata/%25%25").status());
        assertEquals(400, given.get(content + "/metadata/" + "A".repeat(8193)).status());
        assertEquals(200, given.get(content).status());
    }

    @Test
    void heads_of_other_branches_and_tags_are_work_in_progress() {
        given.onBranch("web", "2", "feat");
        given.pact("web", "2", "api", "b");
        given.onBranch("web", "3", "feat");
        given.pact("web", "3", "api", "c");
        given.pact("web", "4", "api", "d");
        given.onBranch("web", "4", "other");
        given.tagged("web", "4", "rc");
        given.pact("web", "5", "api", "e");
        var pacts = ask(branch("main"), MAIN, WIP);
        assertEquals(
                List.of("web (1)", "web (3)", "web (4)"),
                StreamSupport.stream(pacts.spliterator(), false)
                        .map(pact -> pact.at("/_links/self/name").asText().replaceAll("Pact between | and api", ""))
                        .sorted()
                        .toList(),
                "2 is no head, and 5 neither");
        assertFalse(pacts.at("/0/verificationProperties").has("wip"), "what was selected comes first");
        for (var i = 1; i <= 2; i++) {
            assertTrue(pacts.at("/%d/verificationProperties/wip".formatted(i)).booleanValue());
            assertTrue(
                    pacts.at("/%d/verificationProperties/pending".formatted(i)).booleanValue());
        }
        assertEquals(
                List.of(
                        "the newest version on branch 'feat'",
                        "the newest version on branch 'other'; the newest version with tag 'rc'"),
                wip(branch("main")).stream().sorted().toList());
    }

    @Test
    void work_in_progress_needs_a_line_of_the_provider_and_a_date() {
        given.onBranch("web", "2", "feat");
        given.pact("web", "2", "api", "b");
        assertEquals(1, wip(branch("main")).size());
        assertEquals(1, wip(tags("\"main\"")).size());
        assertEquals(List.of(), wip());
        assertEquals(1, ask(branch("main"), MAIN).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2100-01-01", "2100-01-01T00:00:00Z", "2100-01-01T00:00:00+02:00"})
    void what_was_published_before_the_date_is_no_work_in_progress(String date) {
        given.onBranch("web", "2", "feat");
        given.pact("web", "2", "api", "b");
        assertEquals(
                1,
                ask(branch("main"), MAIN, "\"includeWipPactsSince\":\"%s\"".formatted(date))
                        .size());
    }

    @Test
    void what_is_selected_is_no_work_in_progress() {
        given.onBranch("web", "2", "feat");
        given.pact("web", "2", "api", "b");
        var pacts = ask(branch("main"), "\"consumerVersionSelectors\":[{\"branch\":\"feat\"}]", WIP);
        assertFalse(pacts.at("/0/verificationProperties").has("wip"));
        assertTrue(pacts.at("/1/verificationProperties/wip").booleanValue());
        assertEquals(2, pacts.size());
    }

    @Test
    void a_success_as_work_in_progress_does_not_end_it_but_one_as_a_selected_pact_does() {
        given.onBranch("web", "2", "feat");
        given.pact("web", "2", "api", "b");
        given.onBranch("api", "1", "main");
        var listed = ask(branch("main"), MAIN, WIP).get(1);
        verify(listed, "1", true);
        assertEquals(1, wip(branch("main")).size());
        assertFalse(
                ask(branch("main"), LATEST)
                        .at("/0/verificationProperties/pending")
                        .booleanValue(),
                "but it ends pending");
        verify(ask(branch("main"), LATEST).get(0), "1", true);
        assertEquals(List.of(), wip(branch("main")));
    }

    @Test
    void what_another_branch_verified_before_this_one_came_up_is_no_work_in_progress() {
        given.onBranch("web", "2", "feat");
        given.pact("web", "2", "api", "b");
        given.onBranch("api", "1", "old");
        given.onBranch("api", "2", "main");
        given.verified("web", "2", "api", "2", true);
        given.onBranch("api", "3", "new");
        assertEquals(1, wip(branch("old")).size());
        assertEquals(List.of(), wip(branch("new")));
        assertEquals(List.of(), wip(branch("not-yet-there")));
    }

    @Test
    void the_notices_of_work_in_progress_say_so() {
        given.onBranch("web", "2", "feat");
        given.pact("web", "2", "api", "b");
        var notices = ask(branch("main"), MAIN, WIP).at("/1/verificationProperties/notices");
        assertEquals(6, notices.size());
        assertEquals(
                "This pact is work in progress: no version of branch 'main' has verified it yet, and it was not selected by"
                        + " name. If its verification fails, your build does not.",
                notices.at("/1/text").asText());
        assertEquals(
                List.of("true_published_true", "true_published_false", "false_published_true", "false_published_false"),
                notices.findValuesAsText("when").stream()
                        .skip(2)
                        .map(when -> when.replace("after_verification:success_", ""))
                        .toList());
    }
}
