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
import dev.seamwright.schemadiff.postgres.replay.Effect;
import dev.seamwright.schemadiff.postgres.replay.LoadableSchema;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers questions about migrations, in the shadow; it holds no connection to the broker's database meanwhile. */
final class MigrationService {
    private final AppliedScripts applied;
    private final MigrationPlanner planner;

    MigrationService(Shadow shadow) {
        this.applied = new AppliedScripts(shadow);
        this.planner = new MigrationPlanner(new QueryReplay(shadow));
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
        var already = applied.count(baseline.schema(), question.migration());
        var pending = question.migration().subList(already, question.migration().size());
        var before = LoadableSchema.of(baseline.schema());
        var plan = planner.plan(before, pending, plannable(neighbours.consumers()));
        Map<ParticipantName, VersionNumber> passing =
                plan.later().isEmpty() ? Map.of() : passing(before, pending, neighbours.heads());
        return new Planned(baseline.version(), baseline.schema().hash(), already, plan, passing);
    }

    private Map<ParticipantName, VersionNumber> passing(
            LoadableSchema before, List<Script> migration, List<Consumer> heads) {
        var failing = planner.effects(before, migration, plannable(heads)).stream()
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
