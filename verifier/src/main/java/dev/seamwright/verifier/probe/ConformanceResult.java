package dev.seamwright.verifier.probe;

import dev.seamwright.contracts.openapi.Place;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.report.Reported;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was found about a provider and its document.
 *
 * @param seed makes the same requests again
 * @param requests that were answered
 * @param operations all of the document, in its order
 */
public record ConformanceResult(long seed, int requests, List<Tried> operations, List<Found> findings) {
    public ConformanceResult {
        operations = List.copyOf(operations);
        findings = List.copyOf(findings);
    }

    /** Whether a provider keeps its document. */
    public enum Verdict {
        /** Nothing else was seen, and each operation that was asked for has shown that it works. */
        KEPT,
        NOT_KEPT,
        /** Nothing speaks against it, and not enough for it. */
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * An operation and how far it was tried.
     *
     * @param requests that were answered
     * @param hasSucceeded whether a valid request was answered with a status below 400
     * @param isLeftOut whether it was not to be asked for, since it may change something
     * @param problem why it was not tried, or not to the end; null: it was
     */
    public record Tried(
            String method,
            String path,
            int requests,
            boolean hasSucceeded,
            boolean isLeftOut,
            @Nullable String problem) {
        String title() {
            return method + " " + path;
        }
    }

    /**
     * Something that was found, as often as it was met.
     *
     * @param operation method and path
     * @param place where the document says otherwise
     * @param witness the request and its answer
     * @param times how many requests met it
     */
    public record Found(
            Rule rule, Level level, String operation, Place place, String message, List<String> witness, int times) {
        public Found {
            witness = List.copyOf(witness);
        }

        Found again() {
            return new Found(rule, level, operation, place, message, witness, times + 1);
        }

        /** For reports, with the name of the document's file. */
        public Reported reported(String file) {
            var often = times == 1 ? "" : " (%d requests)".formatted(times);
            return new Reported(
                    new Finding(
                            rule,
                            level,
                            operation,
                            "%s: %s%s".formatted(operation, message, often),
                            rule.remedy() + "\n" + String.join("\n", witness),
                            witness,
                            new Finding.Place(place.fileOr(file), place.line())),
                    null);
        }
    }

    /** @param isPartialEnough whether the verdict is known without the operations that were left out */
    public Verdict verdict(boolean isPartialEnough) {
        if (findings.stream().anyMatch(found -> found.level() == Level.BREAKING)) {
            return Verdict.NOT_KEPT;
        }
        var asked = operations.stream().filter(tried -> !(tried.isLeftOut() && isPartialEnough));
        var isAllShown = asked.allMatch(tried -> tried.hasSucceeded() && tried.problem() == null);
        var isAnyShown = operations.stream().anyMatch(Tried::hasSucceeded);
        return isAllShown && isAnyShown ? Verdict.KEPT : Verdict.UNKNOWN;
    }

    /** What keeps the verdict from being known, a line each. */
    public List<String> gaps(boolean isPartialEnough) {
        return operations.stream()
                .filter(tried -> !(tried.isLeftOut() && isPartialEnough))
                .filter(tried -> !tried.hasSucceeded() || tried.problem() != null)
                .map(tried -> "%s: %s"
                        .formatted(
                                tried.title(),
                                tried.problem() != null
                                        ? tried.problem()
                                        : "none of %d valid requests was answered with success"
                                                .formatted(tried.requests())))
                .toList();
    }
}
