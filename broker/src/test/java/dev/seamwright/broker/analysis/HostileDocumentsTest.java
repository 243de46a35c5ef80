package dev.seamwright.broker.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.testing.HostileDocuments;
import dev.seamwright.broker.testing.HostileDocuments.Case;
import dev.seamwright.broker.testing.HostileDocuments.Fate;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.comparison.CrossCheck;
import dev.seamwright.verifier.comparison.Strength;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a document is, it ends in a refusal with its place or in an answer, and takes nobody else along. */
class HostileDocumentsTest {
    /** A guard against what never ends, not a measure of speed: nearly all take less than a second. */
    private static final Duration GUARD = Duration.ofMinutes(2);

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final Pattern PLACE = Pattern.compile("line [1-9]\\d*, column [1-9]\\d*");
    private static final int LONGEST_REFUSAL = 2_000;

    private static final String PACT = """
            {"consumer": {"name": "web"}, "provider": {"name": "api"}, "metadata": {"pactSpecification": {"version": "2.0.0"}}, "interactions": [
             {"description": "an object", "request": {"method": "POST", "path": "/x", "query": "a=1&q0=b", "headers": {"Content-Type": "application/json"},
               "body": {"a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "b": {"a": [1, 2, {"c": null}]}, "k": "B"}},
              "response": {"status": 200, "headers": {"Content-Type": "application/json"},
               "body": {"a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "l": [[1]], "k": "B"}, "matchingRules": {"$.body": {"match": "type"}}}},
             {"description": "a text and a list", "request": {"method": "POST", "path": "/x", "headers": {"Content-Type": "application/json"},
               "body": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"},
              "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": [1, [2], "a"]}}]}
            """;

    static List<Case> cases() {
        return HostileDocuments.all();
    }

    @Test
    void there_are_hundreds_of_them() {
        assertTrue(cases().size() >= 200);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void it_is_refused_with_the_place_or_read_and_compared(Case hostile) {
        assertTimeoutPreemptively(GUARD, () -> judge(hostile));
    }

    private static void judge(Case hostile) {
        OpenApiDocument document;
        OpenApiDocument other;
        try {
            document = OpenApiDocument.parse(hostile.document());
            other = OpenApiDocument.parse(hostile.other());
        } catch (InvalidInput refused) {
            var message = refused.getMessage();
            assertNotNull(message);
            assertNotEquals(Fate.READ, hostile.fate(), message);
            assertTrue(PLACE.matcher(message).find(), message);
            assertTrue(message.length() < LONGEST_REFUSAL, message);
            return;
        }
        assertNotEquals(Fate.REFUSED, hostile.fate());
        assertEquals(
                "identical",
                OpenApiReview.of(document, OpenApiDocument.parse(hostile.document()), TODAY)
                        .verdict());
        assertNotNull(OpenApiReview.of(document, other, TODAY).verdict());
        var pact = Pact.parse(PACT.getBytes(StandardCharsets.UTF_8));
        for (var strength : Strength.values()) {
            assertEquals(2, new CrossCheck(document, strength).check(pact).checked());
        }
    }

    static List<Case> chains() {
        return cases().stream()
                .filter(hostile -> hostile.name().startsWith("a long chain of"))
                .toList();
    }

    /** Threads of the virtual machine have some of these sizes, and those of programs that embed it less. */
    @ParameterizedTest
    @MethodSource("chains")
    void long_chains_need_no_large_stack(Case chain) {
        var failure = new AtomicReference<Throwable>();
        var thread = new Thread(null, () -> judge(chain), "small stack", 512 * 1024);
        thread.setUncaughtExceptionHandler((_, thrown) -> failure.set(thrown));
        thread.start();
        assertTimeoutPreemptively(GUARD, () -> thread.join());
        assertNull(failure.get());
    }

    @Test
    void over_http_those_that_are_refused_leave_nothing_behind() {
        try (var broker = TestBroker.start()) {
            var number = 0;
            for (var hostile : cases()) {
                var text = text(hostile.document());
                if (hostile.fate() != Fate.REFUSED
                        || text.isEmpty()
                        || text.get().length() > 100_000) {
                    continue;
                }
                number++;
                var question = JsonNodeFactory.instance
                        .objectNode()
                        .put("before", "openapi: 3.1.0\npaths: {}\n")
                        .put("after", text.get())
                        .toString();
                var answer = broker.send(
                        "POST", "/api/v1/analysis/openapi-diff", question, "Content-Type", "application/json");
                assertEquals(422, answer.status(), () -> hostile + ": " + answer.body());
                assertTrue(PLACE.matcher(answer.body()).find(), () -> hostile + ": " + answer.body());
                assertFalse(answer.body().contains("Exception"), answer::body);
            }
            assertTrue(number > 80, "only " + number);
            var participants = broker.send("GET", "/api/v1/participants", null);
            assertEquals(200, participants.status());
            assertTrue(participants.body().contains("[]"), participants::body);
        }
    }

    /** What a document says as a text in JSON; empty if it is no text. */
    private static Optional<String> text(byte[] document) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
