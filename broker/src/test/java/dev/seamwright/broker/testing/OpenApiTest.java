package dev.seamwright.broker.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check itself can fail. */
class OpenApiTest {
    private static final OpenApi API = OpenApi.get();
    private static final String CALLER = "{\"workspace\":\"a\",\"principal\":\"p\",\"scope\":\"%s\",\"operator\":%s}";

    @Test
    void an_answer_as_described_is_right() {
        assertEquals(List.of(), callerAnswer(200, "application/json;charset=utf-8", CALLER.formatted("read", "true")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | application/json | {"workspace":"a","principal":"p","scope":"all","operator":true}
            200 | application/json | {"workspace":"a","principal":"p","scope":"read"}
            200 | application/json | {"workspace":"a","principal":"p","scope":"read","operator":true,"more":1}
            200 | text/plain | {"workspace":"a","principal":"p","scope":"read","operator":true}
            201 | application/json | {"workspace":"a","principal":"p","scope":"read","operator":true}
            500 | application/problem+json | {"type":"/problems/internal","title":"t","status":500,"detail":"d","instance":"/"}
            404 | application/problem+json | {"title":"t","status":404}
            404 | application/json | {"type":"/problems/not-found","title":"t","status":404,"detail":"d","instance":"/"}
            """)
    void an_answer_otherwise_is_wrong(int status, String type, String body) {
        assertFalse(callerAnswer(status, type, body).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"limit=0", "limit=x", "limit=1001", "offset=3", "cursor="})
    void a_query_otherwise_is_wrong(String query) {
        assertFalse(request("GET", "/api/v1/tokens", query, null).isEmpty());
    }

    @Test
    void a_request_as_described_is_right() {
        assertEquals(List.of(), request("GET", "/api/v1/tokens", "limit=1000&cursor=abc", null));
        assertEquals(List.of(), request("POST", "/api/v1/tokens", "", "{\"name\":\"ci\",\"scope\":\"read\"}"));
    }

    @Test
    void a_body_otherwise_is_wrong() {
        assertFalse(request("POST", "/api/v1/tokens", "", null).isEmpty());
        assertFalse(request("POST", "/api/v1/tokens", "", "{\"name\":\"ci\"}").isEmpty());
        assertFalse(
                request("POST", "/api/v1/tokens", "", "{\"name\":\"ci\",\"scope\":\"read\",\"expiresAt\":\"tomorrow\"}")
                        .isEmpty());
        assertFalse(request("GET", "/api/v1/tokens/not-a-uuid", "", null).isEmpty());
        assertTrue(API.find("PATCH", "/api/v1/tokens").isEmpty());
    }

    private static List<String> request(
            String method, String path, String query, @org.jspecify.annotations.Nullable String body) {
        return API.request(
                API.find(method, path).orElseThrow(),
                path,
                query,
                new OpenApi.Headers("Content-Type", "application/json"),
                body);
    }

    private static List<String> callerAnswer(int status, String type, String body) {
        return API.response(
                API.find("GET", "/api/v1/caller").orElseThrow(),
                new TestBroker.Answer(status, body, Map.of("Content-Type", List.of(type))));
    }
}
