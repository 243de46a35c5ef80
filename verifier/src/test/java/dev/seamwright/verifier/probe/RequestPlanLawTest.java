package dev.seamwright.verifier.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.verifier.comparison.CrossCheck;
import dev.seamwright.verifier.comparison.Strength;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is called valid is accepted by the document, what is called wrong is not: a cross-check says so, which neither makes values nor asks
 * the validator that the requests are made with.
 */
class RequestPlanLawTest {
    private static final List<Path> DOCUMENTS = List.of(
            Path.of("src/test/resources/probe/orders.yaml"),
            Path.of("src/test/resources/probe/styles.yaml"),
            Path.of("../broker/src/main/openapi/openapi.yaml"));

    private static Stream<Path> documents() {
        return DOCUMENTS.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void what_is_called_valid_is_and_what_is_called_wrong_is_not(Path file) throws IOException {
        var document = OpenApiDocument.parse(Files.readAllBytes(file));
        var check = new CrossCheck(document, Strength.EXAMPLE);
        var counts = new int[2];
        for (long seed = 1; seed <= 3; seed++) {
            for (var operation : document.operations().toList()) {
                for (var request : requests(operation, seed)) {
                    if (!isOfPact(request)) {
                        continue;
                    }
                    var refusals = check.check(pact(request)).findings().stream()
                            .filter(finding -> finding.level() == Level.BREAKING)
                            .filter(finding -> finding.rule().id().startsWith("request-")
                                    && !finding.rule().id().equals("request-credentials-missing"))
                            .toList();
                    var isWrong = request.kind() == Sample.Kind.WRONG;
                    assertEquals(
                            isWrong,
                            !refusals.isEmpty(),
                            () -> "%s (%s): %s %s"
                                    .formatted(request.shown(), request.kind(), request.what(), refusals));
                    counts[isWrong ? 1 : 0]++;
                }
            }
        }
        assertTrue(counts[0] > 5 && counts[1] > 5, () -> "%d valid, %d wrong".formatted(counts[0], counts[1]));
    }

    /** A pact holds JSON alone, and null is no body there. */
    private static boolean isOfPact(ProbeRequest request) {
        return !request.what().endsWith("is no JSON")
                && (request.body() == null || !new String(request.body(), StandardCharsets.UTF_8).equals("null"));
    }

    private static List<ProbeRequest> requests(Operation operation, long seed) {
        try {
            return new RequestPlan(operation, Map.of(), new Random(seed)).requests();
        } catch (RequestPlan.NotPossible notTried) {
            return List.of();
        }
    }

    private static Pact pact(ProbeRequest request) {
        var uri = URI.create("http://localhost" + request.target());
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject("consumer").put("name", "probe");
        json.putObject("provider").put("name", "provider");
        json.putObject("metadata").putObject("pactSpecification").put("version", "3.0.0");
        var interaction = json.putArray("interactions").addObject().put("description", "a request");
        var sent = interaction
                .putObject("request")
                .put("method", request.operation().method());
        sent.put("path", uri.getRawPath());
        var headers = sent.putObject("headers");
        request.headers().stream()
                .filter(header -> !header.name().equals("Accept"))
                .forEach(header -> headers.put(header.name(), header.value()));
        query(uri, sent);
        var body = request.body();
        if (body != null) {
            sent.set("body", Json.parse(body));
        }
        interaction.putObject("response").put("status", success(request.operation()));
        return Pact.parse(Json.write(json));
    }

    private static void query(URI uri, ObjectNode sent) {
        if (uri.getRawQuery() == null) {
            return;
        }
        var query = sent.putObject("query");
        for (var pair : uri.getRawQuery().split("&", -1)) {
            var parts = pair.split("=", 2);
            query.withArray(decoded(parts[0])).add(decoded(parts[1]));
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int success(Operation operation) {
        return operation.responses().keySet().stream()
                .filter(status -> status.startsWith("2") && !status.contains("X"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(200);
    }
}
