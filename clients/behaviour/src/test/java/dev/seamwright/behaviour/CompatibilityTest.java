package dev.seamwright.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.policy.Policy;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The API keeps the clients of the last release working, by our own rules. A release replaces {@code released/openapi.yaml}, and takes out of
 * {@code released/policy.yaml} what was accepted for it.
 */
class CompatibilityTest {
    private static final Path RELEASED = Path.of("src/test/resources/released");
    private static final Path NOW = Path.of("../../broker/src/main/openapi/openapi.yaml");

    @Test
    void what_a_client_of_the_last_release_does_works_today() throws IOException {
        assertEquals(List.of(), breaks(Files.readString(NOW)));
    }

    @Test
    void a_break_is_seen() throws IOException {
        var renamed = Files.readString(NOW).replace("/api/v1/caller:", "/api/v1/whoami:");
        assertEquals(1, breaks(renamed).size());
    }

    private static List<String> breaks(String document) throws IOException {
        var today = LocalDate.now(ZoneOffset.UTC);
        var before = OpenApiDocument.parse(Files.readAllBytes(RELEASED.resolve("openapi.yaml")));
        var after = OpenApiDocument.parse(document.getBytes(UTF_8));
        var policy = Policy.parse(Files.readAllBytes(RELEASED.resolve("policy.yaml")));
        return policy.apply(OpenApiReview.of(before, after, today), today).findings().stream()
                .filter(found -> found.weight() == Level.BREAKING)
                .map(Object::toString)
                .toList();
    }
}
