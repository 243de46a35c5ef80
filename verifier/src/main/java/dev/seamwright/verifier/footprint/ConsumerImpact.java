package dev.seamwright.verifier.footprint;

import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import dev.seamwright.schemadiff.openapi.rules.Dimension;
import dev.seamwright.schemadiff.openapi.rules.OpenApiFinding;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.comparison.CrossCheck;
import dev.seamwright.verifier.comparison.CrossCheckFinding;
import dev.seamwright.verifier.comparison.Footprint;
import dev.seamwright.verifier.comparison.Footprints;
import dev.seamwright.verifier.comparison.Strength;
import dev.seamwright.verifier.footprint.FindingImpact.Miss;
import dev.seamwright.verifier.footprint.Hit.Certainty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom the findings of a review hit, of the consumers that are known.
 *
 * @param findings one for each finding of the review, in its order
 * @param others what consumers fail on now and did not before, without a finding that they touch
 */
public record ConsumerImpact(List<Consumer> consumers, List<FindingImpact> findings, List<Failure> others) {
    public ConsumerImpact {
        consumers = List.copyOf(consumers);
        findings = List.copyOf(findings);
        others = List.copyOf(others);
    }

    /** A consumer's interaction that does not fit any more. */
    public record Failure(Consumer consumer, CrossCheckFinding finding) {}

    /** Holds each finding against each consumer. */
    public static ConsumerImpact of(OpenApiReview review, List<Consumer> consumers) {
        return new Assessment(review, consumers).assess();
    }

    /** The heaviest on the wire that counts at a gate; safe, if nothing does. */
    public Level level(Gate gate) {
        if (others.stream()
                .anyMatch(other -> gate == Gate.ANYONE || other.consumer().isDeployed())) {
            return Level.BREAKING;
        }
        return findings.stream()
                .filter(impact -> impact.finding().dimension() == Dimension.WIRE)
                .map(impact -> impact.level(gate))
                .min(Comparator.naturalOrder())
                .orElse(Level.SAFE);
    }

    /**
     * An interaction in both documents.
     *
     * @param failures what fails after, and nothing did before; by pact pointer
     */
    private record Known(Footprints.Reached before, Footprints.Reached after, List<CrossCheckFinding> failures) {
        Footprint was() {
            return before.footprint();
        }

        Footprint is() {
            return after.footprint();
        }
    }

    private static final class Assessment {
        private static final int MOST_REASONS = 3;

        private final OpenApiReview review;
        private final List<Consumer> consumers;
        private final Touching touching = new Touching(new Containment());
        private final Set<String> labels;

        /** The operations, as they were, that changes are told of. */
        private final Set<String> changed;

        /** Whether a change may be about all of them. */
        private final boolean everywhere;

        Assessment(OpenApiReview review, List<Consumer> consumers) {
            this.review = review;
            this.consumers = consumers;
            this.labels = review.diff()
                    .before()
                    .operations()
                    .map(operation -> operation.method() + " " + operation.path())
                    .collect(Collectors.toSet());
            var changes = review.diff().changes();
            this.changed =
                    changes.stream().map(change -> change.use().operation()).collect(Collectors.toSet());
            this.everywhere = changes.stream().anyMatch(Assessment::mayFailAnywhere);
        }

        /** What is told of no operation that was there concerns who reaches another one now, but for these. */
        private static boolean mayFailAnywhere(Change change) {
            return change.subject() == Subject.DOCUMENT
                    || change.keyword().startsWith("content"); // is told of its first use alone
        }

        private boolean isEverywhere(Change change) {
            return !labels.contains(change.use().operation()) && !change.use().isBegunByProvider();
        }

