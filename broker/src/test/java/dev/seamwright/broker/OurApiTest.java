package dev.seamwright.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
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

/** Participants, versions, environments, deployments and releases by our own API; each test in a workspace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OurApiTest {
    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private ApiClient api;

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
        var name = "w" + UUID.randomUUID();
        ApiClient.of(broker).post("/workspaces", "{\"name\":\"%s\"}".formatted(name));
        api = ApiClient.of(broker).with("Seamwright-Workspace", name);
    }

    private JsonNode put(String path, String body, int status) {
        var answer = api.put(path, body);
        assertEquals(status, answer.status(), answer.body());
        return answer.json();
    }

    private List<String> pages(String path, String key) {
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = api.get(path + (path.contains("?") ? "&" : "?") + "limit=2" + cursor)
                    .json();
            page.get("items").forEach(item -> seen.add(item.get(key).asText()));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
        } while (!cursor.isEmpty());
        return seen;
    }

    @Test
    void a_participant_is_created_replaced_and_deleted() {
        var created = put(
                "/participants/a%2Fb", "{\"kind\":\"database\",\"displayName\":\"A\",\"mainBranch\":\"main\"}", 201);
        assertEquals("a/b", created.get("name").asText());
        assertEquals("database", created.get("kind").asText());
        var replaced = put("/participants/a%2Fb", "{\"repositoryUrl\":\"https://example.com\"}", 200);
        assertFalse(replaced.has("displayName"), "what is absent is cleared");
        assertEquals("database", replaced.get("kind").asText(), "but for the kind");
        assertEquals(replaced, api.get("/participants/a%2Fb").json());
        assertEquals(204, api.delete("/participants/a%2Fb").status());
        assertEquals(404, api.get("/participants/a%2Fb").status());
        assertEquals(404, api.delete("/participants/a%2Fb").status());
    }

    @Test
    void participants_come_in_pages_by_name() {
        for (var name : List.of("e", "a", "d", "b", "c")) {
            put("/participants/" + name, "{}", 201);
        }
        assertEquals(List.of("a", "b", "c", "d", "e"), pages("/participants", "name"));
    }

    @Test
    void participants_are_found_by_a_part_of_their_name() {
        for (var name : List.of("web-shop", "web", "Shop", "mail", "shop_2")) {
            put("/participants/" + name, "{}", 201);
        }
        assertEquals(
                List.of("Shop", "shop_2", "web-shop"),
                pages("/participants?name=SHOP", "name").stream().sorted().toList());
        assertEquals(List.of(), pages("/participants?name=%25", "name"));
    }

    @Test
    void a_version_gains_branches_and_tags() {
        var created = put("/participants/web/versions/1", "{\"branch\":\"main\",\"tags\":[\"x\",\"y\"]}", 201);
        assertEquals(
                "[{\"name\":\"main\",\"latest\":true}]", created.get("branches").toString());
        assertEquals(List.of("x", "y"), created.get("tags").findValuesAsText("name"));
        put("/participants/web/versions/2", "{\"branch\":\"main\"}", 201);
        var again = put(
                "/participants/web/versions/1", "{\"branch\":\"fix\",\"buildUrl\":\"https://ci.example.com/1\"}", 200);
        assertEquals(
                "[{\"name\":\"fix\",\"latest\":true},{\"name\":\"main\",\"latest\":false}]",
                again.get("branches").toString());
        assertEquals(again, api.get("/participants/web/versions/1").json());
        assertEquals(
                "main", api.get("/participants/web").json().get("mainBranch").asText());
        assertEquals(204, api.delete("/participants/web/versions/1").status());
        assertEquals(404, api.get("/participants/web/versions/1").status());
    }

    @Test
    void versions_come_in_pages_newest_first() {
        for (var number = 1; number <= 5; number++) {
            put("/participants/web/versions/" + number, "{}", 201);
        }
        assertEquals(List.of("5", "4", "3", "2", "1"), pages("/participants/web/versions", "number"));
        var next =
                api.get("/participants/web/versions?limit=2").json().get("next").asText();
        api.delete("/participants/web/versions/4");
        assertEquals(400, api.get("/participants/web/versions?cursor=" + next).status());
    }

    @Test
    void an_environment_is_created_replaced_and_deleted() {
        var created = put(
                "/environments/prod",
                "{\"production\":true,\"contacts\":[{\"name\":\"Team\",\"details\":{\"mail\":\"a@example.com\"}}]}",
                201);
        assertEquals("Prod", created.get("displayName").asText());
        assertEquals("a@example.com", created.at("/contacts/0/details/mail").asText());
        var replaced = put("/environments/prod", "{\"production\":false,\"displayName\":\"Live\"}", 200);
        assertEquals(created.get("id"), replaced.get("id"));
        assertEquals(replaced, api.get("/environments/prod").json());
        for (var name : List.of("b", "a", "c")) {
            put("/environments/" + name, "{\"production\":false}", 201);
        }
        assertEquals(List.of("a", "b", "c", "prod"), pages("/environments", "name"));
        assertEquals(204, api.delete("/environments/prod").status());
        assertEquals(404, api.get("/environments/prod").status());
    }

    private void world() {
        put("/environments/prod", "{\"production\":true}", 201);
        put("/environments/test", "{\"production\":false}", 201);
        for (var number : List.of("1", "2", "3")) {
            put("/participants/web/versions/" + number, "{}", 201);
        }
    }

    private JsonNode record(String what, String version, String environment, int status) {
        var answer = api.post("/" + what, """
                {"participant":"web","version":"%s","environment":"%s"}""".formatted(version, environment));
        assertEquals(status, answer.status(), answer.body());
        return answer.json();
    }

    @Test
    void a_second_deployment_ends_the_first() {
        world();
        var first = record("deployments", "1", "prod", 201);
        assertEquals(first, record("deployments", "1", "prod", 200));
        var second = record("deployments", "2", "prod", 201);
        record("deployments", "3", "test", 201);
        assertEquals(List.of("2"), pages("/deployments?environment=prod", "version"));
        assertEquals(List.of("3", "2"), pages("/deployments?participant=web", "version"));
        assertEquals(List.of("3", "2", "1"), pages("/deployments?ended=true", "version"));
        assertTrue(api.get("/deployments/" + first.get("id").asText()).json().has("endedAt"));
        var end = "/deployments/" + second.get("id").asText() + "/end";
        var ended = api.send("POST", end, null);
        assertEquals(200, ended.status(), ended.body());
        assertEquals(ended.json(), api.send("POST", end, null).json());
        assertEquals(List.of(), pages("/deployments?environment=prod", "version"));
    }

    @Test
    void releases_are_supported_side_by_side() {
        world();
        var first = record("releases", "1", "prod", 201);
        assertEquals(first, record("releases", "1", "prod", 200));
        record("releases", "2", "prod", 201);
        assertEquals(List.of("2", "1"), pages("/releases?environment=prod", "version"));
        var end = "/releases/" + first.get("id").asText() + "/end-support";
        assertTrue(api.send("POST", end, null).json().has("supportEndedAt"));
        assertEquals(List.of("2"), pages("/releases", "version"));
        assertEquals(List.of("2", "1"), pages("/releases?ended=true", "version"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | POST | /deployments  | {"participant":"none","version":"1","environment":"prod"}
            404 | POST | /deployments  | {"participant":"web","version":"none","environment":"prod"}
            404 | POST | /releases     | {"participant":"web","version":"1","environment":"none"}
            400 | POST | /releases     | {"participant":"web","version":"1"}
            400 | PUT  | /environments/x | {}
            400 | PUT  | /environments/x | {"production":"yes"}
            400 | PUT  | /environments/x | {"production":true,"contacts":[{}]}
            400 | PUT  | /environments/x | {"production":true,"contacts":[{"name":"a","details":{"b":1}}]}
            400 | PUT  | /environments/x | {"production":true,"displayName":"a\\u0000b"}
            400 | PUT  | /environments/x%20y | {"production":true}
            400 | PUT  | /participants/x | {"kind":"service"}
            400 | PUT  | /participants/x | {"displayName":"a\\nb"}
            400 | PUT  | /participants/x | {"mainBranch":" "}
            400 | PUT  | /participants/a/versions/1 | {"tags":"x"}
            400 | PUT  | /participants/a/versions/1 | {"tags":[1]}
            404 | GET  | /deployments/x |
            404 | GET  | /deployments?environment=none |
            404 | GET  | /releases?participant=none |
            400 | GET  | /releases?ended=maybe |
            400 | GET  | /deployments?cursor=WyJhIiwiYiJd |
            """)
    void what_is_wrong_is_refused(
            int status, String method, String path, @org.jspecify.annotations.Nullable String body) {
        world();
        var before = api.get("/audit/entries").json();
        var answer = api.wrong(method, path, body);
        assertEquals(status, answer.status(), answer.body());
        assertEquals(before, api.get("/audit/entries").json(), "nothing is stored");
    }
}
