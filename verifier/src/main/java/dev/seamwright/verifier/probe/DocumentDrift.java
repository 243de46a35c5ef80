package dev.seamwright.verifier.probe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.rules.Dimension;
import dev.seamwright.schemadiff.openapi.rules.OpenApiFinding;
import dev.seamwright.schemadiff.openapi.rules.OpenApiJson;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.replay.ProviderHttp;
import dev.seamwright.verifier.replay.ProviderHttp.Header;
import dev.seamwright.verifier.replay.ProviderHttp.Request;
import dev.seamwright.verifier.replay.Redaction;
import dev.seamwright.verifier.replay.ReplayFailure;
import dev.seamwright.verifier.replay.ReplayTarget;
import dev.seamwright.verifier.replay.RequestHeader;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service still describes itself as was recorded. The documents are compared by what requests and answers mean: another generator
 * writes the same in another way.
 */
public sealed interface DocumentDrift {
    /**
     * Nothing differs on the wire.
     *
     * @param notCompared what differs and tells nothing
     */
    record InSync(List<String> notCompared) implements DocumentDrift {
        public InSync {
            notCompared = List.copyOf(notCompared);
        }
    }

    /** Something differs; the review leads from the recorded document to the live one. */
    record Drifted(OpenApiReview review, List<String> notCompared) implements DocumentDrift {
        public Drifted {
            notCompared = List.copyOf(notCompared);
        }

        /** What differs on the wire, the heaviest first. */
        public List<OpenApiFinding> findings() {
            return wire(review);
        }
    }

    /** The live document could not be had, or the engine cannot tell. */
    record Unknown(String reason) implements DocumentDrift {}

    /** Asks for the document at a URL, once. */
    static DocumentDrift at(
            String url, List<RequestHeader> headers, OpenApiDocument recorded, Duration limit, LocalDate today) {
        var redaction = new Redaction(List.of(), headers);
        try (var http = new ProviderHttp()) {
            var request = new Request(
                            "GET",
                            URI.create(ReplayTarget.at(url).baseUrl()),
                            List.of(new Header("Accept", "application/json, application/yaml;q=0.9, */*;q=0.5")),
                            null)
                    .with(headers);
            var answer = http.send(request, limit);
            return answer.status() == 200
                    ? of(recorded, answer.body(), today)
                    : new Unknown("The live document was asked for, and the answer is %d.".formatted(answer.status()));
        } catch (ReplayFailure failure) {
            return new Unknown("The live document could not be had: %s (%s)."
                    .formatted(
                            redaction.text(String.valueOf(failure.getMessage())),
                            failure.reason().word()));
        }
    }

    /** Compares a recorded document with what a service says. */
    static DocumentDrift of(OpenApiDocument recorded, byte[] live, LocalDate today) {
        OpenApiDocument document;
        try {
            document = OpenApiDocument.parse(live);
        } catch (InvalidInput unreadable) {
            return new Unknown("The live document is none that can be read: %s.".formatted(unreadable.getMessage()));
        }
        var review = OpenApiReview.of(recorded, document, today);
        var findings = wire(review);
        var notCompared = notCompared(recorded, document);
        if (findings.isEmpty()) {
            return new InSync(notCompared);
        }
        return findings.stream().allMatch(found -> found.finding().level() == Level.UNDECIDED)
                ? new Unknown("It cannot be told whether the documents mean the same: %s"
                        .formatted(findings.getFirst().finding().message()))
                : new Drifted(review, notCompared);
    }

    /** What generators of code alone would see is how a document is written. */
    private static List<OpenApiFinding> wire(OpenApiReview review) {
        return review.findings().stream()
                .filter(found -> found.dimension() == Dimension.WIRE)
                .toList();
    }

    private static List<String> notCompared(OpenApiDocument recorded, OpenApiDocument live) {
        var differs = new ArrayList<String>();
        if (recorded.dialect() != live.dialect()) {
            differs.add("the version of OpenAPI: what it means is compared");
        }
        if (!text(recorded, "/info/version").equals(text(live, "/info/version"))) {
            differs.add("info.version: %s was recorded, %s is live"
                    .formatted(text(recorded, "/info/version"), text(live, "/info/version")));
        }
        if (!recorded.root().toJson().equals(live.root().toJson())) {
            differs.add("texts, names and order: no request and no answer shows them");
        }
        return differs;
    }

    private static String text(OpenApiDocument document, String pointer) {
        return document.at(pointer).flatMap(Node::text).orElse("");
    }

    /** The answer as JSON: {@code verdict} is {@code in-sync}, {@code drifted} or {@code unknown}. */
    static ObjectNode json(DocumentDrift drift) {
        var json = JsonNodeFactory.instance.objectNode();
        switch (drift) {
            case InSync(var notCompared) -> list(json.put("verdict", "in-sync"), notCompared);
            case Drifted drifted -> {
                list(json.put("verdict", "drifted"), drifted.notCompared());
                json.set("review", OpenApiJson.of(drifted.review()));
            }
            case Unknown(var reason) -> json.put("verdict", "unknown").put("reason", reason);
        }
        return json;
    }

    private static void list(ObjectNode json, List<String> notCompared) {
        notCompared.forEach(json.putArray("notCompared")::add);
    }

    /** Why nothing is known; null: something is. */
    static @Nullable String problem(DocumentDrift drift) {
        return drift instanceof Unknown(var reason) ? reason : null;
    }
}
