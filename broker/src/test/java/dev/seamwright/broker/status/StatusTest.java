package dev.seamwright.broker.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every request and answer is checked against openapi.yaml. */
class StatusTest {
    private static final TestBroker BROKER = TestBroker.start();
    private final ApiClient api = workspace();

    private static ApiClient workspace() {
        var name = "w" + UUID.randomUUID();
        ok(ApiClient.of(BROKER).post("/workspaces", "{\"name\":\"%s\"}".formatted(name)));
        return ApiClient.of(BROKER).with("Seamwright-Workspace", name);
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    private static JsonNode ok(TestBroker.Answer answer) {
        assertTrue(answer.status() < 300, answer.status() + " " + answer.body());
        return answer.json();
    }

    private JsonNode get(String path) {
        return ok(api.get(path));
    }

    private void version(String participant, String version) {
        ok(api.put("/participants/%s/versions/%s".formatted(participant, version), "{\"branch\":\"main\"}"));
    }

    private String pact(String consumer, String version, String provider, String description) {
        var content = Given.document(consumer, provider, description).replace("\"", "\\\"");
        ok(api.post("/participants/%s/versions/%s/contracts".formatted(consumer, version), """
                {"branch":"main","contracts":[{"kind":"pact","provider":"%s","content":"%s"}]}""".formatted(
                        provider, content)));
        return get("/contracts?consumer=%s&provider=%s".formatted(consumer, provider))
                .at("/items/0/sha256")
                .asText();
    }

    private void result(String sha256, String providerVersion, boolean success) {
        ok(api.post("/verifications", """
                {"contract":{"kind":"pact","sha256":"%s"},"provider":"orders","providerVersion":"%s","success":%s}""".formatted(sha256, providerVersion, success)));
    }

    private void deploy(String participant, String version, String environment) {
        ok(api.post("/deployments", """
                {"participant":"%s","version":"%s","environment":"%s"}""".formatted(participant, version, environment)));
    }

    private static List<String> seams(JsonNode page) {
        var all = new ArrayList<String>();
        for (var seam : page.get("items")) {
            all.add("%s %s %s %s"
                    .formatted(
                            seam.at("/consumer/name").asText(),
                            seam.at("/provider/name").asText(),
                            seam.get("class").asText(),
                            seam.get("verdict").asText()));
        }
        return all;
    }

    /** Four consumers of orders in production: one is broken, one fits, one waits, and one relies on somebody else who is not there. */
    private void production() {
        ok(api.put("/environments/production", "{\"production\":true,\"displayName\":\"Live\"}"));
        ok(api.put("/environments/test", "{\"production\":false}"));
        version("orders", "1");
        result(pact("web", "1", "orders", "list"), "1", true);
        result(pact("app", "1", "orders", "find"), "1", false);
        pact("shop", "1", "orders", "buy");
        pact("shop", "1", "mail", "send");
        for (var participant : List.of("orders", "web", "app", "shop")) {
            deploy(participant, "1", "production");
        }
    }

    @Test
    void an_environment_is_as_good_as_the_worst_of_its_seams() {
        production();
        var environments = get("/status").get("environments");
        assertEquals(
                List.of("test", "production"),
                environments.findValuesAsText("environment").stream().distinct().toList());
        assertEquals("yes", environments.at("/0/verdict").asText(), "nothing is there");
        var live = environments.get(1);
        assertEquals("no", live.get("verdict").asText());
        assertEquals("Live", live.get("displayName").asText());
        assertEquals("{\"yes\":1,\"no\":2,\"unknown\":1}", live.get("counts").toString());
        assertEquals(4, live.get("participants").asInt());
        assertEquals("BROKEN", live.at("/blockers/0/class").asText());
        assertEquals(
                "orders 1 does not keep what app 1 relies on, as a replay shows.",
                live.at("/blockers/0/reason").asText());
        assertEquals(3, live.get("blockers").size());
    }

    @Test
    void seams_are_listed_worst_first_page_by_page() {
        production();
        var all = seams(get("/status/seams?environment=production"));
        assertEquals(
                List.of(
                        "app orders BROKEN no",
                        "shop mail NO_COUNTERPART no",
                        "shop orders UNVERIFIED unknown",
                        "web orders SAFE yes"),
                all);
        var paged = new ArrayList<String>();
        var path = "/status/seams?environment=production&limit=1";
        var page = get(path);
        paged.addAll(seams(page));
        while (page.has("next")) {
            page = get(path + "&cursor=" + page.get("next").asText());
            paged.addAll(seams(page));
        }
        assertEquals(all, paged);
    }

    @Test
    void a_provider_of_which_nobody_has_published_a_version_is_external() {
        production();
        ok(api.put("/participants/ledger-db", "{\"kind\":\"database\"}"));
        version("ledger-db", "1");
        pact("shop", "1", "ledger-db", "read");
        var sides = new ArrayList<String>();
        for (var seam : get("/status/seams?participant=shop").get("items")) {
            var provider = seam.get("provider");
            sides.add("%s %s %s"
                    .formatted(
                            provider.get("name").asText(), provider.get("kind").asText(), provider.get("external")));
            assertEquals("application", seam.at("/consumer/kind").asText());
        }
        assertEquals(List.of("ledger-db database false", "mail application true", "orders application false"), sides);
    }

    @Test
    void a_seam_is_not_known_where_something_else_was_observed_than_is_recorded() {
        production();
        ok(api.put("/environments/production/participants/web/observed", "{\"version\":\"9\"}"));
        var seam = get("/status/seams?participant=web").at("/items/0");
        assertEquals("RECORD_MISMATCH", seam.get("class").asText());
        assertEquals("unknown", seam.get("verdict").asText());
        assertEquals(
                "It is not known what runs of web in production: something else was observed than is recorded.",
                seam.get("reason").asText());
        assertEquals(
                "{\"yes\":0,\"no\":2,\"unknown\":2}",
                get("/status").at("/environments/1/counts").toString());
        ok(api.put("/environments/production/participants/web/observed", "{\"version\":\"1\"}"));
        assertEquals(
                "SAFE",
                get("/status/seams?participant=web").at("/items/0/class").asText());
    }

    @Test
    void what_is_near_a_participant_is_found_in_steps() {
        production();
        assertEquals(List.of("shop mail NO_COUNTERPART no"), seams(get("/status/seams?participant=mail")));
        assertEquals(
                List.of("shop mail NO_COUNTERPART no", "shop orders UNVERIFIED unknown"),
                seams(get("/status/seams?participant=mail&depth=2")));
        assertEquals(4, seams(get("/status/seams?participant=mail&depth=3")).size());
    }

    @Test
    void seams_are_filtered_by_kind_and_verdict() {
        production();
        assertEquals(List.of(), seams(get("/status/seams?kind=db-usage")));
        assertEquals(List.of("web orders SAFE yes"), seams(get("/status/seams?kind=pact&verdict=yes")));
        var refused = api.wrong("GET", "/status/seams?depth=4&environment=production", null);
        assertEquals(400, refused.status(), refused.body());
        assertTrue(refused.body().contains("depth"), refused.body());
        assertEquals(404, api.get("/status/seams?environment=moon").status());
    }

    @Test
    void a_graph_gets_its_seams_at_once() {
        production();
        assertEquals(4, seams(get("/status/seams?limit=5000")).size());
        var refused = api.wrong("GET", "/status/seams?limit=5001", null);
        assertTrue(refused.body().contains("Must be a number from 1 to 5000."), refused.body());
    }

    @Test
    void a_seam_has_the_verdict_that_can_i_deploy_has_for_its_row() {
        production();
        for (var seam : get("/status/seams?environment=production").get("items")) {
            var question = """
                    {"versions":[{"participant":"%s","version":"%s"}],"target":{"type":"environment","environment":"production"}}""".formatted(
                            seam.at("/consumer/name").asText(),
                            seam.at("/consumer/version").asText());
            var rows = ok(api.post("/verdicts/can-i-deploy", question)).get("rows");
            var result = "";
            for (var row : rows) {
                if (row.get("provider").equals(seam.at("/provider/name"))) {
                    result = row.get("result").asText();
                }
            }
            assertEquals(
                    switch (seam.get("class").asText()) {
                        case "SAFE" -> "success";
                        case "BROKEN" -> "failure";
                        default -> "missing";
                    },
                    result,
                    seam.toString());
        }
    }

    @Test
    void the_board_tells_what_runs_where_and_how_far_it_is_behind() {
        production();
        version("orders", "2");
        version("orders", "3");
        deploy("orders", "2", "test");
        var board = get("/status/board");
        assertEquals(List.of("test", "production"), board.get("environments").findValuesAsText("name"));
        assertEquals(List.of("app", "orders", "shop", "web"), board.get("items").findValuesAsText("participant"));
        var orders = board.at("/items/1/cells");
        assertEquals(List.of("test", "production"), orders.findValuesAsText("environment"));
        assertEquals(1, orders.at("/0/versions/0/behind").asInt());
        assertEquals(2, orders.at("/1/versions/0/behind").asInt());
        assertEquals("no", orders.at("/1/verdict").asText());
        assertFalse(orders.at("/0").has("verdict"), "alone there");
        var first = get("/status/board?limit=2");
        assertEquals(List.of("app", "orders"), first.get("items").findValuesAsText("participant"));
        assertEquals(
                List.of("shop", "web"),
                get("/status/board?limit=2&cursor=" + first.get("next").asText())
                        .get("items")
                        .findValuesAsText("participant"));
    }

    @Test
    void names_are_found_wherever_the_words_are_in_them() {
        production();
        assertEquals(List.of("participant orders"), found("RDER"));
        assertEquals(List.of("environment production"), found("live"));
        assertEquals(4, found("1").size(), "a version of each");
        var sha = get("/contracts?consumer=web").at("/items/0/sha256").asText();
        assertEquals(List.of("contract " + sha), found(sha.substring(0, 12)));
        assertEquals(List.of(), found("%"));
        assertEquals(List.of(), found("fffffff"));
        version("orders", "2.10");
        version("orders", "2.1");
        version("orders", "2.2");
        assertEquals(List.of("version 2.1", "version 2.10"), found("2.1"), "numbers that begin so, the shorter first");
        assertEquals(400, api.wrong("GET", "/search?q=%20", null).status());
    }

    private List<String> found(String text) {
        var all = new ArrayList<String>();
        get("/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .get("items")
                .forEach(item -> all.add(
                        item.get("type").asText() + " " + item.get("name").asText()));
        return all;
    }
}
