package dev.seamwright.schemadiff.openapi.rules;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.openapi.Use;
import dev.seamwright.schemadiff.report.Reported;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The findings of a review for the reports that all engines share. */
public final class OpenApiReport {
    private static final int MOST_USES = 3;

    private OpenApiReport() {}

    /**
     * The findings, with what shows them and where they are used.
     *
     * @param file what the document after is called
     */
    public static List<Reported> of(OpenApiReview review, String file) {
        return review.findings().stream()
                .map(found -> of(found, file, List.of()))
                .toList();
    }

    /**
     * One finding.
     *
     * @param more lines about whom it hits
     */
    public static Reported of(OpenApiFinding found, String file, List<String> more) {
        return new Reported(finding(found, file, more), found.judgement().accepted(), found.fingerprint());
    }

    private static Finding finding(OpenApiFinding found, String file, List<String> hits) {
        var finding = found.finding();
        var text = new StringJoiner("\n");
        if (!finding.witness().isEmpty()) {
            text.add("Shown by: " + String.join(": ", finding.witness()));
        }
        var more = found.uses().size() - MOST_USES;
        text.add("Used by: "
                + found.uses().stream().limit(MOST_USES).map(Use::toString).collect(Collectors.joining("; "))
                + (more > 0 ? "; and %d more".formatted(more) : ""));
        hits.forEach(text::add);
        text.add(finding.remedy());
        text.add("Fingerprint: " + found.fingerprint());
        return new Finding(
                finding.rule(),
                finding.level(),
                finding.subject(),
                message(found),
                text.toString(),
                finding.witness(),
                found.after() == null
                        ? null
                        : new Finding.Place(
                                found.after().fileOr(file), found.after().line()));
    }

    /** What the policy did stands with what was found, so that nothing is green without a reason. */
    private static String message(OpenApiFinding found) {
        var notes = found.judgement().notes();
        var message = found.finding().message();
        return notes.isEmpty() ? message : "%s Policy: %s.".formatted(message, String.join("; ", notes));
    }
}
