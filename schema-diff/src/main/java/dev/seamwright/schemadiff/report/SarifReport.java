package dev.seamwright.schemadiff.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings for code scanning: SARIF 2.1.0. */
public final class SarifReport {
    private SarifReport() {}

    /** As {@link #of(List, String, Map)}, without properties. */
    public static ObjectNode of(List<Reported> findings, String tool) {
        return of(findings, tool, Map.of());
    }

    /**
     * A log with one run of {@code tool}, which has every rule that matched.
     *
     * @param properties what else is to be known of the run
     */
    public static ObjectNode of(List<Reported> findings, String tool, Map<String, String> properties) {
        var log = JsonNodeFactory.instance.objectNode();
        log.put("version", "2.1.0").put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        var run = log.putArray("runs").addObject();
        var driver = run.putObject("tool").putObject("driver").put("name", tool);
        var rules = new LinkedHashMap<String, Rule>();
        findings.forEach(reported ->
                rules.put(reported.finding().rule().id(), reported.finding().rule()));
        var listed = driver.putArray("rules");
        rules.values().forEach(rule -> {
            var item = listed.addObject().put("id", rule.id());
            item.putObject("shortDescription").put("text", rule.title());
            item.putObject("fullDescription").put("text", rule.rationale());
            item.putObject("help").put("text", rule.remedy());
        });
        var results = run.putArray("results");
        findings.forEach(reported -> put(results.addObject(), reported));
        if (!properties.isEmpty()) {
            var bag = run.putObject("properties");
            properties.forEach(bag::put);
        }
        return log;
    }

    private static void put(ObjectNode result, Reported reported) {
        var finding = reported.finding();
        result.put("ruleId", finding.rule().id()).put("level", level(finding.level()));
        result.putObject("message").put("text", finding.message() + "\n" + finding.remedy());
        var place = finding.place();
        if (place != null) {
            var location = result.putArray("locations").addObject().putObject("physicalLocation");
            location.putObject("artifactLocation").put("uri", uri(place.file()));
            location.putObject("region").put("startLine", Math.max(1, place.line()));
        } else if (!finding.subject().isEmpty()) {
            result.putArray("locations")
                    .addObject()
                    .putArray("logicalLocations")
                    .addObject()
                    .put("fullyQualifiedName", finding.subject());
        }
        if (reported.fingerprint() != null) {
            result.putObject("partialFingerprints").put("seamwright/v1", reported.fingerprint());
        }
        if (reported.suppression() != null) {
            result.putArray("suppressions")
                    .addObject()
                    .put("kind", "inSource")
                    .put("justification", reported.suppression());
        }
    }

    private static String level(Level level) {
        return switch (level) {
            case BREAKING -> "error";
            case RISKY -> "warning";
            case UNDECIDED, SAFE -> "note";
        };
    }

    /** A relative reference (RFC 3986 §4.2). */
    private static String uri(String file) {
        var uri = new StringBuilder();
        for (var b : file.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0)) {
                uri.append(c);
            } else {
                uri.append("%%%02X".formatted((int) c));
            }
        }
        return uri.toString();
    }
}
