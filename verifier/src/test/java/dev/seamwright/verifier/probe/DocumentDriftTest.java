package dev.seamwright.verifier.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.verifier.replay.RequestHeader;
import dev.seamwright.verifier.testing.RawProvider;
import dev.seamwright.verifier.testing.TestProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentDriftTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);
    private static final String RECORDED =
            document("3.1.0", "1.4.0", "listOrders", "\"type\": [\"integer\", \"null\"]");

    private static String document(String dialect, String version, String id, String schema) {
        return """
                {"openapi": "%s", "info": {"title": "Orders", "version": "%s"},
                 "paths": {"/orders": {"get": {"operationId": "%s", "responses": {"200": {"description": "ok",
                   "content": {"application/json": {"schema": {"type": "object", "properties": {"id": {%s}}}}}}}}}}}
                """.formatted(dialect, version, id, schema);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static DocumentDrift drift(String live) {
        return DocumentDrift.of(OpenApiDocument.parse(bytes(RECORDED)), bytes(live), TODAY);
    }

    @Test
    void the_same_document_is_in_sync() {
        assertEquals(new DocumentDrift.InSync(List.of()), drift(RECORDED));
    }

    @Test
    void what_another_generator_writes_is_no_drift_and_is_named() {
        var drift = assertInstanceOf(
                DocumentDrift.InSync.class,
                drift(document("3.0.3", "9", "list_1", "\"type\": \"integer\", \"nullable\": true")));
        assertEquals(
                "the version of OpenAPI: what it means is compared",
                drift.notCompared().getFirst());
        assertTrue(drift.notCompared().contains("info.version: 1.4.0 was recorded, 9 is live"), drift::toString);
    }

    @Test
    void what_a_consumer_sees_is_drift_also_where_it_breaks_nobody() {
        var drift = assertInstanceOf(
                DocumentDrift.Drifted.class, drift(document("3.1.0", "1.4.0", "listOrders", "\"type\": \"integer\"")));
        assertEquals(1, drift.findings().size());
        assertEquals("drifted", DocumentDrift.json(drift).get("verdict").asText());
    }

    @Test
    void what_cannot_be_read_is_unknown() {
        assertInstanceOf(DocumentDrift.Unknown.class, drift("<html>"));
        assertInstanceOf(DocumentDrift.Unknown.class, drift("{\"openapi\": \"7.0.0\"}"));
    }

    @Test
    void a_service_is_asked_for_its_document() {
        var recorded = OpenApiDocument.parse(bytes(RECORDED));
        try (var service = new TestProvider().on("GET /api-docs", RECORDED)) {
            var header = new RequestHeader("Authorization", "Bearer of-the-worker");
            var drift = DocumentDrift.at(
                    service.url() + "/api-docs", List.of(header), recorded, Duration.ofSeconds(10), TODAY);
            assertInstanceOf(DocumentDrift.InSync.class, drift);
            assertEquals("Bearer of-the-worker", service.asked().getFirst().header("Authorization"));
            var elsewhere =
                    DocumentDrift.at(service.url() + "/none", List.of(), recorded, Duration.ofSeconds(10), TODAY);
            assertTrue(DocumentDrift.json(elsewhere).get("reason").asText().contains("404"));
        }
        var nowhere = DocumentDrift.at(RawProvider.nowhere(), List.of(), recorded, Duration.ofSeconds(10), TODAY);
        assertTrue(DocumentDrift.json(nowhere).get("reason").asText().contains("unreachable"));
    }
}
