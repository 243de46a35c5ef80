package dev.seamwright.broker.migration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.migration.MigrationVerdict.Planned;
import dev.seamwright.broker.migration.Neighbours.Consumer;
import dev.seamwright.schemadiff.postgres.lint.LintJson;
import dev.seamwright.schemadiff.postgres.lint.LintReport.Judged;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Cause;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.StatementEffect;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Step;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Waiting;
import dev.seamwright.schemadiff.postgres.replay.Effect;
import dev.seamwright.schemadiff.postgres.replay.Failure;
import dev.seamwright.schemadiff.postgres.replay.Outcome;
import dev.seamwright.schemadiff.postgres.rules.Lock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A {@link MigrationVerdict} as our API shows it. */
final class MigrationVerdictJson {
    private final MigrationVerdict verdict;

    private MigrationVerdictJson(MigrationVerdict verdict) {
        this.verdict = verdict;
    }

    static ObjectNode of(MigrationVerdict verdict) {
        return new MigrationVerdictJson(verdict).json();
    }

    private ObjectNode json() {
        var json = object().put("migratable", verdict.answer().word());
        json.put("database", verdict.question().database().value());
        var reasons = json.putArray("reasons");
        reasons().forEach(reasons::add);
        var consumers = json.putArray("consumers");
        verdict.consumers().values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(consumer -> consumers.add(consumer(consumer)
                        .put("statements", consumer.usage().statements().size())));
        var plans = json.putArray("plans");
        verdict.plans().forEach(planned -> plans.add(plan(planned)));
        return json;
    }

    /** Why, in sentences. */
    private List<String> reasons() {
        var where = verdict.question().target().description();
        if (verdict.plans().isEmpty()) {
            return List.of(
                    "No schema of %s is known %s: publish one for the version that is there, and record the deployment."
                            .formatted(verdict.question().database().value(), where));
        }
        var reasons = new ArrayList<String>();
        for (var waiting : verdict.waiting()) {
            var step = waiting.step();
            reasons.add(
                    switch (waiting.cause()) {
                        case Cause.Breaks(var broken) ->
                            "%s, line %d, breaks %s.".formatted(step.script(), step.line(), names(broken));
                        case Cause.Needs needs ->
                            "%s, line %d, needs what has to wait: %s."
                                    .formatted(step.script(), step.line(), needs.error());
                        case Cause.NotTried() ->
                            "%s, line %d, was not tried: too much has to wait before it."
                                    .formatted(step.script(), step.line());
                    });
        }
        for (var planned : verdict.plans()) {
            for (var effect : planned.plan().effects()) {
                if (effect.effect() instanceof Effect.Unresolved(var reason)) {
                    reasons.add("What becomes of '%s' of %s is not known: %s"
                            .formatted(effect.statement(), effect.consumer(), reason));
                }
            }
        }
        if (reasons.isEmpty()) {
            var count = verdict.consumers().size();
            reasons.add(
                    count == 0
                            ? "Nobody whose statements are known uses the database %s.".formatted(where)
                            : "All statements of the %d consumers %s go on working.".formatted(count, where));
        }
        return reasons;
    }

