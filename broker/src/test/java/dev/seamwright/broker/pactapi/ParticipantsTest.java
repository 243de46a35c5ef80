package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.TestBroker;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ParticipantsTest {
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
    void a_created_pacticipant_is_found_by_the_link_that_it_was_answered_with() {
        var created = broker.post("/pacticipants", """
                {"name": "Foo", "repositoryUrl": "http://foo", "mainBranch": "main"}""");
        assertEquals(201, created.status(), created.body());
        assertEquals("application/hal+json;charset=utf-8", created.header("Content-Type"));
        assertEquals(self(created.json()), created.header("Location"));

        var found = broker.get(self(created.json())).json();
        assertEquals("Foo", found.get("name").asText());
        assertEquals("Foo", found.get("displayName").asText());
        assertEquals("http://foo", found.get("repositoryUrl").asText());
        assertEquals("main", found.get("mainBranch").asText());
        assertFalse(found.has("updatedAt"));
        assertTrue(
                found.get("createdAt").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00"),
                found.get("createdAt").asText());
        assertEquals(
                broker.url() + "/pacticipants/Foo/versions/{version}/tags/{tag}",
                found.at("/_links/pb:version-tag/href").asText());

        assertEquals(409, broker.post("/pacticipants", "{\"name\": \"Foo\"}").status());
    }

    @Test
    void an_unknown_pacticipant_is_a_404_and_a_put_does_not_make_it() {
        assertEquals(404, broker.get("/pacticipants/nobody").status());
        assertEquals(404, broker.put("/pacticipants/nobody", "{}").status());
        assertEquals(404, broker.delete("/pacticipants/nobody").status());
    }

    @Test
    void a_put_replaces_and_a_patch_changes_what_it_names() {
        var made = broker.patch("/pacticipants/Patched", """
                {"repositoryUrl": "http://a", "repositoryName": "a"}""");
        assertEquals(201, made.status(), made.body());

        var patched = broker.patch(
                "/pacticipants/Patched",
                "{\"repositoryUrl\": \"http://b\"}",
                "Content-Type",
                "application/merge-patch+json");
        assertEquals(200, patched.status());
        assertEquals("http://b", patched.json().get("repositoryUrl").asText());
        assertEquals("a", patched.json().get("repositoryName").asText());

        var old = broker.patch("/pacticipants/Patched", "{\"repository_url\": \"http://c\"}");
        assertEquals("http://c", old.json().get("repositoryUrl").asText());

        var cleared = broker.patch("/pacticipants/Patched", "{\"repositoryName\": null}");
        assertFalse(cleared.json().has("repositoryName"));

        var replaced = broker.put("/pacticipants/Patched", "{\"displayName\": \"P\"}");
        assertEquals(200, replaced.status());
        assertEquals("P", replaced.json().get("displayName").asText());
        assertFalse(replaced.json().has("repositoryUrl"));
    }

    @Test
    void wrong_input_is_refused_with_the_name_of_the_field() {
        assertField("name", broker.post("/pacticipants", "{}"));
        assertField("name", broker.post("/pacticipants", "{\"name\": \" \"}"));
        assertField("name", broker.post("/pacticipants", "{\"name\": \"a\\nb\"}"));
        assertField("name", broker.post("/pacticipants", "{\"name\": 7}"));
        assertField("mainBranch", broker.post("/pacticipants", "{\"name\": \"Wrong\", \"mainBranch\": \"\"}"));
        assertField("repositoryUrl", broker.patch("/pacticipants/Wrong", "{\"repositoryUrl\": \"a\\u0000b\"}"));
        assertField("name", broker.patch("/pacticipants/Wrong", "{\"name\": \"Right\"}"));
        assertField("page", broker.get("/pacticipants?page=0"));
        assertField("size", broker.get("/pacticipants?size=many"));
        assertField("q", broker.get("/pacticipants?q=a%00b"));
        assertEquals(400, broker.post("/pacticipants", "{").status());
        assertEquals(400, broker.post("/pacticipants", "[]").status());
        assertEquals(
                415,
                broker.post("/pacticipants", "{\"name\": \"x\"}", "Content-Type", "text/plain")
                        .status());
        assertEquals(404, broker.get("/pacticipants/Wrong").status());
    }

    @Test
    void names_with_slashes_spaces_and_letters_of_any_script_are_names_like_others() {
        for (var path : List.of("My%2FApp", "My%20App", "caf%C3%A9%20%E2%98%95", "50%25", "a%2Bb", "%252F")) {
            var put = broker.put("/pacticipants/" + path + "/branches/feat%2Fx/versions/10.0.0%2FA", "{}");
            assertEquals(201, put.status(), put.body());
            var version = broker.get(put.json().at("/_links/pb:version/href").asText());
            assertEquals("10.0.0/A", version.json().get("number").asText());
            var pacticipant =
                    broker.get(version.json().at("/_links/pb:pacticipant/href").asText());
            assertEquals(200, pacticipant.status());
            assertEquals(
                    broker.get("/pacticipants/" + path).json().get("name"),
                    pacticipant.json().get("name"));
        }
        assertEquals(
                "My/App",
                broker.get("/pacticipants/My%2FApp").json().get("name").asText());
        assertEquals("a+b", broker.get("/pacticipants/a%2Bb").json().get("name").asText());
        assertEquals("%2F", broker.get("/pacticipants/%252F").json().get("name").asText());
    }

    @Test
    void the_list_is_searched_and_cut_into_pages_with_links_between_them() {
        for (var i = 0; i < 5; i++) {
            broker.post("/pacticipants", "{\"name\": \"Listed %d\"}".formatted(i));
        }
        broker.put("/pacticipants/Listed%200/versions/1.3.0", "{}");

        var all = broker.get("/pacticipants?q=LISTED").json();
        assertFalse(all.has("page"));
        assertEquals(5, all.at("/_embedded/pacticipants").size());
        assertEquals(all.get("pacticipants"), all.at("/_embedded/pacticipants"));
        assertEquals("Listed 0", all.at("/_links/pacticipants/0/title").asText());
        assertEquals(
                "1.3.0",
                all.at("/pacticipants/0/_embedded/latest-version/number").asText());
        assertEquals(
                broker.url() + "/pacticipants/Listed%200/versions/1.3.0",
                all.at("/pacticipants/0/_embedded/latest-version/_links/self/href")
                        .asText());
        assertTrue(all.at("/pacticipants/1/_embedded/latest-version").isMissingNode());

        var first = broker.get("/pacticipants?q=listed&pageSize=2").json();
        assertEquals(2, first.at("/_embedded/pacticipants").size());
        assertEquals(
                "{\"number\":1,\"size\":2,\"totalElements\":5,\"totalPages\":3}",
                first.get("page").toString());
        var second = broker.get(first.at("/_links/next/href").asText()).json();
        var third = broker.get(second.at("/_links/next/href").asText()).json();
        assertEquals("Listed 4", third.at("/pacticipants/0/name").asText());
        assertTrue(third.at("/_links/next").isMissingNode());
        assertEquals(
                second, broker.get(third.at("/_links/previous/href").asText()).json());
        assertEquals(
                0,
                broker.get("/pacticipants?q=listed&page=2147483647&size=2147483647")
                        .json()
                        .at("/_embedded/pacticipants")
                        .size());
    }

    @Test
    void labels_group_pacticipants() {
        assertEquals(404, broker.get("/pacticipants/Labelled/labels/team%2Fa").status());
        assertEquals(
                201, broker.put("/pacticipants/Labelled/labels/team%2Fa", "{}").status());
        assertEquals(
                200, broker.put("/pacticipants/Labelled/labels/team%2Fa", "").status());
        assertEquals(
                "team/a",
                broker.get("/pacticipants/Labelled/labels/team%2Fa")
                        .json()
                        .get("name")
                        .asText());
        var pacticipant = broker.get("/pacticipants/Labelled").json();
        assertEquals("team/a", pacticipant.at("/_embedded/labels/0/name").asText());
        assertEquals(
                List.of("Labelled"),
                names(broker.get("/pacticipants/label/team%2Fa").json().at("/_embedded/pacticipants")));
        assertEquals(List.of("team/a"), names(broker.get("/labels").json().at("/_embedded/labels")));
        assertEquals(
                "{\"number\":1,\"size\":1,\"totalElements\":1,\"totalPages\":1}",
                broker.get("/labels?size=1").json().get("page").toString());

        assertEquals(
                204, broker.delete("/pacticipants/Labelled/labels/team%2Fa").status());
        assertEquals(
                404, broker.delete("/pacticipants/Labelled/labels/team%2Fa").status());
        assertEquals(
                List.of(),
                names(broker.get("/pacticipants/label/team%2Fa").json().at("/_embedded/pacticipants")));
    }

    @Test
    void a_deleted_pacticipant_takes_its_versions_along() {
        broker.put("/pacticipants/Gone/branches/main/versions/1", "{}");
        broker.put("/pacticipants/Gone/versions/1/tags/prod", "{}");
        broker.put("/pacticipants/Gone/labels/l", "{}");
        var deleted = broker.delete("/pacticipants/Gone");
        assertEquals(204, deleted.status());
        assertEquals("", deleted.body());
        assertNull(deleted.header("Location"));
        assertEquals(404, broker.get("/pacticipants/Gone").status());
        broker.post("/pacticipants", "{\"name\": \"Gone\"}");
        assertEquals(404, broker.get("/pacticipants/Gone/versions/1").status());
    }

    private static void assertField(String field, TestBroker.Answer answer) {
        assertEquals(400, answer.status(), answer.body());
        assertTrue(answer.json().path("errors").has(field), answer.body());
    }

    private static String self(JsonNode resource) {
        return resource.at("/_links/self/href").asText();
    }

    private static List<String> names(JsonNode resources) {
        return StreamSupport.stream(resources.spliterator(), false)
                .map(resource -> resource.get("name").asText())
                .toList();
    }
}
