package dev.seamwright.schemadiff.postgres.plan;

import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Cause;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Consumer;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.StatementEffect;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Step;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Waiting;
import dev.seamwright.schemadiff.postgres.replay.Effect;
import dev.seamwright.schemadiff.postgres.replay.LoadableSchema;
import dev.seamwright.schemadiff.postgres.replay.MigrationReport;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Puts a migration into phases by trying: as long as a step breaks a consumer, it is left out, with what PostgreSQL then refuses, and all
 * of the rest is tried again. So what may run now has been executed just so.
 */
public final class MigrationPlanner {
    /** Each one left out is another run. */
    private static final int MOST_TRIES = 25;

    private final QueryReplay replay;

    public MigrationPlanner(QueryReplay replay) {
        this.replay = replay;
    }

    /**
     * Tries the migration. What breaks between two commits counts, also when a later one mends it.
     *
     * @param before the schema on which it is to run
     * @param consumers those that run meanwhile
     * @throws Rejected when PostgreSQL refuses the schema, or the migration though none of it waits
     */
    public MigrationPlan plan(LoadableSchema before, List<MigrationStep> steps, List<Consumer> consumers) {
        var migration = commits(steps);
        var waiting = new ArrayList<Waiting>();
        for (var tries = 0; tries < MOST_TRIES; tries++) {
            var left = without(migration, waiting);
            List<MigrationReport> reports;
            try {
                reports = reports(before, left, consumers);
            } catch (Rejected refusal) {
                waiting.add(dependent(left, waiting, refusal));
                continue;
            }
            var broken = brokenAfter(reports);
            if (broken.isEmpty()) {
                return new MigrationPlan(steps(left), inOrder(migration, waiting), effects(reports, consumers));
            }
            // what a later script would mend is broken meanwhile, all the same
            var until = left.subList(0, broken.getAsInt() + 1);
            var effects = effects(until.size() == left.size() ? reports : reports(before, until, consumers), consumers);
            waiting.add(firstBreaking(until, effects));
        }
        return givenUp(before, migration, consumers, waiting);
    }

    /** What the whole migration does to each consumer's statements, where that is anything. */
    public List<StatementEffect> effects(
            LoadableSchema before, List<MigrationStep> migration, List<Consumer> consumers) {
        return effects(reports(before, commits(migration), consumers), consumers);
    }

    private static List<Script> commits(List<MigrationStep> migration) {
        return migration.stream().flatMap(step -> step.commits().stream()).toList();
    }

    private List<MigrationReport> reports(LoadableSchema before, List<Script> migration, List<Consumer> consumers) {
        return replay.compare(
                before, migration, consumers.stream().map(Consumer::usage).toList());
    }

    static List<StatementEffect> effects(List<MigrationReport> reports, List<Consumer> consumers) {
        var effects = new ArrayList<StatementEffect>();
        for (var i = 0; i < consumers.size(); i++) {
            var consumer = consumers.get(i);
            for (var result : reports.get(i).results()) {
                effect(consumer, result).ifPresent(effects::add);
            }
        }
        return effects;
    }

    /** The first script after which a statement fails that did not fail before; empty: there is none. */
    private static OptionalInt brokenAfter(List<MigrationReport> reports) {
        return reports.stream()
                .flatMap(report -> report.results().stream())
                .filter(result -> !result.before().fails())
                .flatMapToInt(result -> IntStream.range(0, result.after().size())
                        .filter(script -> result.after().get(script).fails())
                        .limit(1))
                .min();
    }

    private static Optional<StatementEffect> effect(Consumer consumer, MigrationReport.Result result) {
        if (result.effect() instanceof Effect.None) {
            return Optional.empty();
        }
        var sql = consumer.usage().statement(result.id()).orElseThrow().sql();
        return Optional.of(new StatementEffect(consumer.name(), result.id(), sql, result.effect()));
    }

    /** The first step after which statements fail, with all that fail because of it. */
    private static Waiting firstBreaking(List<Script> migration, List<StatementEffect> effects) {
        for (var step : steps(migration)) {
            var broken = effects.stream()
                    .filter(effect -> effect.effect() instanceof Effect.Fails fails && isCause(step, fails.cause()))
                    .toList();
            if (!broken.isEmpty()) {
                return new Waiting(step, new Cause.Breaks(broken));
            }
        }
        throw new IllegalStateException("a statement fails, and no step of the migration is the cause");
    }

    private static boolean isCause(Step step, Effect.Cause cause) {
        return step.script().equals(cause.script())
                && step.line() == cause.line()
                && step.sql().equals(cause.sql());
    }

    /** The step that PostgreSQL refuses while others wait. */
    private static Waiting dependent(List<Script> migration, List<Waiting> waiting, Rejected refusal) {
        var refused = steps(migration).stream()
                .filter(step -> step.script().equals(refusal.script()) && step.line() == refusal.line())
                .findFirst();
        if (waiting.isEmpty() || refused.isEmpty()) {
            throw refusal;
        }
        return new Waiting(
                refused.get(),
                new Cause.Needs(waiting.stream().map(Waiting::step).toList(), refusal.error()));
    }

    private MigrationPlan givenUp(
            LoadableSchema before, List<Script> migration, List<Consumer> consumers, List<Waiting> waiting) {
        var order = steps(migration);
        var first = waiting.stream()
                .map(Waiting::step)
                .mapToInt(order::indexOf)
                .min()
                .orElse(0);
        var known = new HashSet<>(waiting.stream().map(Waiting::step).toList());
        order.subList(first, order.size()).stream()
                .filter(step -> !known.contains(step))
                .forEach(step -> waiting.add(new Waiting(step, new Cause.NotTried())));
        var left = without(migration, waiting);
        return new MigrationPlan(
                steps(left), inOrder(migration, waiting), effects(reports(before, left, consumers), consumers));
    }

    private static List<Waiting> inOrder(List<Script> migration, List<Waiting> waiting) {
        return steps(migration).stream()
                .flatMap(step -> waiting.stream().filter(wait -> wait.step().equals(step)))
                .toList();
    }

    private static List<Script> without(List<Script> migration, List<Waiting> waiting) {
        Set<Step> out = new HashSet<>();
        waiting.forEach(wait -> out.add(wait.step()));
        return migration.stream()
                .map(script -> new Script(
                        script.name(),
                        script.statements().stream()
                                .filter(statement -> !out.contains(step(script, statement)))
                                .toList()))
                .toList();
    }

    private static List<Step> steps(List<Script> migration) {
        return migration.stream()
                .flatMap(script -> script.statements().stream().map(statement -> step(script, statement)))
                .toList();
    }

    private static Step step(Script script, Script.Statement statement) {
        return new Step(script.name(), statement.line(), statement.sql());
    }
}
