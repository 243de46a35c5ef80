package dev.seamwright.broker.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the broker remembers of set-ups; each test in a workspace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SetupRoutesTest {
    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private ApiClient api;

    @BeforeAll
    void start() {
        broker = TestBroker.startWithAuth();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        var made = ApiClient.of(broker)
                .as(TestBroker.OPERATOR_TOKEN)
                .post("/workspaces", "{\"name\":\"w%s\"}".formatted(UUID.randomUUID()));
        api = ApiClient.of(broker).as(made.json().path("secret").asText());
    }

    private static String members(int revision, String members) {
        return "{\"revision\":%d,\"members\":[%s]}".formatted(revision, members);
    }

    private static final String PRODUCTION = "{\"kind\":\"environment\",\"name\":\"production\"}";
    private static final String WEB = "{\"kind\":\"participant\",\"name\":\"web\"}";
    private static final String HOOK = """
            {"kind":"webhook","name":"hook","seenAt":"2026-11-26T10:00:00.5Z","secrets":{"signingSecret":"fingerprint"}}""";

    private JsonNode put(int status, String body) {
        var answer = api.put("/setups/shop", body);
        assertEquals(status, answer.status(), answer.body());
        return answer.json();
    }

    private int entries() {
        return api.get("/audit/entries?action=setup.record")
                .json()
                .path("items")
                .size();
    }

    @Test
    void a_set_up_remembers_what_is_its_own() {
        assertEquals(404, api.get("/setups/shop").status());
        var created = put(201, members(0, WEB + "," + PRODUCTION));
        assertEquals(1, created.path("revision").asInt());
        var replaced = put(200, members(1, HOOK));
        assertEquals(2, replaced.path("revision").asInt());
        assertEquals(replaced, api.get("/setups/shop").json());
        var listed = api.get("/setups").json().path("items");
        assertEquals(
                List.of("shop"),
                listed.findValuesAsText("name").stream()
                        .filter(name -> !name.equals("hook"))
                        .toList());
        assertEquals(
                "fingerprint", listed.at("/0/members/0/secrets/signingSecret").asText());
        assertEquals(2, entries());
    }

    @Test
    void the_same_members_again_change_nothing() {
        put(201, members(0, PRODUCTION + "," + WEB));
        var again = put(200, members(0, WEB + "," + PRODUCTION));
        assertEquals(1, again.path("revision").asInt());
        assertEquals(1, entries());
    }

    @Test
    void who_read_another_revision_is_refused_and_nothing_is_lost() {
        put(201, members(0, WEB));
        put(200, members(1, WEB + "," + PRODUCTION));
        for (var revision : List.of(0, 1, 3)) {
            var refused = api.put("/setups/shop", members(revision, HOOK));
            assertEquals(409, refused.status(), refused.body());
        }
        assertEquals(2, api.get("/setups/shop").json().path("members").size());
    }

    @Test
    void readers_see_no_fingerprint_and_change_nothing() {
        put(201, members(0, HOOK));
        var secret = api.post("/tokens", "{\"name\":\"reader\",\"scope\":\"publish\"}")
                .json()
                .path("secret")
                .asText();
        var reader = ApiClient.of(broker).as(secret);
        var member = reader.get("/setups/shop").json().path("members").path(0);
        assertEquals("hook", member.path("name").asText());
        assertTrue(member.has("seenAt") && !member.has("secrets"), member::toString);
        assertTrue(!reader.get("/setups").body().contains("fingerprint"));
        assertEquals(403, reader.put("/setups/shop", members(1, "")).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                     | /revision
            {"revision":-1,"members":[]}                                           | /revision
            {"revision":0}                                                         | /members
            {"revision":0,"members":{}}                                            | /members
            {"revision":0,"members":["web"]}                                       | /members/0
            {"revision":0,"members":[{"kind":"team","name":"a"}]}                  | /members/0/kind
            {"revision":0,"members":[{"kind":"webhook"}]}                          | /members/0/name
            {"revision":0,"members":[{"kind":"webhook","name":"a"},{"kind":"webhook","name":"a"}]} | /members/1
            {"revision":0,"members":[{"kind":"webhook","name":"a","seenAt":"now"}]} | /members/0/seenAt
            {"revision":0,"members":[{"kind":"webhook","name":"a","secrets":{"b":1}}]} | /members/0/secrets/b
            """)
    void what_is_wrong_is_named(String body, String pointer) {
        var answer = api.wrong("PUT", "/setups/shop", body);
        assertEquals(400, answer.status(), answer.body());
        assertEquals(pointer, answer.json().at("/errors/0/pointer").asText(), answer.body());
    }

    @Test
    void a_name_has_a_form() {
        assertEquals(400, api.wrong("PUT", "/setups/Shop%20", members(0, "")).status());
    }
}
