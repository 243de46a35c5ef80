package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.seamwright.broker.testing.TestBroker;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkspacesTest {
    private static final String[] OTHER = {"Seamwright-Workspace", "other"};
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
        assertEquals(
                201, broker.post("/api/v1/workspaces", "{\"name\": \"other\"}").status());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void nothing_of_one_workspace_is_seen_or_changed_from_another() {
        broker.put("/pacticipants/Foo/branches/main/versions/1", "{}");
        broker.put("/pacticipants/Foo/versions/1/tags/t", "{}");
        broker.put("/pacticipants/Foo/labels/l", "{}");
        var environment = broker.post("/environments", "{\"name\": \"test\", \"production\": false}")
                .json()
                .get("uuid")
                .asText();
        var version = "/pacticipants/Foo/versions/1";
        var deployment = broker.post(version + "/deployed-versions/environment/" + environment, "{}")
                .json()
                .at("/_links/self/href")
                .asText();
        var release = broker.post(version + "/released-versions/environment/" + environment, "{}")
                .json()
                .at("/_links/self/href")
                .asText();

        for (var path : List.of(
                "/pacticipants/Foo",
                "/pacticipants/Foo/labels/l",
                "/pacticipants/Foo/latest-version",
                "/pacticipants/Foo/latest-version/t",
                "/pacticipants/Foo/branches",
                "/pacticipants/Foo/branches/main",
                "/pacticipants/Foo/branches/main/latest-version",
                "/pacticipants/Foo/branches/main/versions",
                "/pacticipants/Foo/branches/main/versions/1",
                "/pacticipants/Foo/tags/t/versions",
                "/pacticipants/Foo/environments/" + environment + "/versions",
                "/pacticipants/Foo/versions",
                version,
                version + "/tags/t",
                version + "/deployed-versions/environment/" + environment,
                version + "/released-versions/environment/" + environment,
                "/environments/" + environment,
                "/environments/" + environment + "/deployed-versions/currently-deployed",
                "/environments/" + environment + "/released-versions/currently-supported",
                deployment,
                release)) {
            assertEquals(200, broker.get(path).status(), path);
            assertEquals(404, broker.get(path, OTHER).status(), path);
        }
        assertEquals(
                0, broker.get("/pacticipants", OTHER).json().get("pacticipants").size());
        assertEquals(
                0, broker.get("/labels", OTHER).json().at("/_embedded/labels").size());
        assertEquals(
                0,
                broker.get("/environments", OTHER)
                        .json()
                        .at("/_embedded/environments")
                        .size());

        for (var path : List.of(
                "/pacticipants/Foo",
                "/pacticipants/Foo/labels/l",
                "/pacticipants/Foo/branches",
                "/pacticipants/Foo/branches/main",
                "/pacticipants/Foo/branches/main/versions/1",
                version,
                version + "/tags/t",
                "/environments/" + environment)) {
            assertEquals(404, broker.delete(path, OTHER).status(), path);
        }
        for (var path : List.of(deployment, release)) {
            assertEquals(
                    404,
                    broker.patch(
                                    path,
                                    "{\"currentlyDeployed\": false, \"currentlySupported\": false}",
                                    "Content-Type",
                                    MERGE_PATCH,
                                    OTHER[0],
                                    OTHER[1])
                            .status());
        }

        // the same names, once more
        assertEquals(
                201,
                broker.put("/pacticipants/Foo/branches/main/versions/1", "{}", OTHER)
                        .status());
        var twin = broker.post("/environments", "{\"name\": \"test\", \"production\": true}", OTHER);
        assertEquals(201, twin.status());
        assertNotEquals(environment, twin.json().get("uuid").asText());
        assertEquals(
                404,
                broker.post(version + "/deployed-versions/environment/" + environment, "{}", OTHER)
                        .status());
        assertEquals(
                0,
                broker.get(version, OTHER)
                        .json()
                        .at("/_links/pb:deployed-environments")
                        .size());
        assertEquals(204, broker.delete("/pacticipants/Foo", OTHER).status());
        assertEquals(200, broker.get(version).status());
        assertEquals(200, broker.get(deployment).status());
    }
}