    private static String names(List<StatementEffect> effects) {
        return effects.stream()
                .map(StatementEffect::consumer)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private ObjectNode plan(Planned planned) {
        var json = object();
        json.putObject("baseline")
                .put("version", planned.version().value())
                .put("schema", planned.schema().hex());
        json.put("applied", planned.applied());
        var phases = json.putArray("phases");
        if (!planned.plan().now().isEmpty()) {
            var now = phases.addObject().put("when", "now");
            steps(now.putArray("steps"), planned.plan().now(), planned);
            now.putArray("waitsFor");
        }
        groups(planned.plan().later()).forEach(group -> phases.add(later(planned, group)));
        var effects = json.putArray("effects");
        planned.plan().effects().forEach(effect -> effects.add(effect(effect)));
        planned.notes().forEach(json.putArray("notes")::add);
        return json;
    }

    /** Steps one after the other that wait for the same consumers; what needs them waits with them. */
    private static List<List<Waiting>> groups(List<Waiting> later) {
        var groups = new ArrayList<List<Waiting>>();
        Set<String> last = Set.of();
        for (var waiting : later) {
            var who = waiting.cause() instanceof Cause.Breaks(var broken)
                    ? broken.stream().map(StatementEffect::consumer).collect(Collectors.toSet())
                    : last;
            if (groups.isEmpty() || !who.equals(last)) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(waiting);
            last = who;
        }
        return groups;
    }

    private ObjectNode later(Planned planned, List<Waiting> group) {
        var json = object().put("when", "later");
        steps(json.putArray("steps"), group.stream().map(Waiting::step).toList(), planned);
        var broken = new LinkedHashMap<String, List<StatementEffect>>();
        for (var waiting : group) {
            if (waiting.cause() instanceof Cause.Breaks breaks) {
                breaks.broken()
                        .forEach(effect -> broken.computeIfAbsent(effect.consumer(), _ -> new ArrayList<>())
                                .add(effect));
            }
        }
        var waitsFor = json.putArray("waitsFor");
        for (Map.Entry<String, List<StatementEffect>> entry : broken.entrySet()) {
            var consumer = Objects.requireNonNull(verdict.consumers().get(entry.getKey()));
            var item = consumer(consumer);
            planned.next(consumer).ifPresent(version -> item.put("passesWith", version.value()));
            var statements = item.putArray("statements");
            entry.getValue().forEach(effect -> statements.add(effect(effect)));
            waitsFor.add(item);
        }
        return json;
    }

    private static void steps(ArrayNode array, List<Step> steps, Planned planned) {
        for (var step : steps) {
            var json = array.addObject()
                    .put("file", step.script())
                    .put("line", step.line())
                    .put("sql", step.sql());
            planned.reviewed().of(step).ifPresent(judged -> put(json, judged));
        }
    }

    /** What the step does, whoever uses the database: what was seen, and what is wrong with it. */
    private static void put(ObjectNode json, Judged judged) {
        json.put("inTransaction", judged.inTransaction());
        var observed = judged.observed();
        if (observed != null) {
            var locks = json.putArray("locks");
            observed.removed().forEach(relation -> lock(locks, relation, Lock.ACCESS_EXCLUSIVE));
            observed.locks().forEach((relation, mode) -> lock(locks, relation, Lock.of(mode)));
            observed.rewritten().forEach(json.putArray("rewritten")::add);
            observed.scanned().forEach(json.putArray("scanned")::add);
        }
        var hazards = json.putArray("hazards");
        judged.findings().forEach(finding -> hazards.add(LintJson.of(finding)));
    }

    private static void lock(ArrayNode locks, String relation, Lock lock) {
        locks.addObject().put("relation", relation).put("lock", lock.mode()).put("blocks", lock.blocks());
    }

    private static ObjectNode consumer(Consumer consumer) {
        return object().put("consumer", consumer.participant().value())
                .put("version", consumer.version().value());
    }

    private ObjectNode effect(StatementEffect effect) {
        var json = consumer(Objects.requireNonNull(verdict.consumers().get(effect.consumer())))
                .put("statement", effect.statement())
                .put("sql", effect.sql());
        switch (effect.effect()) {
            case Effect.None() -> json.put("effect", "none");
            case Effect.Fails(var outcome, var cause) -> {
                json.put("effect", "fails");
                outcome(json, outcome);
                cause(json, cause);
            }
            case Effect.FailsPrepared(var failure, var cause) -> {
                json.put("effect", "fails-prepared");
                failure(json, failure);
                cause(json, cause);
            }
            case Effect.FailsOnRows(var outcome, var cause) -> {
                json.put("effect", "fails-on-rows");
                outcome(json, outcome);
                cause(json, cause);
            }
            case Effect.Silent(var differences, var cause) -> {
                json.put("effect", "silent");
                json.put(
                        "error",
                        differences.stream().map(Effect.Difference::detail).collect(Collectors.joining("; ")));
                cause(json, cause);
            }
            case Effect.FailedBefore(var outcome) -> {
                json.put("effect", "failed-before");
                outcome(json, outcome);
            }
            case Effect.Unresolved(var reason) ->
                json.put("effect", "unresolved").put("error", reason);
        }
        return json;
    }

    private static void outcome(ObjectNode json, Outcome outcome) {
        switch (outcome) {
            case Outcome.Fails(var failure) -> failure(json, failure);
            case Outcome.MissingColumns missing -> failure(json, missing.failure());
            case Outcome.NotPermitted refused -> failure(json, refused.failure());
            case Outcome.TypesChanged(var changes) ->
                json.put(
                        "error",
                        changes.stream()
                                .map(change -> "%s was %s and is %s"
                                        .formatted(change.subject(), change.before(), change.after()))
                                .collect(Collectors.joining("; ")));
            case Outcome.FailsOnRows(var constraint, var query, var failure) -> {
                failure(json, failure);
                json.put("constraint", constraint).put("rows", query);
            }
            case Outcome.Unresolved(var reason) -> json.put("error", reason);
            case Outcome.Works _ -> {}
        }
    }

    private static void failure(ObjectNode json, Failure failure) {
        json.put("sqlState", failure.sqlState()).put("error", failure.message());
    }

    private static void cause(ObjectNode json, Effect.Cause cause) {
        json.putObject("cause")
                .put("file", cause.script())
                .put("line", cause.line())
                .put("sql", cause.sql());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