        ConsumerImpact assess() {
            var known = known();
            var hits = new ArrayList<List<Hit>>();
            var misses = new ArrayList<List<Miss>>();
            review.findings().forEach(_ -> {
                hits.add(new ArrayList<>());
                misses.add(new ArrayList<>());
            });
            var others = new ArrayList<Failure>();
            for (var consumer : consumers) {
                var unexplained = new LinkedHashSet<CrossCheckFinding>();
                var interactions = known.getOrDefault(consumer, List.of());
                interactions.forEach(one -> unexplained.addAll(one.failures()));
                for (var i = 0; i < review.findings().size(); i++) {
                    var finding = review.findings().get(i);
                    var met = meet(finding, consumer, interactions);
                    if (met.hit() != null) {
                        hits.get(i).add(met.hit());
                        met.hit().interactions().forEach(one -> unexplained.remove(one.failure()));
                        met.explained().forEach(unexplained::remove);
                    } else if (finding.finding().level() != Level.SAFE && finding.dimension() == Dimension.WIRE) {
                        misses.get(i).add(new Miss(consumer, met.why()));
                    }
                }
                unexplained.forEach(failure -> others.add(new Failure(consumer, failure)));
            }
            var findings = new ArrayList<FindingImpact>();
            for (var i = 0; i < review.findings().size(); i++) {
                findings.add(new FindingImpact(review.findings().get(i), hits.get(i), misses.get(i)));
            }
            return new ConsumerImpact(consumers, findings, others);
        }

        private Map<Consumer, List<Known>> known() {
            var before = new Footprints(review.diff().before());
            var after = new Footprints(review.diff().after());
            var checkBefore = new CrossCheck(review.diff().before(), Strength.DEFAULT);
            var checkAfter = new CrossCheck(review.diff().after(), Strength.DEFAULT);
            var known = new HashMap<Consumer, List<Known>>();
            for (var consumer : consumers) {
                var was = before.each(consumer.pact());
                var is = after.each(consumer.pact());
                var mayFail = new HashSet<String>();
                for (var i = 0; i < was.size(); i++) {
                    if (mayFail(was.get(i), is.get(i))) {
                        mayFail.add(was.get(i).interaction().pointer());
                    }
                }
                var fails = failures(checkAfter, consumer, mayFail);
                var failed = failures(checkBefore, consumer, fails.keySet());
                var all = new ArrayList<Known>();
                for (var i = 0; i < was.size(); i++) {
                    var pointer = was.get(i).interaction().pointer();
                    all.add(new Known(
                            was.get(i),
                            is.get(i),
                            failed.containsKey(pointer) ? List.of() : fails.getOrDefault(pointer, List.of())));
                }
                known.put(consumer, all);
            }
            return known;
        }

        /** Whether something about the operation that an interaction reaches has changed, so that another answer is possible. */
        private boolean mayFail(Footprints.Reached was, Footprints.Reached is) {
            return !was.label().isEmpty()
                    && (everywhere
                            || changed.contains(was.label())
                            || !was.label().equals(is.label()));
        }

        private static Map<String, List<CrossCheckFinding>> failures(
                CrossCheck check, Consumer consumer, Set<String> pointers) {
            return pointers.isEmpty()
                    ? Map.of()
                    : failures(check.check(consumer.pact(), interaction -> pointers.contains(interaction.pointer()))
                            .findings());
        }

        /** What is breaking, by the pointer of its interaction. */
        private static Map<String, List<CrossCheckFinding>> failures(List<CrossCheckFinding> findings) {
            var failures = new LinkedHashMap<String, List<CrossCheckFinding>>();
            for (var finding : findings) {
                if (finding.level() == Level.BREAKING) {
                    var steps = finding.pactPointer().split("/", 4);
                    failures.computeIfAbsent("/%s/%s".formatted(steps[1], steps[2]), any -> new ArrayList<>())
                            .add(finding);
                }
            }
            return failures;
        }

        /**
         * What comes of a finding and a consumer.
         *
         * @param hit null if the consumer is not hit
         * @param explained failures that are due to the finding
         */
        private record Met(@Nullable Hit hit, String why, List<CrossCheckFinding> explained) {}

