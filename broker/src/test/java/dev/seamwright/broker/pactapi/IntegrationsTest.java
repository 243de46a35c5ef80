package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

class IntegrationsTest {
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

    private List<String> consumers(String path) {
        var list = given.get(path).json().at("/_embedded/integrations");
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.at("/consumer/name").asText())
                .toList();
    }

    @Test
    void integrations_are_listed_searched_and_paged() {
        given.pact("Foo", "1", "Bar", "a");
        given.pact("Shop", "1", "Bar", "a");
        given.pact("Foo", "1", "Stock", "a");
        assertEquals(List.of("Foo", "Foo", "Shop"), consumers("/integrations"));
        assertEquals(List.of("Foo"), consumers("/integrations?q=sToC"));
        var second = given.get("/integrations?page=2&size=2").json();
        assertEquals(1, second.at("/_embedded/integrations").size());
        assertEquals(3, second.at("/page/totalElements").asInt());
        assertTrue(second.at("/_links/previous/href").asText().contains("page=1"));
    }

    @Test
    void integrations_are_drawn_as_a_graph_whose_names_are_quoted() {
        given.pact("Foo", "1", "Bar", "a");
        given.pact("My %22 App".replace("%22", "\""), "1", "Bar", "a");
        var graph = given.get("/integrations", "Accept", "text/vnd.graphviz");
        assertEquals("text/vnd.graphviz;charset=utf-8", graph.header("Content-Type"));
        assertTrue(graph.body().startsWith("digraph {"), graph.body());
        assertTrue(graph.body().contains("\"Foo\" -> \"Bar\"\n"), graph.body());
        assertTrue(graph.body().contains("\"My \\\" App\" -> \"Bar\"\n"), graph.body());
    }

    @Test
    void deleting_an_integration_removes_its_pacts_and_results_and_no_other() {
        given.pact("Foo", "1", "Bar", "a");
        given.verified("Foo", "1", "Bar", "9", true);
        given.pact("Foo", "1", "Stock", "a");
        assertEquals(
                204, given.delete("/integrations/provider/Bar/consumer/Foo").status());
        assertEquals(
                404, given.delete("/integrations/provider/Bar/consumer/Foo").status());
        assertEquals(404, given.get("/pacts/provider/Bar/consumer/Foo/latest").status());
        assertEquals(200, given.get("/pacts/provider/Stock/consumer/Foo/latest").status());
        assertEquals(
                0, given.get("/metrics").json().at("/verificationResults/count").asInt());

        assertEquals(204, given.delete("/integrations").status());
        assertEquals(List.of(), consumers("/integrations"));
        assertEquals(200, given.get("/pacticipants/Foo").status());
    }

    @Test
    void relationships_and_groups_are_rows_of_numbers_and_names() {
        given.pact("Foo", "1", "Bar", "a");
        given.pact("Bar", "1", "Deep", "a");
        given.pact("Other", "1", "Else", "a");
        var all = given.get("/relationships", "Accept", "text/csv");
        assertEquals("text/csv;charset=utf-8", all.header("Content-Type"));
        assertEquals("""
                1,"Bar",1,1,0,1,2
                2,"Deep",1,1,0,2
                3,"Foo",1,1,0,3,1
                4,"Other",1,1,0,4,5
                5,"Else",1,1,0,5
                """.replace("\n", "\r\n"), all.body());
        assertEquals("""
                1,"Foo",1,1,0,1,2
                2,"Bar",1,1,0,2,3
                3,"Deep",1,1,0,3
                """.replace("\n", "\r\n"), given.get("/groups/Foo.csv").body());
        assertEquals(
                """
                1,"Foo",1,1,0,1,2
                2,"Bar",1,1,0,2
                """.replace("\n", "\r\n"),
                given.get("/groups/Foo?maxPacticipants=2").body());
        assertEquals(400, given.get("/groups/Foo?maxPacticipants=0").status());
        assertEquals(404, given.get("/groups/Nobody").status());
    }

    @Test
    void the_dashboard_tells_how_the_newest_pact_of_each_integration_stands() {
        given.pact("Foo", "1", "Bar", "a");
        given.onBranch("Foo", "1", "main");
        given.tagged("Foo", "1", "prod");
        given.verified("Foo", "1", "Bar", "9", true);
        given.pact("Never", "1", "Bar", "a");
        given.pact("Bad", "1", "Bar", "a");
        given.verified("Bad", "1", "Bar", "9", false);
        given.pact("Stale", "1", "Bar", "a");
        given.verified("Stale", "1", "Bar", "9", true);
        given.pact("Stale", "2", "Bar", "b");
        var items = given.get("/dashboard").json().get("items");
        assertEquals("failed", status(items, "Bad"));
        assertEquals("success", status(items, "Foo"));
        assertEquals("never", status(items, "Never"));
        assertEquals("stale", status(items, "Stale"));
        var foo = item(items, "Foo");
        assertEquals("9", foo.at("/provider/version/number").asText());
        assertTrue(foo.at("/latestVerificationResult/success").asBoolean());
        assertEquals("prod", foo.at("/consumer/version/headTagNames/0").asText());
        assertEquals("none", foo.get("webhookStatus").asText());
        assertEquals(
                200,
                given.get(foo.at("/latestVerificationResult/_links/self/href").asText())
                        .status());
        assertEquals(200, given.get(foo.at("/pact/_links/self/href").asText()).status());
        assertEquals(2, given.get("/dashboard?size=2").json().get("items").size());

        var text = given.get("/dashboard", "Accept", "text/plain");
        assertTrue(text.body().contains("Stale    | 2         | Bar      | ???       | stale"), text.body());
    }

    @Test
    void the_dashboard_of_one_integration_shows_the_pacts_of_its_branches_and_tags() {
        given.pact("Foo", "1", "Bar", "a");
        given.onBranch("Foo", "1", "main");
        given.pact("Foo", "2", "Bar", "b");
        given.tagged("Foo", "2", "prod");
        given.onBranch("Foo", "2", "feat");
        given.pact("Foo", "3", "Bar", "c");
        given.pact("Foo", "4", "Bar", "d");
        var items = given.get("/dashboard/provider/Bar/consumer/Foo").json().get("items");
        assertEquals(
                List.of("4", "2", "1"),
                StreamSupport.stream(items.spliterator(), false)
                        .map(item -> item.at("/consumer/version/number").asText())
                        .toList());
        assertEquals(404, given.get("/dashboard/provider/Bar/consumer/Nobody").status());
    }

    private static JsonNode item(JsonNode items, String consumer) {
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.at("/consumer/name").asText().equals(consumer))
                .findFirst()
                .orElseThrow();
    }

    private static String status(JsonNode items, String consumer) {
        return item(items, consumer).get("verificationStatus").asText();
    }

    @Test
    void metrics_count_what_the_workspace_stores() {
        given.pact("Foo", "1", "Bar", "a");
        given.pact("Foo", "2", "Bar", "a");
        given.tagged("Foo", "2", "prod");
        given.verified("Foo", "1", "Bar", "9", true);
        given.verified("Foo", "1", "Bar", "9", false);
        var counts = given.get("/metrics").json();
        assertEquals(2, counts.at("/pacticipants/count").asInt());
        assertEquals(1, counts.at("/integrations/count").asInt());
        assertEquals(2, counts.at("/pactPublications/last30DaysCount").asInt());
        assertEquals(1, counts.at("/pactVersions/count").asInt());
        assertEquals(1, counts.at("/verificationResults/successCount").asInt());
        assertEquals(1, counts.at("/verificationResults/failureCount").asInt());
        assertEquals(1, counts.at("/verificationResults/distinctCount").asInt());
        assertEquals(3, counts.at("/pacticipantVersions/count").asInt());
        assertEquals(1, counts.at("/tags/distinctCount").asInt());
        assertFalse(counts.at("/webhooks/count").isMissingNode());
    }
}
