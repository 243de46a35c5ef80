package dev.seamwright.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.behaviour.ScriptedServer.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The table in cases.yaml, with the client of each language. */
class BehaviourTest {
    private static @Nullable Driver typescript;
    private static @Nullable Driver python;

    @AfterAll
    static void close() {
        for (var driver : Arrays.asList(typescript, python)) {
            if (driver != null) {
                driver.close();
            }
        }
    }

    private static Stream<Named<JsonNode>> cases() throws IOException {
        try (var file = BehaviourTest.class.getResourceAsStream("/cases.yaml")) {
            JsonNode cases = new ObjectMapper().valueToTree(new Yaml().load(file));
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(row -> Named.of(row.path("name").asText(), row));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void in_java(JsonNode row) throws IOException {
        try (var driver = new JavaDriver()) {
            play(row, driver);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void in_typescript(JsonNode row) throws IOException {
        if (typescript == null) {
            typescript = new ProcessDriver(
                    List.of("node", "src/test/drivers/driver.mjs", Languages.TYPESCRIPT.toString()), Map.of());
        }
        play(row, typescript);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void in_python(JsonNode row) throws IOException {
        if (python == null) {
            python = new ProcessDriver(
                    List.of(Languages.python(), "src/test/drivers/driver.py"), Languages.pythonEnvironment());
        }
        play(row, python);
    }

    private static void play(JsonNode row, Driver driver) throws IOException {
        try (var server = new ScriptedServer(row.path("answers"))) {
            var job = JsonNodeFactory.instance.objectNode();
            job.put(
                    "url",
                    row.path("client")
                            .path("url")
                            .asText("{server}")
                            .replace("{server}", server.url())
                            .replace("{nobody}", ScriptedServer.nobody()));
            job.set("client", settings(row));
            job.set("call", row.path("call"));
            var outcome = driver.play(job);
            assertRequests(row, server.requests());
            assertEquals(List.of(), server.surprises());
            assertPauses(row.path("pauses"), outcome.path("pauses"));
            assertHolds("outcome", row.path("outcome"), outcome);
            assertEquals(row.path("outcome").has("failure"), outcome.has("failure"), () -> "a failure: " + outcome);
        }
    }

    private static ObjectNode settings(JsonNode row) {
        var settings = JsonNodeFactory.instance.objectNode();
        settings.setAll(row.path("client").isObject() ? (ObjectNode) row.path("client") : settings);
        settings.remove("url");
        return settings;
    }

    private static void assertRequests(JsonNode row, List<Request> requests) {
        var expected = row.path("requests");
        assertEquals(
                StreamSupport.stream(expected.spliterator(), false)
                        .map(request -> request.path("line").asText())
                        .toList(),
                requests.stream().map(Request::line).toList());
        for (var i = 0; i < requests.size(); i++) {
            for (var header : expected.get(i).path("headers").properties()) {
                assertEquals(
                        header.getValue().isNull() ? null : header.getValue().asText(),
                        requests.get(i).headers().get(header.getKey()),
                        header.getKey());
            }
            assertTrue(
                    requests.get(i).header("user-agent").orElse("").startsWith("seamwright-client-"), "the user agent");
        }
        assertKeys(row.path("key").asText(null), requests);
    }

    private static void assertKeys(@Nullable String expected, List<Request> requests) {
        var keys = requests.stream()
                .map(request -> request.header("idempotency-key").orElse("none"))
                .toList();
        var distinct = new HashSet<>(keys);
        switch (expected) {
            case null -> {}
            case "one" -> {
                assertEquals(1, distinct.size(), keys::toString);
                assertTrue(keys.getFirst().length() >= 32, keys::toString);
            }
            case "each" -> assertEquals(keys.size(), distinct.size(), keys::toString);
            default -> assertEquals(List.of(expected), List.copyOf(distinct));
        }
    }

    private static void assertPauses(JsonNode expected, JsonNode actual) {
        if (expected.isMissingNode()) {
            return;
        }
        assertEquals(expected.size(), actual.size(), () -> "pauses: " + actual);
        for (var i = 0; i < expected.size(); i++) {
            var range = expected.get(i);
            var from = range.isArray() ? range.get(0).asLong() : range.asLong();
            var to = range.isArray() ? range.get(1).asLong() : range.asLong();
            var pause = actual.get(i).asLong();
            assertTrue(from <= pause && pause <= to, () -> "pauses: " + actual);
        }
    }

    /** What is expected is there; there may be more. */
    private static void assertHolds(String place, JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(member -> assertHolds(
                            place + "/" + member.getKey(), member.getValue(), actual.path(member.getKey())));
        } else {
            assertEquals(expected.toString(), actual.toString(), place);
        }
    }
}
