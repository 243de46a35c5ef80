package dev.seamwright.schemadiff.openapi.rules;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.CodegenDiff;
import dev.seamwright.schemadiff.openapi.OpenApiDiff;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a change of an OpenAPI document means.
 *
 * @param findings one for each cause, the heaviest first
 * @param dimensions those that were asked for; what is of another one is told, if at all, as safe
 * @param warnings what is wrong with the policy that was applied, for people
 */
public record OpenApiReview(
        OpenApiDiff diff, List<OpenApiFinding> findings, List<String> warnings, Set<Dimension> dimensions) {
    public OpenApiReview {
        dimensions = Set.copyOf(dimensions);
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
    }

    /**
     * Compares two documents and judges what differs.
     *
     * @param today decides whether a sunset date has come
     */
    public static OpenApiReview of(OpenApiDocument before, OpenApiDocument after, LocalDate today) {
        return of(before, after, today, Set.of(Dimension.WIRE));
    }

    /** As {@link #of(OpenApiDocument, OpenApiDocument, LocalDate)}, for those who are concerned. */
    public static OpenApiReview of(
            OpenApiDocument before, OpenApiDocument after, LocalDate today, Set<Dimension> dimensions) {
        var diff = OpenApiDiff.between(before, after, today);
        var causes = new LinkedHashMap<Cause.Key, Cause>();
        diff.changes().forEach(change -> add(change, dimensions, causes));
        if (dimensions.contains(Dimension.CODEGEN)) {
            CodegenDiff.between(before, after).forEach(change -> add(change, dimensions, causes));
        }
        return new OpenApiReview(
                diff,
                causes.values().stream()
                        .map(Cause::finding)
                        .sorted(Comparator.comparing(found -> found.finding().level()))
                        .toList(),
                List.of(),
                dimensions);
    }

    private static void add(Change change, Set<Dimension> dimensions, Map<Cause.Key, Cause> causes) {
        var codegen = Dimension.codegen(change);
        if (codegen.isEmpty() && !dimensions.contains(Dimension.WIRE)) {
            return;
        }
        var entry = OpenApiRules.of(change);
        var level = codegen.filter(_ -> dimensions.contains(Dimension.CODEGEN)).orElseGet(() -> entry.level(change));
        causes.computeIfAbsent(Cause.Key.of(entry.rule(), change, level), any -> new Cause(entry.rule(), change, level))
                .add(change, level);
    }

    /** The heaviest level of a finding of a dimension that was not accepted; none when there is no finding. */
    public Optional<Level> level(Dimension dimension) {
        return findings.stream()
                .filter(found -> found.dimension() == dimension)
                .map(OpenApiFinding::weight)
                .min(Comparator.naturalOrder());
    }

    /** The heaviest level of a finding that was not accepted, on the wire if that was asked for; none when nothing differs. */
    public Optional<Level> level() {
        if (!dimensions.contains(Dimension.WIRE)) {
            return level(Dimension.CODEGEN);
        }
        return level(Dimension.WIRE).or(() -> findings.isEmpty() ? Optional.empty() : Optional.of(Level.SAFE));
    }

    /** {@code identical}, or the word of the level. */
    public String verdict() {
        return level().map(Level::word).orElse("identical");
    }
}
