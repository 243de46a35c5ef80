package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.TestBroker;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebUiTest {
    private static final Pattern ASSET = Pattern.compile("/assets/[^\"]+");
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.startWithAuth();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static String type(String path, String accept) {
        return String.valueOf(broker.get(path, "Accept", accept).header("Content-Type"));
    }

    @Test
    void a_browser_gets_the_page_of_the_ui_on_every_path_of_the_pact_api() {
        for (var path : new String[] {"/", "/pacticipants", "/pacts/latest", "/matrix", "/pacticipants/Foo/network"}) {
            var page = broker.get(path, "Accept", BROWSER);
            assertEquals(200, page.status(), path);
            assertEquals("text/html;charset=utf-8", page.header("Content-Type"));
            assertEquals("Accept, Accept-Encoding", page.header("Vary"));
            assertEquals("no-cache", page.header("Cache-Control"));
            var policy = String.valueOf(page.header("Content-Security-Policy"));
            assertTrue(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), policy);
            assertTrue(!policy.contains("unsafe"), policy);
            assertTrue(page.body().contains("<html"), page.body());
        }
    }

    @Test
    void whoever_names_a_type_of_the_api_or_none_at_all_gets_the_api() {
        for (var accept : new String[] {
            "application/hal+json",
            "application/json",
            "text/csv",
            "text/plain",
            "*/*",
            "text/html, application/hal+json"
        }) {
            var answer = broker.get("/pacticipants", "Accept", accept);
            assertEquals(401, answer.status(), accept);
        }
        assertEquals(401, broker.get("/api/v1/tokens", "Accept", BROWSER).status());
        assertTrue(type("/diagnostic/status/heartbeat", BROWSER).contains("json"));
        assertEquals(
                401,
                broker.send("POST", "/pacticipants", "{}", "Accept", BROWSER).status());
    }

    @Test
    void what_the_page_names_is_sent_compressed_and_kept_for_ever() {
        var page = broker.get("/", "Accept", BROWSER).body();
        var scripts = ASSET.matcher(page).results().map(MatchResult::group).toList();
        assertTrue(scripts.stream().anyMatch(name -> name.endsWith(".js")), page);
        for (var name : scripts) {
            var plain = broker.get(name, "Accept", "*/*");
            assertEquals(200, plain.status(), name);
            assertEquals("public, max-age=31536000, immutable", plain.header("Cache-Control"));
            assertNull(plain.header("Content-Encoding"));
        }
        var script = scripts.stream()
                .filter(name -> name.endsWith(".js"))
                .findFirst()
                .orElseThrow();
        for (var encodings : Map.of("gzip, deflate, br", "br", "gzip", "gzip", "br;q=0, gzip;q=0.5", "gzip")
                .entrySet()) {
            var answer = broker.get(script, "Accept", "*/*", "Accept-Encoding", encodings.getKey());
            assertEquals(encodings.getValue(), answer.header("Content-Encoding"));
            assertEquals("Accept-Encoding", answer.header("Vary"));
            assertEquals("text/javascript;charset=utf-8", answer.header("Content-Type"));
        }
    }

    @Test
    void a_page_that_has_not_changed_is_not_sent_again() {
        var tag = String.valueOf(broker.get("/", "Accept", BROWSER).header("ETag"));
        var again = broker.get("/participants", "Accept", BROWSER, "If-None-Match", "W/" + tag);
        assertEquals(304, again.status());
        assertEquals("", again.body());
        assertEquals(
                200,
                broker.get("/", "Accept", BROWSER, "If-None-Match", "\"other\"").status());
    }

    @Test
    void an_asset_that_is_not_there_is_no_page() {
        for (var name :
                new String[] {"/assets/gone-1234.js", "/assets/", "/assets/..%2findex.html", "/assets/gone.js.br"}) {
            var answer = broker.get(name, "Accept", BROWSER);
            assertTrue(answer.status() >= 400, name);
            assertTrue(!answer.body().contains("<html"), answer.body());
        }
    }

    @Test
    void a_script_without_a_token_is_told_so_without_the_window_that_a_browser_opens_for_basic() {
        var asked = broker.get("/api/v1/caller", "Accept", "application/json", "Sec-Fetch-Dest", "empty");
        assertEquals(401, asked.status());
        assertEquals("Bearer realm=\"Seamwright\"", asked.header("WWW-Authenticate"));
        var client = broker.get("/pacticipants", "Accept", "application/hal+json");
        assertTrue(String.valueOf(client.header("WWW-Authenticate")).startsWith("Basic "));
    }
}
