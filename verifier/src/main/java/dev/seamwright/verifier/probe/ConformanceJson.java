package dev.seamwright.verifier.probe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.schemadiff.Level;

/** A result as evidence and the command line tell it. */
public final class ConformanceJson {
    private ConformanceJson() {}

    /** @param isPartialEnough as in {@link ConformanceResult#verdict} */
    public static ObjectNode of(ConformanceResult result, boolean isPartialEnough) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", result.verdict(isPartialEnough).word())
                .put("seed", result.seed())
                .put("requests", result.requests());
        var operations = json.putArray("operations");
        for (var tried : result.operations()) {
            var operation = operations.addObject();
            operation
                    .put("method", tried.method())
                    .put("path", tried.path())
                    .put("requests", tried.requests())
                    .put("hasSucceeded", tried.hasSucceeded());
            if (tried.problem() != null) {
                operation.put("problem", tried.problem());
            }
        }
        var gaps = json.putArray("gaps");
        result.gaps(isPartialEnough).forEach(gaps::add);
        var findings = json.putArray("findings");
        for (var found : result.findings()) {
            var finding = findings.addObject();
            finding.put("rule", found.rule().id())
                    .put("level", found.level().word())
                    .put("operation", found.operation());
            finding.putObject("document")
                    .put("pointer", found.place().pointer())
                    .put("line", found.place().line())
                    .put("column", found.place().column());
            finding.put("message", found.message())
                    .put("rationale", found.rule().rationale())
                    .put("remedy", found.rule().remedy())
                    .put("times", found.times());
            var witness = finding.putArray("witness");
            found.witness().forEach(witness::add);
        }
        return json;
    }

    /** The result in a sentence. */
    public static String summary(ConformanceResult result, boolean isPartialEnough) {
        var breaking = result.findings().stream()
                .filter(found -> found.level() == Level.BREAKING)
                .count();
        var shown = result.operations().stream()
                .filter(ConformanceResult.Tried::hasSucceeded)
                .count();
        return switch (result.verdict(isPartialEnough)) {
            case KEPT ->
                "The provider keeps its document: %d requests, %d of %d operations shown to work."
                        .formatted(result.requests(), shown, result.operations().size());
            case NOT_KEPT ->
                "The provider does not keep its document: %d findings in %d requests."
                        .formatted(breaking, result.requests());
            case UNKNOWN ->
                "It is not known whether the provider keeps its document: %d requests, %d of %d operations shown to work."
                        .formatted(result.requests(), shown, result.operations().size());
        };
    }
}
