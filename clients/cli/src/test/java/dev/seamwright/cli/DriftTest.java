package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftTest {
    private static final String DOCUMENT = """
            {"openapi": "3.1.0", "info": {"title": "Orders", "version": "1"}, "paths": {"/orders": {"get": {
             "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "%s"}}}}}}}}}
            """;

    @TempDir
    private Path directory = Path.of("");

    private final StubBroker service = stub();

    private static StubBroker stub() {
        try {
            return new StubBroker();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("openapi.json"), DOCUMENT.formatted("array"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void says(String type) {
        service.on(
                "GET /openapi.json",
                (exchange, _) -> StubBroker.answer(exchange, 200, "application/json", DOCUMENT.formatted(type)));
    }

    private TestCli.Outcome drift(String... further) {
        var words = new ArrayList<>(
                List.of("drift", "api", "--url", service.url() + "/openapi.json", "--openapi", "openapi.json"));
        words.addAll(List.of(further));
        return new TestCli(directory).run(words.toArray(String[]::new));
    }

    @Test
    void an_api_that_says_the_same_is_in_sync() {
        says("array");
        var outcome = drift();
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("In sync"), outcome.out());
    }

    @Test
    void an_api_that_says_something_else_has_drifted() {
        says("object");
        var outcome = drift("-o", "json");
        assertEquals(1, outcome.code(), outcome.err());
        assertEquals(
                "drifted",
                Json.parse(outcome.out().getBytes(StandardCharsets.UTF_8))
                        .get("verdict")
                        .asText());
        assertTrue(drift("-o", "junit").out().contains("<failure"), "for CI servers");
    }

    @Test
    void an_api_that_says_nothing_is_unknown() {
        service.on("GET /openapi.json", (exchange, _) -> StubBroker.answer(exchange, 503, "text/plain", "later"));
        var outcome = drift();
        assertEquals(2, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("503"), outcome.out());
    }

    @Test
    void it_is_said_what_is_to_be_compared() {
        assertEquals(
                4,
                new TestCli(directory).run("drift", "api", "--url", "http://x").code());
        assertEquals(4, new TestCli(directory).run("drift", "db").code());
        assertEquals(4, new TestCli(directory).run("drift").code());
    }

    @Test
    void a_target_has_a_file_with_its_address_which_no_message_shows() throws IOException {
        Files.writeString(directory.resolve("empty"), "\n# nothing\n");
        Files.writeString(directory.resolve("secret"), "jdbc:postgresql://app:hush@db/shop");
        for (var target : new String[] {"orders", "orders=", "orders=missing", "orders=empty", "orders=secret"}) {
            var outcome = new TestCli(directory).run("worker", "--target", target);
            assertEquals(4, outcome.code(), target + ": " + outcome.err());
            assertFalse(outcome.err().contains("hush"), outcome.err());
        }
    }
}
