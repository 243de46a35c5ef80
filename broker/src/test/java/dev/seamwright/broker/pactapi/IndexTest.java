package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndexTest {
    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void the_index_links_to_everything_on_the_host_that_the_client_used() {
        for (var path : new String[] {"/", "/?"}) {
            var index = broker.get(path);
            assertEquals(200, index.status());
            assertEquals("application/hal+json;charset=utf-8", index.header("Content-Type"));
            var links = index.json().get("_links");
            assertEquals(
                    broker.url() + "/pacticipants",
                    links.at("/pb:pacticipants/href").asText());
            assertEquals(
                    broker.url() + "/pacticipants/{pacticipant}/branches/{branch}",
                    links.at("/pb:pacticipant-branch/href").asText());
            assertTrue(links.at("/pb:webhook/templated").asBoolean());
            assertEquals(broker.url(), links.at("/self/href").asText());
            assertEquals("beta", links.at("/curies/1/name").asText());
        }
    }

    @Test
    void each_relation_of_the_index_has_a_meaning() {
        var relations = broker.get("/").json().get("_links").fieldNames();
        while (relations.hasNext()) {
            var relation = relations.next();
            if (relation.contains(":")) {
                var name = relation.substring(relation.indexOf(':') + 1);
                var doc = broker.get("/doc/" + name + "?context=index");
                assertEquals(200, doc.status(), relation);
                assertTrue(doc.body().startsWith("pb:" + name), doc.body());
            }
        }
        assertEquals(404, broker.get("/doc/nothing").status());
    }

    @Test
    void the_probes_answer_without_a_token() {
        try (var guarded = TestBroker.startWithAuth()) {
            assertEquals(401, guarded.get("/").status());
            assertTrue(
                    guarded.get("/diagnostic/status/heartbeat").json().get("ok").asBoolean());
            assertTrue(guarded.get("/diagnostic/status/dependencies")
                    .json()
                    .at("/database/ok")
                    .asBoolean());
        }
    }
}
