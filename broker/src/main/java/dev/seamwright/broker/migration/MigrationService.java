package dev.seamwright.broker.migration;

import dev.seamwright.broker.migration.MigrationVerdict.Planned;
import dev.seamwright.broker.migration.Neighbours.Baseline;
import dev.seamwright.broker.migration.Neighbours.Consumer;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.schemadiff.postgres.plan.AppliedScripts;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.StatementEffect;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlanner;
import dev.seamwright.schemadiff.postgres.plan.SchemaPlanner;
import dev.seamwright.schemadiff.postgres.plan.StepReview;
import dev.seamwright.schemadiff.postgres.replay.Effect;
import dev.seamwright.schemadiff.postgres.replay.LoadableSchema;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers questions about migrations, in the shadow; it holds no connection to the broker's database meanwhile. */
final class MigrationService {
    private final AppliedScripts applied;
    private final StepReview review;
    private final MigrationPlanner planner;
    private final SchemaPlanner schemas;

    MigrationService(Shadow shadow) {
        this.applied = new AppliedScripts(shadow);
        this.review = new StepReview(shadow);
        this.planner = new MigrationPlanner(new QueryReplay(shadow));
        this.schemas = new SchemaPlanner(shadow);
    }

    /** @throws Rejected when PostgreSQL refuses the migration on the schema that the database has */
    MigrationVerdict answer(Question question, Neighbours neighbours) {
        var consumers = new LinkedHashMap<String, Consumer>();
        neighbours.consumers().forEach(consumer -> consumers.put(consumer.name(), consumer));
        var plans = new ArrayList<Planned>();
        for (var baseline : neighbours.baselines()) {
            plans.add(plan(question, neighbours, baseline));
        }
        return new MigrationVerdict(question, consumers, plans);
    }

    private Planned plan(Question question, Neighbours neighbours, Baseline baseline) {
        return switch (question.candidate()) {
            case Candidate.Migration migration -> plan(question, migration, neighbours, baseline);
            case Candidate.Schema schema -> plan(schema, neighbours, baseline);
        };
    }

    private Planned plan(Question question, Candidate.Migration migration, Neighbours neighbours, Baseline baseline) {
        var already = applied.count(baseline.schema(), migration.steps());
        var pending = migration.steps().subList(already, migration.steps().size());
        var before = LoadableSchema.of(baseline.schema());
        var reviewed = review.review(baseline.schema(), pending, migration.texts(), question.rows());
        var plan = planner.plan(before, pending, plannable(neighbours.consumers()));
        Map<ParticipantName, VersionNumber> passing = plan.later().isEmpty()
                ? Map.of()
                : passing(neighbours.heads(), heads -> planner.effects(before, pending, heads));
        return planned(baseline, already, plan, reviewed, passing, neighbours);
    }

    private Planned plan(Candidate.Schema after, Neighbours neighbours, Baseline baseline) {
        var planned = schemas.plan(baseline.schema(), after.schema(), after.name(), plannable(neighbours.consumers()));
        Map<ParticipantName, VersionNumber> passing = planned.plan().later().isEmpty()
                ? Map.of()
                : passing(neighbours.heads(), heads -> schemas.effects(baseline.schema(), after.schema(), heads));
        return planned(baseline, 0, planned.plan(), planned.reviewed(), passing, neighbours);
    }

    private static Planned planned(
            Baseline baseline,
            int already,
            MigrationPlan plan,
            StepReview.Reviewed reviewed,
            Map<ParticipantName, VersionNumber> passing,
            Neighbours neighbours) {
        var notes = new ArrayList<>(reviewed.notes());
        var before = LoadableSchema.of(baseline.schema());
        for (var consumer : neighbours.consumers()) {
            QueryReplay.unknownRole(consumer.usage().identity(), before)
                    .ifPresent(role -> notes.add(
                            "%s runs as the role %s, of which the schema says nothing: its statements were tried as the owner, so neither privileges nor policies were."
                                    .formatted(consumer.name(), role)));
        }
        return new Planned(baseline.version(), baseline.schema().hash(), already, plan, reviewed, notes, passing);
    }

    private static Map<ParticipantName, VersionNumber> passing(
            List<Consumer> heads, Function<List<MigrationPlan.Consumer>, List<StatementEffect>> effects) {
        var failing = effects.apply(plannable(heads)).stream()
                .filter(effect ->
                        effect.effect() instanceof Effect.Fails || effect.effect() instanceof Effect.FailedBefore)
                .map(StatementEffect::consumer)
                .collect(Collectors.toSet());
        var passing = new HashMap<ParticipantName, VersionNumber>();
        for (var head : heads) {
            if (!failing.contains(head.name())) {
                passing.put(head.participant(), head.version());
            }
        }
        return passing;
    }

    private static List<MigrationPlan.Consumer> plannable(List<Consumer> consumers) {
        return consumers.stream()
                .map(consumer -> new MigrationPlan.Consumer(consumer.name(), consumer.usage()))
                .toList();
    }
}
