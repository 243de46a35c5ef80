package dev.seamwright.schemadiff.postgres.rls;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A review in JSON, as the API and the command line give it. */
public final class RlsJson {
    private RlsJson() {}

    /** The whole review. */
    public static ObjectNode of(Review review) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", review.verdict().name().toLowerCase(Locale.ROOT));
        var findings = json.putArray("findings");
        for (var item : review.findings()) {
            var finding = item.finding();
            findings.addObject()
                    .put("rule", finding.rule().id())
                    .put("severity", finding.level().word())
                    .put("proved", item.proved())
                    .put("subject", finding.subject())
                    .put("message", finding.message())
                    .put("rationale", finding.rule().rationale())
                    .put("remedy", finding.remedy())
                    .put("witness", String.join("\n", finding.witness()));
        }
        var coverage =
                json.putObject("coverage").put("probes", review.coverage().probes());
        review.coverage().relations().forEach(coverage.putArray("relations")::add);
        var gaps = coverage.putArray("notTried");
        review.coverage()
                .notTried()
                .forEach(gap -> gaps.addObject().put("subject", gap.subject()).put("reason", gap.reason()));
        review.coverage().unknown().forEach(coverage.putArray("unknown")::add);
        var change = review.change();
        if (change != null) {
            var object = json.putObject("change");
            change.opened().forEach(object.putArray("opened")::add);
            change.closed().forEach(object.putArray("closed")::add);
            names(object.putArray("appeared"), change.appeared());
            names(object.putArray("resolved"), change.resolved());
        }
        return json;
    }

    private static void names(ArrayNode array, List<Review.Item> items) {
        for (var item : items) {
            array.addObject()
                    .put("rule", item.finding().rule().id())
                    .put("severity", item.finding().level().word())
                    .put("subject", item.finding().subject());
        }
    }
}
