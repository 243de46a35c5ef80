package dev.seamwright.schemadiff.postgres.lint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A report in JSON, as the API and the command line give it. */
public final class LintJson {
    private LintJson() {}

    /** The whole report. */
    public static ObjectNode of(LintReport report) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("verdict", report.isFlagged() ? "flagged" : "clean")
                .put("statements", report.statements())
                .put("executed", report.executed());
        var findings = json.putArray("findings");
        report.findings().forEach(finding -> findings.add(of(finding)));
        return json;
    }

    /** One finding. */
    public static ObjectNode of(LintFinding lint) {
        var finding = lint.finding();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("rule", finding.rule().id())
                .put("level", finding.level().word())
                .put("subject", finding.subject())
                .put("message", finding.message())
                .put("rationale", finding.rule().rationale())
                .put("remedy", finding.remedy());
        finding.witness().forEach(json.putArray("witness")::add);
        var place = finding.place();
        if (place != null) {
            json.put("file", place.file()).put("line", place.line());
        }
        json.put("lock", lint.hazard().lock().mode())
                .put("blocks", lint.hazard().lock().blocks())
                .put("work", lint.hazard().work().word());
        var harms = json.putArray("harms");
        lint.hazard().harms().stream().sorted().forEach(harm -> harms.add(harm.word()));
        if (lint.suppression() != null) {
            json.put("suppression", lint.suppression());
        }
        return json;
    }
}
