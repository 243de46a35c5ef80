package dev.seamwright.verifier.footprint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.openapi.MediaType;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Parameter;
import dev.seamwright.contracts.openapi.Parameter.In;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import dev.seamwright.schemadiff.openapi.containment.Overlap;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.comparison.CrossCheck;
import dev.seamwright.verifier.comparison.CrossCheckFinding;
import dev.seamwright.verifier.comparison.Strength;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only interactions with what changed are looked at, and the answers are those of two whole cross-checks. */
class ConsumerImpactLawTest {
    private static final Path CHANGES = Path.of("../schema-diff/src/test/resources/openapi/rules");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

    private final Containment containment = new Containment();

    @Test
    void who_fails_is_who_fails_in_whole_cross_checks() throws IOException {
        var changes = 0;
        var failing = 0;
        try (var folders = Files.list(CHANGES)) {
            for (var folder : folders.sorted().toList()) {
                for (var forward : List.of(true, false)) {
                    var before = read(folder.resolve(forward ? "before.yaml" : "after.yaml"));
                    var after = read(folder.resolve(forward ? "after.yaml" : "before.yaml"));
                    var pact = pact(before);
                    if (pact.isEmpty()) {
                        continue;
                    }
                    var expected = failing(after, pact.get());
                    expected.removeAll(failing(before, pact.get()));
                    var consumer = new Consumer("web", "1", List.of("production"), pact.get());
                    assertEquals(
                            expected,
                            told(ConsumerImpact.of(OpenApiReview.of(before, after, TODAY), List.of(consumer))),
                            folder + (forward ? "" : ", the other way round"));
                    changes++;
                    failing += expected.isEmpty() ? 0 : 1;
                }
            }
        }
        assertTrue(changes > 150 && failing > 10, "%d changes, %d of them fail".formatted(changes, failing));
    }

    private static OpenApiDocument read(Path file) throws IOException {
        return OpenApiDocument.parse(Files.readAllBytes(file));
    }

    /** Pointers of the interactions that fail. */
    private static Set<String> failing(OpenApiDocument document, Pact pact) {
        return new CrossCheck(document, Strength.DEFAULT)
                .check(pact).findings().stream()
                        .filter(finding -> finding.level() == Level.BREAKING)
                        .map(ConsumerImpactLawTest::interaction)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String interaction(CrossCheckFinding finding) {
        return Stream.of(finding.pactPointer().split("/", -1)).limit(3).collect(Collectors.joining("/"));
    }

    private static Set<String> told(ConsumerImpact impact) {
        var told = new TreeSet<String>();
        impact.findings()
                .forEach(finding -> finding.hits()
                        .forEach(hit -> hit.interactions().stream()
                                .filter(one -> one.failure() != null)
                                .forEach(one -> told.add(one.pointer()))));
        impact.others().forEach(other -> told.add(interaction(other.finding())));
        return told;
    }

    // a consumer that does all that a document describes

    /** Empty, if there is nothing to do. */
    private Optional<Pact> pact(OpenApiDocument document) {
        var pact = JsonNodeFactory.instance.objectNode();
        pact.putObject("consumer").put("name", "web");
        pact.putObject("provider").put("name", "orders");
        var interactions = pact.putArray("interactions");
        var labels = new HashSet<String>();
        document.operations().forEach(operation -> {
            for (var status : operation.responses().keySet()) {
                if (status.matches("2\\d\\d") && labels.add(operation.method() + operation.path() + status)) {
                    interactions.add(interaction(operation, status));
                }
            }
        });
        return interactions.isEmpty()
                ? Optional.empty()
                : Optional.of(Pact.parse(pact.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private ObjectNode interaction(Operation operation, String status) {
        var interaction = JsonNodeFactory.instance
                .objectNode()
                .put("description", "%s %s %s".formatted(operation.method(), operation.path(), status));
        var path = operation.path();
        var query = new StringBuilder();
        var request = interaction.putObject("request").put("method", operation.method());
        var headers = request.putObject("headers");
        for (var parameter : operation.parameters()) {
            var text = text(parameter);
            if (parameter.in() == In.PATH) {
                path = path.replace("{" + parameter.name() + "}", text);
            } else if (parameter.in() == In.QUERY) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(parameter.name())
                        .append('=')
                        .append(text);
            } else if (parameter.in() == In.HEADER) {
                headers.put(parameter.name().toLowerCase(Locale.ROOT), text);
            }
        }
        request.put("path", path).put("query", query.toString());
        operation.requestBody().flatMap(body -> json(body.content())).ifPresent(media -> {
            headers.put("Content-Type", media.range());
            request.set("body", value(media.schema(), Direction.REQUEST));
        });
        var response = interaction.putObject("response").put("status", Integer.parseInt(status));
        var described = operation.responses().get(status);
        (described == null ? Optional.<MediaType>empty() : json(described.content())).ifPresent(media -> {
            response.putObject("headers").put("Content-Type", media.range());
            response.set("body", value(media.schema(), Direction.RESPONSE));
            response.putObject("matchingRules").putObject("$.body").put("match", "type");
        });
        return interaction;
    }

    private static Optional<MediaType> json(Map<String, MediaType> content) {
        return content.values().stream()
                .filter(media -> media.range().endsWith("json"))
                .findFirst();
    }

    private String text(Parameter parameter) {
        var value = value(parameter.schema(), Direction.REQUEST);
        return value.isValueNode() && !value.asText().isEmpty() && !value.isNull() ? value.asText() : "1";
    }

    private JsonNode value(Optional<Schema> schema, Direction direction) {
        return containment.overlap(List.of(schema.orElseGet(Schema::anything)), direction)
                        instanceof Overlap.Common(var value)
                ? value
                : TextNode.valueOf("x");
    }
}
