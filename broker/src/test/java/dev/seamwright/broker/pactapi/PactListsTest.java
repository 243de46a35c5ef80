package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PactListsTest {
    private static final String BAR = "/pacts/provider/Bar";
    private static final String PAIR = BAR + "/consumer/Foo";

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
    }

    /** Foo 1 and 2 on main (2 tagged prod), 3 on feat; Baz 1 on no branch. */
    private void pacts() {
        given.pact("Foo", "1", "Bar", "a");
        given.onBranch("Foo", "1", "main");
        given.pact("Foo", "2", "Bar", "b");
        given.onBranch("Foo", "2", "main");
        given.tagged("Foo", "2", "prod");
        given.pact("Foo", "3", "Bar", "c");
        given.onBranch("Foo", "3", "feat/x");
        given.pact("Baz", "1", "Bar", "a");
    }

    private List<String> hrefs(String path, String relation) {
        var answer = given.get(path);
        assertEquals(200, answer.status(), path + " " + answer.body());
        return texts(answer.json().at("/_links/" + relation), "/href");
    }

    private static List<String> texts(JsonNode array, String pointer) {
        assertTrue(array.isArray(), array.toString());
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.at(pointer).asText())
                .toList();
    }

    private static String link(String consumer, String version) {
        return broker.url() + "/pacts/provider/Bar/consumer/" + consumer + "/version/" + version;
    }

    @Test
    void a_providers_pacts_are_listed_by_tag_and_branch_and_the_newest_of_each_consumer() {
        pacts();
        assertEquals(
                List.of(link("Baz", "1"), link("Foo", "3"), link("Foo", "2"), link("Foo", "1")),
                hrefs(BAR, "pb:pacts"));
        assertEquals(List.of(link("Baz", "1"), link("Foo", "3")), hrefs(BAR + "/latest", "pb:pacts"));
        assertEquals(List.of(link("Foo", "2")), hrefs(BAR + "/latest/prod", "pb:pacts"));
        assertEquals(List.of(link("Foo", "2")), hrefs(BAR + "/tag/prod", "pacts"));
        assertEquals(List.of(link("Foo", "2"), link("Foo", "1")), hrefs(BAR + "/branch", "pb:pacts"));
        assertEquals(List.of(link("Foo", "2")), hrefs(BAR + "/branch/latest", "pb:pacts"));
        assertEquals(List.of(link("Foo", "3")), hrefs(BAR + "/branch/feat%2Fx", "pb:pacts"));
        assertEquals(List.of(link("Foo", "3")), hrefs(BAR + "/branch/feat%2Fx/latest", "pb:pacts"));
        assertEquals(List.of(), hrefs(BAR + "/tag/none", "pb:pacts"));

        var latest = given.get(BAR + "/latest").json();
        assertEquals(
                broker.url() + "/pacticipants/Bar",
                latest.at("/_links/pb:provider/href").asText());
        assertEquals("Bar", latest.at("/_links/provider/title").asText());
        assertEquals("Baz", latest.at("/_links/pb:pacts/0/name").asText());
        assertEquals(404, given.get("/pacts/provider/Nobody").status());
    }

    @Test
    void the_latest_pacts_of_all_pairs_are_listed_with_both_their_links() {
        pacts();
        var answer = given.get("/pacts/latest").json();
        assertEquals(List.of("Baz", "Foo"), texts(answer.get("pacts"), "/_embedded/consumer/name"));
        var foo = answer.at("/pacts/1");
        assertEquals("3", foo.at("/_embedded/consumer/_embedded/version/number").asText());
        assertEquals("Bar", foo.at("/_embedded/provider/name").asText());
        assertEquals(
                List.of(broker.url() + PAIR + "/latest", link("Foo", "3")), texts(foo.at("/_links/self"), "/href"));
    }

    @Test
    void a_pairs_pacts_are_listed_and_taken_back_by_tag_branch_and_version() {
        pacts();
        assertEquals(
                List.of(link("Foo", "3"), link("Foo", "2"), link("Foo", "1")),
                hrefs(PAIR + "/versions", "pb:pact-versions"));
        assertEquals(List.of(link("Foo", "2")), hrefs(PAIR + "/tag/prod", "pb:pact-versions"));
        assertEquals(List.of(link("Foo", "2"), link("Foo", "1")), hrefs(PAIR + "/branch/versions", "pb:pact-versions"));
        assertEquals(List.of(link("Foo", "2")), hrefs(PAIR + "/branch/latest/versions", "pb:pact-versions"));
        assertEquals(List.of(link("Foo", "2"), link("Foo", "1")), hrefs(PAIR + "/branch/main", "pb:pact-versions"));
        assertEquals(List.of(link("Foo", "2")), hrefs(PAIR + "/branch/main/latest/versions", "pb:pact-versions"));

        assertEquals(200, given.delete(PAIR + "/branch/main/latest/versions").status());
        assertEquals(List.of(link("Foo", "3"), link("Foo", "1")), hrefs(PAIR + "/versions", "pb:pact-versions"));
        assertEquals(200, given.delete(PAIR + "/branch/unknown").status());
        assertEquals(200, given.delete(PAIR + "/branch/feat%2Fx").status());
        assertEquals(List.of(link("Foo", "1")), hrefs(PAIR + "/versions", "pb:pact-versions"));
        assertEquals(404, given.delete(PAIR + "/version/3").status());
        assertEquals(200, given.delete(PAIR + "/version/1").status());
        assertEquals(404, given.get(PAIR + "/latest").status());
        assertEquals(200, given.get("/pacticipants/Foo/versions/1").status(), "the version itself stays");
    }

    @Test
    void a_seam_goes_with_its_last_pact_and_the_results_of_a_content_are_still_known_when_it_comes_back() {
        given.pact("Foo", "1", "Bar", "a");
        given.verified("Foo", "1", "Bar", "9", true);
        given.pact("Foo", "2", "Bar", "b");
        given.delete(PAIR + "/version/2");
        assertEquals(
                1,
                given.get("/integrations").json().at("/_embedded/integrations").size());
        given.delete(PAIR + "/versions");
        assertEquals(
                0,
                given.get("/integrations").json().at("/_embedded/integrations").size());

        given.pact("Foo", "3", "Bar", "a");
        assertEquals(
                1,
                given.get("/integrations").json().at("/_embedded/integrations").size());
        assertTrue(given.get(PAIR + "/version/3/verification-results/latest")
                .json()
                .get("success")
                .asBoolean());
    }

    @Test
    void a_seam_goes_with_the_last_version_that_published_across_it() {
        given.pact("Foo", "1", "Bar", "a");
        assertTrue(given.delete("/pacticipants/Foo/versions/1").status() < 300);
        assertEquals(
                0,
                given.get("/integrations").json().at("/_embedded/integrations").size());
        given.pact("Foo", "2", "Bar", "a");
        assertTrue(given.delete("/pacticipants/Bar").status() < 300);
        assertEquals(
                0,
                given.get("/integrations").json().at("/_embedded/integrations").size());
    }

    @Test
    void two_versions_or_contents_are_compared_as_text() {
        given.pact("Foo", "1", "Bar", "a");
        given.pact("Foo", "2", "Bar", "a");
        given.pact("Foo", "3", "Bar", "b");
        given.pact("Foo", "4", "Bar", "c");
        var previous = given.get(PAIR + "/version/3/diff/previous-distinct");
        assertEquals("text/plain;charset=utf-8", previous.header("Content-Type"));
        assertTrue(previous.body().contains("from version 2"), previous.body());
        assertTrue(previous.body().contains("- interaction \"a\""), previous.body());
        assertTrue(previous.body().contains("+ interaction \"b\""), previous.body());
        var two = given.get(PAIR + "/version/4/diff/version/1").body();
        assertTrue(two.contains("- interaction \"a\"") && two.contains("+ interaction \"c\""), two);
        assertTrue(given.get(PAIR + "/version/1/diff/version/2").body().contains("the same"));
        assertTrue(given.get(PAIR + "/version/1/diff/previous-distinct").body().contains("the first"));
        assertEquals(404, given.get(PAIR + "/version/1/diff/version/99").status());

        var first = sha("1");
        var last = sha("4");
        var contents = given.get(PAIR + "/pact-version/" + last + "/diff/pact-version/" + first)
                .body();
        assertTrue(contents.contains("- interaction \"a\"") && contents.contains("+ interaction \"c\""), contents);
    }

    private String sha(String version) {
        return given.get(PAIR + "/version/" + version)
                .json()
                .at("/_links/pb:pact-version/name")
                .asText();
    }

    @Test
    void provider_states_are_listed_once_with_the_consumers_that_need_them() {
        stated("Foo", "1", "main", "an order exists", "{\"id\":1}");
        stated("Baz", "1", "main", "an order exists", "{\"id\":1}");
        stated("Baz", "2", "feat", "no order exists", "{}");
        var main = given.get(BAR + "/provider-states").json().get("providerStates");
        assertEquals(1, main.size(), main.toString());
        assertEquals("an order exists", main.at("/0/name").asText());
        assertEquals(1, main.at("/0/params/id").asInt());
        assertEquals(List.of("Baz", "Foo"), texts(main.at("/0/consumers"), ""));
        assertEquals(
                List.of("no order exists"),
                texts(given.get(BAR + "/provider-states/branch/feat").json().get("providerStates"), "/name"));

        given.environment("production");
        given.deployed("Baz", "2", "production");
        given.released("Foo", "1", "production");
        var uuid = given.get("/environments")
                .json()
                .at("/_embedded/environments/0/uuid")
                .asText();
        for (var environment : List.of("production", uuid)) {
            assertEquals(
                    List.of("an order exists", "no order exists"),
                    texts(
                            given.get(BAR + "/provider-states/environment/" + environment)
                                    .json()
                                    .get("providerStates"),
                            "/name"));
        }
        assertEquals(
                404, given.get(BAR + "/provider-states/environment/nowhere").status());
    }

    private void stated(String consumer, String version, String branch, String state, String params) {
        var pact = """
                {"consumer":{"name":"%s"},"provider":{"name":"Bar"},"interactions":[{"description":"x",
                 "providerStates":[{"name":"%s","params":%s}],
                 "request":{"method":"GET","path":"/x"},"response":{"status":200}}],
                 "metadata":{"pactSpecification":{"version":"3.0.0"}}}""".formatted(consumer, state, params);
        var answer = given.put("/pacts/provider/Bar/consumer/%s/version/%s".formatted(consumer, version), pact);
        assertEquals(201, answer.status(), answer.body());
        given.onBranch(consumer, version, branch);
    }
}
