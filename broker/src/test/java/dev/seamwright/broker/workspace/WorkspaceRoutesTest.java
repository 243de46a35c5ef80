package dev.seamwright.broker.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkspaceRoutesTest {
    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private ApiClient operator;

    @BeforeAll
    void start() {
        broker = TestBroker.startWithAuth();
        operator = ApiClient.of(broker).as(TestBroker.OPERATOR_TOKEN);
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    private String create(String name) {
        var answer = operator.post("/workspaces", "{\"name\":\"%s\"}".formatted(name));
        assertEquals(201, answer.status(), answer.body());
        return answer.json().get("secret").asText();
    }

    @Test
    void a_new_workspace_has_an_admin_token_and_its_own_audit_log() {
        var before = operator.get("/audit/entries").json();
        var admin = ApiClient.of(broker).as(create("acme"));
        var caller = admin.get("/caller").json();
        assertEquals("acme", caller.get("workspace").asText());
        assertEquals("admin", caller.get("scope").asText());
        assertFalse(caller.get("operator").asBoolean());
        var entries = admin.get("/audit/entries").json().get("items");
        assertEquals(1, entries.size());
        assertEquals("operator", entries.at("/0/principal").asText());
        assertEquals(
                List.of("workspace.create", "token.create"),
                entries.at("/0/changes").findValuesAsText("action"));
        assertTrue(admin.get("/audit/verify").json().get("intact").asBoolean());
        assertEquals(before, operator.get("/audit/entries").json(), "the operator's own workspace learns nothing");
    }

    @Test
    void the_operator_chooses_a_workspace_by_header() {
        var admin = ApiClient.of(broker).as(create("chosen"));
        var inside = operator.with("Seamwright-Workspace", "chosen");
        assertEquals("chosen", inside.get("/caller").json().get("workspace").asText());
        assertEquals(
                admin.get("/tokens").json().at("/items/0/id"),
                inside.get("/tokens").json().at("/items/0/id"));
        assertEquals(
                404,
                operator.with("Seamwright-Workspace", "nowhere").get("/caller").status());
    }

    @Test
    void a_tenant_cannot_choose_another_workspace() {
        create("victim");
        var other = ApiClient.of(broker).as(create("intruder")).with("Seamwright-Workspace", "victim");
        assertEquals("intruder", other.get("/caller").json().get("workspace").asText());
    }

    @Test
    void a_name_is_taken_once() {
        create("unique");
        assertEquals(409, operator.post("/workspaces", "{\"name\":\"unique\"}").status());
        assertEquals(409, operator.post("/workspaces", "{\"name\":\"default\"}").status());
    }

    @Test
    void tenants_neither_see_nor_make_workspaces() {
        var admin = ApiClient.of(broker).as(create("tenant"));
        create("neighbour");
        assertEquals(403, admin.get("/workspaces").status());
        assertEquals(403, admin.post("/workspaces", "{\"name\":\"mine\"}").status());
        assertEquals(403, admin.wrong("POST", "/workspaces", "{}").status());
        assertEquals(
                admin.get("/workspaces/neighbour").json().get("detail"),
                admin.get("/workspaces/nobody").json().get("detail"));
    }

    @Test
    void the_operator_lists_them_in_pages() {
        create("list-a");
        create("list-b");
        var first = operator.get("/workspaces?limit=1").json();
        var second = operator.get(
                        "/workspaces?limit=1&cursor=" + first.get("next").asText())
                .json();
        var all = operator.get("/workspaces").json().get("items").findValuesAsText("name");
        assertTrue(all.containsAll(List.of("default", "list-a", "list-b")), all.toString());
        assertEquals(all.get(0), first.at("/items/0/name").asText());
        assertEquals(all.get(1), second.at("/items/0/name").asText());
        assertEquals(
                "list-a", operator.get("/workspaces/list-a").json().get("name").asText());
        assertEquals(404, operator.get("/workspaces/list-z").status());
    }

    @Test
    void a_retry_makes_no_second_workspace_and_tells_no_secret() {
        var once = operator.with("Idempotency-Key", "workspace-once");
        var first = once.post("/workspaces", "{\"name\":\"retried\"}");
        var again = once.post("/workspaces", "{\"name\":\"retried\"}");
        assertEquals(201, first.status());
        assertEquals(409, again.status());
        assertEquals("true", again.header("Idempotency-Replayed"));
        assertFalse(again.body().contains(first.json().get("secret").asText()));
        assertEquals(422, once.post("/workspaces", "{\"name\":\"changed\"}").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a b", "a/b", "ü", "a_b"})
    void a_wrong_name_is_refused(String name) {
        assertEquals(
                400,
                operator.wrong("POST", "/workspaces", "{\"name\":\"%s\"}".formatted(name))
                        .status());
    }
}
