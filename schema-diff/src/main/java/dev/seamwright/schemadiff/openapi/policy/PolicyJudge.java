package dev.seamwright.schemadiff.openapi.policy;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import dev.seamwright.schemadiff.openapi.Stability;
import dev.seamwright.schemadiff.openapi.Sunset;
import dev.seamwright.schemadiff.openapi.policy.Policy.Acceptance;
import dev.seamwright.schemadiff.openapi.policy.Policy.Promise;
import dev.seamwright.schemadiff.openapi.rules.Judgement;
import dev.seamwright.schemadiff.openapi.rules.OpenApiFinding;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds findings against a policy: severities first, then what stability and deprecation allow, then what was accepted. */
final class PolicyJudge {
    private static final Set<Subject> REMOVABLE =
            Set.of(Subject.OPERATION, Subject.PARAMETER, Subject.PROPERTY, Subject.HEADER);

    /** What the removal of something deprecated weighs where its deprecation does not suffice. */
    private static final Map<String, Level> UNANNOUNCED = Map.of(
            "operation-removed-after-deprecation",
            Level.BREAKING,
            "parameter-removed-after-deprecation",
            Level.RISKY,
            "response-property-removed-after-deprecation",
            Level.RISKY);

    private final Policy policy;
    private final OpenApiReview review;
    private final LocalDate today;
    private final Map<String, Operation> before = new HashMap<>();
    private final Map<String, Acceptance> accepted;
    private final Set<String> met = new HashSet<>();

    PolicyJudge(Policy policy, OpenApiReview review, LocalDate today) {
        this.policy = policy;
        this.review = review;
        this.today = today;
        review.diff()
                .before()
                .operations()
                .forEach(operation -> before.put("%s %s".formatted(operation.method(), operation.path()), operation));
        this.accepted = policy.accepted().stream().collect(Collectors.toMap(Acceptance::fingerprint, one -> one));
    }

    OpenApiReview judge() {
        var findings = review.findings().stream()
                .map(this::judged)
                .sorted(Comparator.comparing(found -> found.finding().level()))
                .toList();
        var warnings = new ArrayList<>(review.warnings());
        for (var one : policy.accepted()) {
            if (!met.contains(one.fingerprint())) {
                warnings.add("Line %d of the policy accepts %s (%s), which was not found: remove it."
                        .formatted(one.line(), one.fingerprint(), one.reason()));
            }
        }
        return new OpenApiReview(review.diff(), findings, warnings, review.dimensions());
    }

    private OpenApiFinding judged(OpenApiFinding found) {
        var notes = new ArrayList<String>();
        var level = severity(found, notes);
        if (!policy.promises().isEmpty()) {
            level = deprecated(found, stable(found, level, notes), notes);
        }
        var reason = acceptance(found, notes);
        return notes.isEmpty() && reason == null ? found : found.judged(level, new Judgement(reason, notes));
    }

    private Level severity(OpenApiFinding found, List<String> notes) {
        var was = found.finding().level();
        var is = policy.severities()
                .getOrDefault(found.finding().rule().id(), Map.of())
                .getOrDefault(was, was);
        if (is != was) {
            notes.add("%s instead of %s, by its severity".formatted(is.word(), was.word()));
        }
        return is;
    }

    /** What the operations allow that are concerned: all of them must. */
    private Level stable(OpenApiFinding found, Level level, List<String> notes) {
        if (level == Level.SAFE) {
            return level;
        }
        var stabilities =
                found.uses().stream().map(use -> stability(use.operation())).collect(Collectors.toSet());
        var allowed = stabilities.stream()
                .map(one -> policy.promise(one).map(Promise::breaks).orElse(Breaks.AFTER_DEPRECATION))
                .collect(Collectors.toSet());
        var words = stabilities.stream().map(Stability::word).sorted().collect(Collectors.joining(" and "));
        if (allowed.equals(Set.of(Breaks.ALLOWED))) {
            notes.add("safe instead of %s: what is %s may break".formatted(level.word(), words));
            return Level.SAFE;
        }
        if (!allowed.contains(Breaks.AFTER_DEPRECATION) && level == Level.BREAKING) {
            notes.add("risky instead of breaking, as what it concerns is %s".formatted(words));
            return Level.RISKY;
        }
        return level;
    }

