package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebUiTest {
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
            assertEquals("Accept", page.header("Vary"));
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
}