        private Met meet(OpenApiFinding finding, Consumer consumer, List<Known> interactions) {
            var hit = new ArrayList<Hit.Interaction>();
            var explained = new ArrayList<CrossCheckFinding>();
            var reasons = new LinkedHashSet<String>();
            String unknown = null;
            var reached = false;
            var isSafe = finding.finding().level() == Level.SAFE || finding.dimension() == Dimension.CODEGEN;
            for (var known : interactions) {
                if (isSafe && known.failures().isEmpty()) {
                    continue;
                }
                Contact.@Nullable Touched touched = null;
                for (var change : finding.changes()) {
                    if (!isAbout(change, known.before().label())) {
                        continue;
                    }
                    reached |= labels.contains(change.use().operation());
                    switch (touching.of(change, known.was(), known.is())) {
                        case Contact.Touched found -> touched = touched == null ? found : touched;
                        case Contact.Untouched(var why) -> reasons.add(why);
                        case Contact.Unknown(var why) -> unknown = why;
                    }
                    if (touched != null) {
                        break;
                    }
                }
                var isTouched = touched != null;
                var failures = known.failures().stream()
                        .filter(failure -> isOf(finding, known.was(), failure, isTouched))
                        .toList();
                if (touched == null && failures.isEmpty()) {
                    continue;
                }
                explained.addAll(failures);
                if (!failures.isEmpty() || !isSafe) {
                    var how = touched == null ? "calls " + known.was().label() : touched.how();
                    hit.add(new Hit.Interaction(
                            known.was().interaction().title(),
                            known.was().interaction().pointer(),
                            how,
                            failures.isEmpty() ? null : failures.getFirst()));
                }
            }
            if (!hit.isEmpty()) {
                var fails = hit.stream().anyMatch(one -> one.failure() != null);
                return new Met(
                        new Hit(
                                consumer,
                                fails ? Certainty.FAILS : Certainty.TOUCHES,
                                hit.stream()
                                        .map(Hit.Interaction::how)
                                        .distinct()
                                        .limit(MOST_REASONS)
                                        .collect(Collectors.joining("; ")),
                                hit),
                        "",
                        explained);
            }
            if (!isSafe) {
                var why = unknown == null ? elsewhere(finding) : unknown;
                if (why != null) {
                    return new Met(new Hit(consumer, Certainty.UNKNOWN, why, List.of()), "", explained);
                }
            }
            return new Met(null, reached ? few(reasons) : never(finding), explained);
        }

        /** Whether a change is told where the interaction goes. */
        private boolean isAbout(Change change, Footprint was) {
            return isAbout(change, was.label());
        }

        private boolean isAbout(Change change, String operation) {
            return !operation.isEmpty() && (change.use().operation().equals(operation) || isEverywhere(change));
        }

        /** Why a pact cannot tell; null if it can. */
        private static @Nullable String elsewhere(OpenApiFinding finding) {
            if (finding.changes().stream().anyMatch(change -> change.use().isBegunByProvider())) {
                return "a pact over HTTP does not tell what its consumer does with callbacks and webhooks";
            }
            return finding.changes().stream().anyMatch(change -> change.subject() == Subject.DOCUMENT)
                    ? "a part of the document is not understood"
                    : null;
        }

        private static String never(OpenApiFinding finding) {
            var operations = new LinkedHashSet<String>();
            finding.uses().forEach(use -> operations.add(use.operation()));
            var more = operations.size() - MOST_REASONS;
            return "never calls "
                    + operations.stream().limit(MOST_REASONS).collect(Collectors.joining(", "))
                    + (more > 0 ? " and %d more".formatted(more) : "");
        }

        private static String few(Set<String> reasons) {
            return reasons.stream().limit(MOST_REASONS).collect(Collectors.joining("; "));
        }

        /**
         * Whether a failure is told at the place of a finding, in the document after, on the same way. Where the interaction is not known to touch
         * what changed, only a schema at the very place of the failure counts.
         */
        private boolean isOf(OpenApiFinding finding, Footprint was, CrossCheckFinding failure, boolean isTouched) {
            var reads = failure.pactPointer().contains("/response");
            if (reads != (finding.direction() == Direction.RESPONSE)) {
                return false;
            }
            var at = failure.documentPlace().pointer();
            return finding.changes().stream().anyMatch(change -> {
                if (change.after() == null || !isAbout(change, was)) {
                    return false;
                }
                var node = change.keyword().equals("required")
                        ? Touching.object(change.after(), change.name())
                        : change.after();
                var place = node.pointer();
                return isTouched
                        ? within(at, place) || within(place, at)
                        : !change.keyword().isEmpty() && within(at, place);
            });
        }

        private static boolean within(String inner, String outer) {
            return inner.equals(outer) || inner.startsWith(outer + "/");
        }
    }
}