    private Stability stability(String label) {
        return Optional.ofNullable(before.get(label)).flatMap(Stability::of).orElse(policy.unmarked());
    }

    // deprecation

    private Level deprecated(OpenApiFinding found, Level level, List<String> notes) {
        var days = found.uses().stream()
                .map(use -> policy.promise(stability(use.operation())))
                .flatMap(Optional::stream)
                .filter(promise -> promise.breaks() == Breaks.AFTER_DEPRECATION)
                .mapToInt(Promise::deprecationDays)
                .max();
        if (days.isEmpty()) {
            return level;
        }
        var announced = announcedTooLate(found, days.getAsInt());
        if (announced != null) {
            notes.add(announced);
            return Level.BREAKING;
        }
        var removals = found.changes().stream()
                .filter(change -> change.edit() == Edit.REMOVED && REMOVABLE.contains(change.subject()))
                .toList();
        if (removals.isEmpty() || removals.size() < found.changes().size()) {
            return level;
        }
        var obstacle = removals.stream()
                .flatMap(change -> obstacle(change, days.getAsInt()).stream())
                .findFirst();
        if (obstacle.isEmpty() && level != Level.SAFE) {
            notes.add("safe instead of %s: it was deprecated, and its sunset date has come".formatted(level.word()));
            return Level.SAFE;
        }
        var without = UNANNOUNCED.get(found.finding().rule().id());
        if (obstacle.isPresent() && level == Level.SAFE && without != null) {
            notes.add("%s instead of safe: %s".formatted(without.word(), obstacle.get()));
            return without;
        }
        return level;
    }

    /** Why something that was just deprecated may not be; null if it may. */
    private @Nullable String announcedTooLate(OpenApiFinding found, int days) {
        if (days == 0) {
            return null;
        }
        for (var change : found.changes()) {
            var announces = (change.subject() == Subject.DEPRECATION && change.edit() == Edit.ADDED)
                    || (change.subject() == Subject.SUNSET
                            && (change.edit() == Edit.ADDED || change.edit() == Edit.NARROWED));
            if (!announces || change.after() == null) {
                continue;
            }
            var sunset = Sunset.of(change.after());
            if (sunset.isEmpty()) {
                return "deprecated without a sunset date: give x-sunset, at least %d days from now".formatted(days);
            }
            var left = ChronoUnit.DAYS.between(today, sunset.get());
            if (left < days) {
                return "the sunset date %s is %d days from now, and it takes at least %d"
                        .formatted(sunset.get(), left, days);
            }
        }
        return null;
    }

    /** Why something may not be removed yet; empty if it may. */
    private Optional<String> obstacle(Change change, int days) {
        var node = change.before();
        if (node == null || node.get("deprecated").filter(Node::isTrue).isEmpty()) {
            return Optional.of("it was not deprecated");
        }
        var sunset = Sunset.of(node);
        if (sunset.isEmpty()) {
            return days == 0 ? Optional.empty() : Optional.of("it had no sunset date");
        }
        return today.isBefore(sunset.get())
                ? Optional.of("its sunset date is %s".formatted(sunset.get()))
                : Optional.empty();
    }

    // acceptance

    private @Nullable String acceptance(OpenApiFinding found, List<String> notes) {
        var one = accepted.get(found.fingerprint());
        if (one == null) {
            return null;
        }
        met.add(one.fingerprint());
        if (today.isAfter(one.expires())) {
            notes.add("%s accepted it until %s, which is over: %s".formatted(one.owner(), one.expires(), one.reason()));
            return null;
        }
        return "%s (%s, until %s)".formatted(one.reason(), one.owner(), one.expires());
    }
}
