package dev.seamwright.schemadiff.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Findings for a merge request of GitLab: the Code Quality report format, which is a subset of Code Climate's. */
public final class CodeQualityReport {
    /** GitLab shows nothing that stands nowhere. */
    private static final Finding.Place NOWHERE = new Finding.Place("seamwright", 1);

    private CodeQualityReport() {}

    /** An issue a finding; nothing of what is suppressed or safe. Each has a fingerprint of its own, the same in every run. */
    public static ArrayNode of(List<Reported> findings) {
        var issues = JsonNodeFactory.instance.arrayNode();
        Map<String, Integer> seen = new HashMap<>();
        for (var reported : findings) {
            var finding = reported.finding();
            if (reported.suppression() != null || finding.level() == Level.SAFE) {
                continue;
            }
            var name = name(reported);
            var place = finding.place() == null ? NOWHERE : finding.place();
            var issue = issues.addObject();
            issue.put("description", finding.message())
                    .put("check_name", finding.rule().id())
                    .put("fingerprint", hash(name + "\n" + seen.merge(name, 1, Integer::sum)))
                    .put("severity", severity(finding.level()));
            issue.putObject("location")
                    .put("path", place.file())
                    .putObject("lines")
                    .put("begin", Math.max(1, place.line()));
        }
        return issues;
    }

    /** What names a finding from run to run: lines move, what it is about does not. */
    private static String name(Reported reported) {
        if (reported.fingerprint() != null) {
            return reported.fingerprint();
        }
        var finding = reported.finding();
        var file = finding.place() == null ? "" : finding.place().file();
        return String.join("\n", finding.rule().id(), file, finding.subject(), finding.message());
    }

    private static String hash(String text) {
        return Sha256.ofContent(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static String severity(Level level) {
        return switch (level) {
            case BREAKING -> "critical";
            case RISKY -> "major";
            case UNDECIDED -> "minor";
            case SAFE -> "info";
        };
    }
}
