package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.broker.testing.TestBroker;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScopesTest {
    private static final String UUID_OF_NOTHING = UUID.randomUUID().toString();
    private static final List<String> RECORDS = List.of(
            "POST /pacticipants",
            "PUT /pacticipants/Foo",
            "PATCH /pacticipants/Foo",
            "PUT /pacticipants/Foo/versions/1",
            "PATCH /pacticipants/Foo/versions/1",
            "PUT /pacticipants/Foo/versions/1/tags/t",
            "PUT /pacticipants/Foo/branches/main/versions/1",
            "POST /pacticipants/Foo/versions/1/deployed-versions/environment/" + UUID_OF_NOTHING,
            "POST /pacticipants/Foo/versions/1/released-versions/environment/" + UUID_OF_NOTHING,
            "PATCH /deployed-versions/" + UUID_OF_NOTHING,
            "PATCH /released-versions/" + UUID_OF_NOTHING);
    private static final List<String> MANAGES = List.of(
            "DELETE /pacticipants/Foo",
            "DELETE /pacticipants/Foo/versions/1",
            "DELETE /pacticipants/Foo/versions/1/tags/t",
            "DELETE /pacticipants/Foo/branches",
            "DELETE /pacticipants/Foo/branches/main",
            "DELETE /pacticipants/Foo/branches/main/versions/1",
            "PUT /pacticipants/Foo/labels/l",
            "DELETE /pacticipants/Foo/labels/l",
            "POST /environments",
            "PUT /environments/" + UUID_OF_NOTHING,
            "DELETE /environments/" + UUID_OF_NOTHING);

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.startWithAuth();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void a_token_that_reads_changes_nothing() {
        var read = token("read");
        assertEquals(200, send("GET /pacticipants", read));
        RECORDS.forEach(request -> assertEquals(403, send(request, read), request));
        MANAGES.forEach(request -> assertEquals(403, send(request, read), request));
    }

    @Test
    void a_token_that_publishes_records_and_does_not_manage() {
        var publish = token("publish");
        RECORDS.forEach(
                request -> assertEquals(false, List.of(401, 403, 500).contains(send(request, publish)), request));
        MANAGES.forEach(request -> assertEquals(403, send(request, publish), request));
    }

    private static int send(String request, String token) {
        var parts = request.split(" ", 2);
        var reads = parts[0].equals("GET") || parts[0].equals("DELETE");
        return broker.send(parts[0], parts[1], reads ? null : "{}", "Authorization", "Bearer " + token)
                .status();
    }

    private static String token(String scope) {
        var created = broker.post(
                "/api/v1/tokens",
                "{\"name\": \"%s\", \"scope\": \"%s\"}".formatted(scope, scope),
                "Authorization",
                "Bearer " + TestBroker.OPERATOR_TOKEN);
        assertEquals(201, created.status(), created.body());
        return created.json().get("secret").asText();
    }
}
