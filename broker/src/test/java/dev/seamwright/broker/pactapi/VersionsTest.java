package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VersionsTest {
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
    void a_put_replaces_the_build_url_and_a_patch_keeps_what_it_does_not_name() {
        var created = broker.put("/pacticipants/Put/versions/1", """
                {"buildUrl": "http://build/1", "tags": [{"name": "dev"}, {"name": "qa"}]}""");
        assertEquals(201, created.status(), created.body());
        assertEquals(broker.url() + "/pacticipants/Put/versions/1", created.header("Location"));
        assertEquals(List.of("dev", "qa"), names(created.json().at("/_embedded/tags")));

        var patched = patch("/pacticipants/Put/versions/1", "{\"tags\": [{\"name\": \"prod\"}]}");
        assertEquals(200, patched.status(), patched.body());
        assertEquals("http://build/1", patched.json().get("buildUrl").asText());
        assertEquals(List.of("prod"), names(patched.json().at("/_embedded/tags")));

        var replaced = broker.put("/pacticipants/Put/versions/1", "{}");
        assertEquals(200, replaced.status());
        assertFalse(replaced.json().has("buildUrl"));
        assertEquals(List.of("prod"), names(replaced.json().at("/_embedded/tags")));

        assertEquals(201, patch("/pacticipants/Put/versions/2", "{}").status());
    }

    @Test
    void put_reads_json_and_patch_reads_merge_patches_alone() {
        assertEquals(
                415,
                broker.put("/pacticipants/Type/versions/1", "{}", "Content-Type", "application/merge-patch+json")
                        .status());
        assertEquals(415, broker.patch("/pacticipants/Type/versions/1", "{}").status());
        assertEquals(
                415, broker.send("PUT", "/pacticipants/Type/versions/1", null).status());
        assertEquals(404, broker.get("/pacticipants/Type").status());
    }

    @Test
    void wrong_tags_are_refused_by_their_place() {
        var answer = broker.put("/pacticipants/Tags/versions/1", "{\"tags\": [{\"name\": \"a\"}, {\"name\": \"\"}]}");
        assertEquals(400, answer.status());
        assertTrue(answer.json().get("errors").has("tags.1.name"), answer.body());
        assertEquals(
                400,
                broker.put("/pacticipants/Tags/versions/1", "{\"tags\": \"a\"}").status());
        assertEquals(
                400,
                broker.put("/pacticipants/Tags/versions/1", "{\"buildUrl\": 1}").status());
        assertEquals(404, broker.get("/pacticipants/Tags/versions/1").status());
    }

    @Test
    void the_latest_version_is_the_newest_and_the_latest_with_a_tag_the_newest_that_has_it() {
        broker.put("/pacticipants/Condor/versions/1.2.3/tags/production", "{}");
        assertEquals(
                404, broker.get("/pacticipants/Condor/latest-version/other").status());
        broker.put("/pacticipants/Condor/versions/2.0.0", "{}");
        var latest = broker.get("/pacticipants/Condor/latest-version");
        assertEquals(200, latest.status());
        assertEquals("2.0.0", latest.json().get("number").asText());
        var tagged =
                broker.get("/pacticipants/Condor/latest-version/production").json();
        assertEquals("1.2.3", tagged.get("number").asText());
        assertEquals(
                broker.url() + "/pacticipants/Condor/versions/1.2.3",
                tagged.at("/_links/self/href").asText());
        broker.post("/pacticipants", "{\"name\": \"Versionless\"}");
        assertEquals(404, broker.get("/pacticipants/Versionless/latest-version").status());
    }

    @Test
    void a_tag_is_created_once_and_deleted_once() {
        var path = "/pacticipants/Tagged/versions/1.3.0/tags/feat%2Fx";
        assertEquals(404, broker.get(path).status());
        var created = broker.put(path, "{}");
        assertEquals(201, created.status());
        assertEquals(broker.url() + path, created.json().at("/_links/self/href").asText());
        assertEquals(200, broker.put(path, "").status());
        assertEquals("feat/x", broker.get(path).json().get("name").asText());
        assertEquals(204, broker.delete(path).status());
        assertEquals(404, broker.delete(path).status());
        assertEquals(200, broker.get("/pacticipants/Tagged/versions/1.3.0").status());
    }

    @Test
    void slashes_of_a_tag_may_come_unescaped() {
        var path = "/pacticipants/Tagged/versions/1.4.0/tags/feat/x";
        assertEquals("feat/x", broker.put(path, "{}").json().get("name").asText());
        assertEquals(
                200,
                broker.get("/pacticipants/Tagged/versions/1.4.0/tags/feat%2Fx").status());
        assertEquals(204, broker.delete(path).status());
    }

    @Test
    void lists_show_the_newest_version_first_with_its_branches_and_tags() {
        for (var i = 1; i <= 3; i++) {
            broker.put("/pacticipants/Listed/branches/main/versions/" + i, "{}");
        }
        broker.put("/pacticipants/Listed/versions/1/tags/prod", "{}");
        broker.put("/pacticipants/Listed/versions/2/tags/prod", "{}");
        broker.put("/pacticipants/Listed/versions/4", "{}");

        var all = broker.get("/pacticipants/Listed/versions").json();
        assertEquals(List.of("4", "3", "2", "1"), numbers(all));
        assertEquals("4", all.at("/_links/pb:versions/0/name").asText());
        var third = all.at("/_embedded/versions/1");
        assertEquals("main", third.at("/_embedded/branchVersions/0/name").asText());
        assertTrue(third.at("/_embedded/branchVersions/0/latest").asBoolean());
        assertFalse(all.at("/_embedded/versions/2/_embedded/branches/0/latest").asBoolean());
        assertTrue(third.at("/_links/pb:record-deployment").isMissingNode());

        assertEquals(
                List.of("3", "2", "1"),
                numbers(broker.get("/pacticipants/Listed/branches/main/versions")
                        .json()));
        assertEquals(
                List.of("2", "1"),
                numbers(broker.get("/pacticipants/Listed/tags/prod/versions").json()));
        assertEquals(
                List.of(),
                numbers(broker.get("/pacticipants/Listed/tags/none/versions").json()));
        assertEquals(
                404, broker.get("/pacticipants/Listed/branches/none/versions").status());
        assertEquals(404, broker.get("/pacticipants/Unlisted/versions").status());

        var page = broker.get("/pacticipants/Listed/versions?page=2&size=3").json();
        assertEquals(List.of("1"), numbers(page));
        assertEquals(4, page.at("/page/totalElements").asInt());
        assertEquals(
                List.of("4", "3", "2"),
                numbers(broker.get(page.at("/_links/previous/href").asText()).json()));
    }

    @Test
    void a_version_on_a_branch_makes_all_that_is_missing_and_becomes_the_head() {
        var path = "/pacticipants/Branchy/branches/feat%2Fx/versions/10.0.0%2FA";
        var created = broker.put(path, "{}");
        assertEquals(201, created.status(), created.body());
        assertEquals(broker.url() + path, created.header("Location"));
        var again = broker.put(path, "", "Content-Type", "application/json");
        assertEquals(200, again.status(), again.body());
        assertEquals(created.json(), again.json());
        assertEquals(created.json(), broker.get(path).json());

        assertEquals(
                "10.0.0/A",
                broker.get("/pacticipants/Branchy/branches/feat%2Fx/latest-version")
                        .json()
                        .get("number")
                        .asText());
        var branch = broker.get(created.json().at("/_links/pb:branch/href").asText());
        assertEquals("feat/x", branch.json().get("name").asText());
        assertEquals(
                200,
                broker.get(branch.json().at("/_links/pb:latest-version/href").asText())
                        .status());
        assertEquals(415, broker.send("PUT", path, null).status());
    }

    @Test
    void slashes_of_a_branch_may_come_unescaped() {
        var created = broker.put("/pacticipants/Raw/branches/feat/versions/a/versions/1", "{\"name\": \"x\"}");
        assertEquals(201, created.status(), created.body());
        assertEquals("feat/versions/a", created.json().get("name").asText());
        assertEquals(
                200,
                broker.get("/pacticipants/Raw/branches/feat%2Fversions%2Fa/versions/1")
                        .status());
        assertEquals(
                204,
                broker.delete("/pacticipants/Raw/branches/feat/versions/a/versions/1")
                        .status());
    }

    @Test
    void a_branch_that_loses_its_head_falls_back_to_its_newest_version() {
        broker.put("/pacticipants/Head/branches/main/versions/1", "{}");
        broker.put("/pacticipants/Head/branches/main/versions/2", "{}");
        broker.put("/pacticipants/Head/branches/main/versions/3", "{}");
        assertEquals(
                204,
                broker.delete("/pacticipants/Head/branches/main/versions/3").status());
        assertEquals(200, broker.get("/pacticipants/Head/versions/3").status());
        assertEquals("2", head("Head"));
        assertEquals(204, broker.delete("/pacticipants/Head/versions/2").status());
        assertEquals("1", head("Head"));
        assertEquals(
                404,
                broker.delete("/pacticipants/Head/branches/main/versions/3").status());
        assertEquals(204, broker.delete("/pacticipants/Head/versions/1").status());
        assertEquals(
                404,
                broker.get("/pacticipants/Head/branches/main/latest-version").status());
    }

    @Test
    void a_version_that_returns_to_a_branch_does_not_become_its_head() {
        broker.put("/pacticipants/Order/branches/main/versions/1", "{}");
        broker.put("/pacticipants/Order/branches/main/versions/2", "{}");
        broker.put("/pacticipants/Order/branches/main/versions/1", "{}");
        assertEquals("2", head("Order"));
    }

    @Test
    void branches_are_listed_in_pages_and_a_deleted_branch_leaves_its_versions() {
        for (var i = 0; i < 101; i++) {
            broker.put("/pacticipants/Many/branches/feat%%2F%d/versions/1".formatted(i), "{}");
        }
        var first = broker.get("/pacticipants/Many/branches").json();
        assertEquals(100, first.at("/_embedded/branches").size());
        assertEquals("feat/100", first.at("/_embedded/branches/0/name").asText());
        assertEquals(101, first.at("/page/totalElements").asInt());
        assertEquals(
                1,
                broker.get(first.at("/_links/next/href").asText())
                        .json()
                        .at("/_embedded/branches")
                        .size());
        assertEquals(
                List.of("feat/99"),
                names(broker.get("/pacticipants/Many/branches?q=T%2F99").json().at("/_embedded/branches")));

        assertEquals(204, broker.delete("/pacticipants/Many/branches/feat%2F7").status());
        assertEquals(404, broker.get("/pacticipants/Many/branches/feat%2F7").status());
        assertEquals(404, broker.delete("/pacticipants/Many/branches/feat%2F7").status());
        assertEquals(200, broker.get("/pacticipants/Many/versions/1").status());
    }

    @Test
    void deleting_all_branches_keeps_the_main_branch_and_those_that_are_excluded() {
        for (var branch : List.of("main", "a", "b", "c%2Fd")) {
            broker.put("/pacticipants/Bulk/branches/" + branch + "/versions/1", "{}");
        }
        assertEquals(
                "main",
                broker.get("/pacticipants/Bulk").json().get("mainBranch").asText());
        var deleted = broker.delete("/pacticipants/Bulk/branches?exclude%5B%5D=a&exclude=c%2Fd");
        assertEquals(202, deleted.status(), deleted.body());
        assertTrue(
                deleted.json().at("/notices/0/text").asText().startsWith("Deleted 1 branch of Bulk."), deleted.body());
        assertEquals(
                List.of("c/d", "a", "main"),
                names(broker.get("/pacticipants/Bulk/branches").json().at("/_embedded/branches")));
    }

    @Test
    void eight_clients_that_put_the_same_new_branch_version_at_once_make_one() throws Exception {
        var path = "/pacticipants/Race/branches/main/versions/1";
        var statuses = together(8, () -> broker.put(path, "{}").status());
        assertTrue(statuses.stream().allMatch(status -> status == 200 || status == 201), statuses.toString());
        assertEquals(1, statuses.stream().filter(status -> status == 201).count());
        assertEquals(
                List.of("1"), numbers(broker.get("/pacticipants/Race/versions").json()));
        assertEquals(
                List.of("1"),
                numbers(broker.get("/pacticipants/Race/branches/main/versions").json()));
    }

    static List<Integer> together(int threads, Callable<Integer> request) throws Exception {
        var barrier = new CyclicBarrier(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var calls = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < threads; i++) {
                calls.add(() -> {
                    barrier.await();
                    return request.call();
                });
            }
            var statuses = new ArrayList<Integer>();
            for (var call : pool.invokeAll(calls)) {
                statuses.add(call.get());
            }
            return statuses;
        }
    }

    private static TestBroker.Answer patch(String path, String body) {
        return broker.patch(path, body, "Content-Type", "application/merge-patch+json");
    }

    private static String head(String pacticipant) {
        return broker.get("/pacticipants/" + pacticipant + "/branches/main/latest-version")
                .json()
                .get("number")
                .asText();
    }

    private static List<String> numbers(JsonNode list) {
        return StreamSupport.stream(list.at("/_embedded/versions").spliterator(), false)
                .map(version -> version.get("number").asText())
                .toList();
    }

    private static List<String> names(JsonNode resources) {
        return StreamSupport.stream(resources.spliterator(), false)
                .map(resource -> resource.get("name").asText())
                .toList();
    }
}
