package dev.seamwright.verifier.footprint;

import dev.seamwright.schemadiff.openapi.rules.OpenApiReport;
import dev.seamwright.schemadiff.report.Reported;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Whom findings hit, for the reports that all engines share. */
public final class ImpactReport {
    private static final int MOST = 10;

    private ImpactReport() {}

    /**
     * The findings with those whom they hit, in their order.
     *
     * @param file what the document after is called
     */
    public static List<Reported> of(ConsumerImpact impact, String file) {
        return impact.findings().stream()
                .map(found -> OpenApiReport.of(found.finding(), file, lines(found)))
                .toList();
    }

    private static List<String> lines(FindingImpact found) {
        var lines = new ArrayList<String>();
        found.hits().stream().limit(MOST).forEach(hit -> hit(hit, lines));
        more("hit", found.hits().size(), lines);
        found.misses().stream()
                .limit(MOST)
                .forEach(miss -> lines.add("Does not hit %s: %s".formatted(miss.consumer(), miss.why())));
        more("not hit", found.misses().size(), lines);
        return lines;
    }

    private static void more(String what, int count, List<String> lines) {
        if (count > MOST) {
            lines.add("… and %d more that are %s".formatted(count - MOST, what));
        }
    }

    private static void hit(Hit hit, List<String> lines) {
        var verb = switch (hit.certainty()) {
            case FAILS -> "Breaks";
            case TOUCHES -> "May hit";
            case UNKNOWN -> "Not known of";
        };
        if (hit.interactions().isEmpty()) {
            lines.add("%s %s: %s".formatted(verb, hit.consumer(), hit.why()));
        }
        hit.interactions().stream()
                .limit(MOST)
                .forEach(one -> lines.add("%s %s: %s, in %s (%s)%s"
                        .formatted(
                                one.failure() == null ? "May hit" : "Breaks",
                                hit.consumer(),
                                one.how(),
                                one.title(),
                                one.pointer(),
                                one.failure() == null
                                        ? ""
                                        : ": " + one.failure().message())));
        more("interactions", hit.interactions().size(), lines);
    }

    /** What both gates say, and what no finding explains, in lines. */
    public static String summary(ConsumerImpact impact) {
        var text = new StringJoiner("\n", "", "\n");
        impact.others()
                .forEach(other -> text.add("Breaks %s: %s: %s"
                        .formatted(
                                other.consumer(),
                                other.finding().interaction(),
                                other.finding().message())));
        var deployed = impact.consumers().stream().filter(Consumer::isDeployed).count();
        text.add("For anyone: %s. For the %d deployed of %d known consumers: %s."
                .formatted(
                        impact.level(Gate.ANYONE).word(),
                        deployed,
                        impact.consumers().size(),
                        impact.level(Gate.DEPLOYED).word()));
        return text.toString();
    }
}
