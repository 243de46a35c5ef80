package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A result as the API and the command line tell it. */
public final class CrossCheckJson {
    private CrossCheckJson() {}

    public static ObjectNode of(CrossCheckResult result) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", result.verdict().word())
                .put("strength", result.strength().word())
                .put("interactions", result.interactions())
                .put("checked", result.checked());
        var findings = json.putArray("findings");
        result.findings().forEach(finding -> put(findings.addObject(), finding));
        return json;
    }

    private static void put(ObjectNode item, CrossCheckFinding finding) {
        item.put("rule", finding.rule().id())
                .put("level", finding.level().word())
                .put("interaction", finding.interaction());
        item.putObject("pact").put("pointer", finding.pactPointer());
        var place = finding.documentPlace();
        var document = item.putObject("document").put("pointer", place.pointer());
        if (place.file() != null) {
            document.put("file", place.file());
        }
        document.put("line", place.line()).put("column", place.column());
        item.put("message", finding.message())
                .put("rationale", finding.rule().rationale())
                .put("remedy", finding.rule().remedy());
        if (finding.witness() != null) {
            item.put("witness", finding.witness().toString());
        }
    }
}
