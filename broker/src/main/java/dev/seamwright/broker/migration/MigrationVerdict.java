package dev.seamwright.broker.migration;

import dev.seamwright.broker.migration.Neighbours.Consumer;
import dev.seamwright.broker.verdict.Deployable;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.StatementEffect;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Waiting;
import dev.seamwright.schemadiff.postgres.plan.StepReview;
import dev.seamwright.schemadiff.postgres.replay.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a {@link Question}: one plan for each schema that the database has in the target.
 *
 * @param consumers those that were asked, by name
 */
record MigrationVerdict(Question question, Map<String, Consumer> consumers, List<Planned> plans) {
    MigrationVerdict {
        consumers = Map.copyOf(consumers);
        plans = List.copyOf(plans);
    }

    /**
     * The plan for one schema.
     *
     * @param version of the database, that has it
     * @param applied how many scripts of the migration it has already
     * @param reviewed what each step locks and what is wrong with it, whoever uses the database
     * @param notes what was not tried as it is, as sentences
     * @param passing heads of consumers' main branches on which the whole migration breaks nothing
     */
    record Planned(
            VersionNumber version,
            Sha256 schema,
            int applied,
            MigrationPlan plan,
            StepReview.Reviewed reviewed,
            List<String> notes,
            Map<ParticipantName, VersionNumber> passing) {
        Planned {
            notes = List.copyOf(notes);
            passing = Map.copyOf(passing);
        }

        /** The version of a consumer that would not wait; empty: none is known. */
        Optional<VersionNumber> next(Consumer consumer) {
            return Optional.ofNullable(passing.get(consumer.participant()))
                    .filter(version -> !version.equals(consumer.version()));
        }

        /** Whether there are rows that a statement fails on is known to the database alone. */
        private static boolean isUnknown(Effect effect) {
            return effect instanceof Effect.Unresolved || effect instanceof Effect.FailsOnRows;
        }

        private Deployable answer() {
            if (!plan.later().isEmpty()) {
                return Deployable.NO;
            }
            return plan.effects().stream().map(StatementEffect::effect).anyMatch(Planned::isUnknown)
                    ? Deployable.UNKNOWN
                    : Deployable.YES;
        }
    }

    /** Whether all of the migration may run now: no if a part must wait, unknown if nobody can say, or no schema is recorded. */
    Deployable answer() {
        if (plans.isEmpty()) {
            return Deployable.UNKNOWN;
        }
        var answers = plans.stream().map(Planned::answer).toList();
        return answers.contains(Deployable.NO)
                ? Deployable.NO
                : answers.contains(Deployable.UNKNOWN) ? Deployable.UNKNOWN : Deployable.YES;
    }

    /** Every step that must wait. */
    List<Waiting> waiting() {
        return plans.stream()
                .flatMap(planned -> planned.plan().later().stream())
                .toList();
    }
}
