package dev.seamwright.broker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seamwright.broker.testing.TestBroker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that HTTP clients would not send by themselves go through a plain socket. */
class PathHandlerTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TestBroker BROKER = TestBroker.start();

    @AfterAll
    static void close() {
        BROKER.close();
    }

    private record Answer(int status, String head, String body) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    /** Sends one request after the other on one connection, and answers the last answer. */
    private static Answer send(String... requestLines) throws IOException {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(BROKER.url()).getPort())) {
            socket.setSoTimeout(10_000);
            var answer = new Answer(0, "", "");
            for (var line : requestLines) {
                var body = line.startsWith("PUT") ? "{}" : "";
                socket.getOutputStream()
                        .write(
                                "%s HTTP/1.1\r\nHost: broker\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                        .formatted(line, body.length(), body)
                                        .getBytes(StandardCharsets.ISO_8859_1));
                answer = read(socket.getInputStream());
            }
            return answer;
        }
    }

    private static Answer read(InputStream input) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = input.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + head);
            }
            head.append((char) next);
        }
        var length = head.toString().toLowerCase(Locale.ROOT).split("content-length: ", 2);
        var body = length.length < 2 ? 0 : Integer.parseInt(length[1].split("\r\n", 2)[0]);
        return new Answer(
                Integer.parseInt(head.substring(9, 12)),
                head.toString(),
                new String(input.readNBytes(body), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a\\b             | has a backslash; write it as %5C",
                "a\\..\\tokens    | has a backslash; write it as %5C",
                "a%0Ab            | has a control character, %0A; no name holds one",
                "a%5C%0d          | has a control character, %0d; no name holds one",
                "a%1f             | has a control character, %1f; no name holds one",
                "%7F              | has a control character, %7F; no name holds one",
                "%2e%2e/tokens    | has a segment that stands for '.' or '..'; no name is one of them",
                "%2E              | has a segment that stands for '.' or '..'; no name is one of them",
                "a//b             | has two slashes one after the other; leave one out",
                "..;x/tokens      | has a ';' behind '.' or '..'; write it as %3B",
                "a%u0041          | has %u; encode each octet of UTF-8 as % and two hexadecimal digits",
                "a%FF             | is not UTF-8; encode names in it",
                "a%C3             | is not UTF-8; encode names in it",
                "a\"b             | has characters that no path may have (RFC 3986, 3.3); percent-encode them",
                "a#b              | has a '#'; write it as %23",
            })
    void a_path_that_is_refused_says_why_in_the_form_of_its_api(String name, String why) throws Exception {
        for (var method : List.of("GET", "PUT", "DELETE")) {
            var ours = send(method + " /api/v1/participants/" + name);
            assertEquals(400, ours.status(), ours.head());
            assertTrue(ours.head().contains("Content-Type: application/problem+json"), ours.head());
            assertEquals("/problems/invalid-input", ours.json().path("type").asText());
            assertEquals("path: " + why, ours.json().path("detail").asText());
            assertEquals("path", ours.json().at("/errors/0/pointer").asText());
            assertEquals(why, ours.json().at("/errors/0/detail").asText());
            assertFalse(ours.body().contains("Exception"), ours.body());

            var pact = send(method + " /pacticipants/" + name);
            assertEquals(400, pact.status(), pact.head());
            assertTrue(pact.head().contains("Content-Type: application/hal+json"), pact.head());
            assertEquals(why, pact.json().at("/errors/path/0").asText());
        }
    }

    @Test
    void the_connection_goes_on_after_a_path_that_is_refused() throws Exception {
        var answer = send("PUT /api/v1/participants/a\\b", "GET /pacticipants/a%0A", "GET /api/v1/participants/nobody");
        assertEquals(404, answer.status());
        assertEquals(
                "There is no participant 'nobody'.",
                answer.json().path("detail").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/participants/a%00",
                "PUT /pacticipants/a%zz",
                "DELETE /api/v1/participants/a%4",
                "GET /a b",
                "GET /a\u0001",
                "(GET) /"
            })
    void what_is_no_request_is_answered_for_the_clients_of_both_apis(String line) throws Exception {
        var answer = send(line);
        assertEquals(400, answer.status());
        assertTrue(answer.head().contains("Content-Type: application/problem+json"), answer.head());
        assertEquals("/problems/http-400", answer.json().path("type").asText());
        assertTrue(answer.json().path("detail").asText().startsWith("The request cannot be read: "), answer.body());
        assertEquals(answer.json().path("detail"), answer.json().path("error"));
    }

    @Test
    void a_url_that_is_too_long_is_refused_in_words() throws Exception {
        var answer = send("GET /api/v1/participants?name=" + "x".repeat(20_000));
        assertEquals(414, answer.status());
        assertTrue(answer.json().path("detail").asText().contains("shorten them"), answer.body());
    }

    @Test
    void credentials_in_a_url_are_refused() throws Exception {
        var answer = send("GET http://me:secret@broker/api/v1/participants");
        assertEquals(400, answer.status());
        assertTrue(answer.body().contains("Authorization"), answer.body());
        assertFalse(answer.body().contains("secret"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DOMAIN\\web", "App\\Http\\Kernel", "..\\..\\etc", "a/b", "50%", "a%5Cb", "\\"})
    void a_name_that_was_published_is_found_percent_encoded(String name) throws Exception {
        var inPath = URLEncoder.encode(name, StandardCharsets.UTF_8);
        var published = BROKER.post("/contracts/publish", """
                {"pacticipantName":%1$s,"pacticipantVersionNumber":%1$s,"branch":%1$s,"tags":[%1$s],
                 "contracts":[{"consumerName":%1$s,"providerName":"orders","specification":"pact","contentType":"application/json",
                   "content":"e30="}]}
                """.formatted(JSON.writeValueAsString(name)));
        assertEquals(200, published.status(), published.body());
        for (var path : List.of(
                "/pacticipants/%s",
                "/pacticipants/%s/versions/%s",
                "/pacticipants/%s/branches/%s",
                "/pacticipants/%s/versions/%s/tags/%s",
                "/pacts/provider/orders/consumer/%s/version/%s",
                "/api/v1/participants/%s",
                "/api/v1/participants/%s/versions/%s")) {
            var found = BROKER.get(path.replace("%s", inPath));
            assertEquals(200, found.status(), path + found.body());
            var link = found.json().at("/_links/self/href").asText();
            if (path.startsWith("/pac")) {
                assertEquals(200, BROKER.get(link).status(), link);
            }
        }
        assertEquals(
                name,
                BROKER.get("/api/v1/participants/" + inPath).json().path("name").asText());
        assertEquals(
                name, BROKER.get("/pacticipants/" + inPath).json().path("name").asText());
    }

    @Test
    void a_control_character_is_refused_where_a_name_is_given_and_where_it_is_looked_up() {
        var published = BROKER.put("/api/v1/participants/a%C2%85", "{}");
        assertEquals(400, published.status());
        assertEquals("participant", published.json().at("/errors/0/pointer").asText());
        var contracts = BROKER.post("/contracts/publish", """
                {"pacticipantName":"a\\nb","pacticipantVersionNumber":"1","contracts":[]}
                """);
        assertEquals(400, contracts.status());
        assertTrue(contracts.body().contains("control character (U+000A)"), contracts.body());
    }
}
