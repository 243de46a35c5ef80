package dev.seamwright.schemadiff.openapi.rules;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.OpenApiDiff;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What a change of an OpenAPI document means.
 *
 * @param findings one for each cause, the heaviest first
 * @param warnings what is wrong with the policy that was applied, for people
 */
public record OpenApiReview(OpenApiDiff diff, List<OpenApiFinding> findings, List<String> warnings) {
    public OpenApiReview {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
    }

    /**
     * Compares two documents and judges what differs.
     *
     * @param today decides whether a sunset date has come
     */
    public static OpenApiReview of(OpenApiDocument before, OpenApiDocument after, LocalDate today) {
        var diff = OpenApiDiff.between(before, after, today);
        var causes = new LinkedHashMap<Cause.Key, Cause>();
        for (var change : diff.changes()) {
            var entry = OpenApiRules.of(change);
            var level = entry.level(change);
            causes.computeIfAbsent(
                            Cause.Key.of(entry.rule(), change, level), any -> new Cause(entry.rule(), change, level))
                    .add(change, level);
        }
        return new OpenApiReview(
                diff,
                causes.values().stream()
                        .map(Cause::finding)
                        .sorted(Comparator.comparing(found -> found.finding().level()))
                        .toList(),
                List.of());
    }

    /** The heaviest level of a finding that was not accepted; none when both documents are the same on the wire. */
    public Optional<Level> level() {
        return findings.stream().map(OpenApiFinding::weight).min(Comparator.naturalOrder());
    }

    /** {@code identical}, or the word of the level. */
    public String verdict() {
        return level().map(Level::word).orElse("identical");
    }
}
