package dev.seamwright.schemadiff.postgres.plan;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.schemadiff.postgres.replay.Effect;
import java.util.List;

/**
 * A migration in phases.
 *
 * @param now what may run, in the order of the migration
 * @param later what must wait, in the order of the migration
 * @param effects what all that may run now does to the consumers' statements, where that is anything
 */
public record MigrationPlan(List<Step> now, List<Waiting> later, List<StatementEffect> effects) {
    public MigrationPlan {
        now = List.copyOf(now);
        later = List.copyOf(later);
        effects = List.copyOf(effects);
    }

    /**
     * A version of a consumer with the statements that it runs.
     *
     * @param name for people and unique, {@code checkout 1.4.0} for example
     */
    public record Consumer(String name, DatabaseUsage usage) {}

    /**
     * A statement of the migration.
     *
     * @param line of its first character in the script, from 1
     */
    public record Step(String script, int line, String sql) {}

    /** What a step does to a consumer's statement. */
    public record StatementEffect(String consumer, String statement, String sql, Effect effect) {}

    /** A step that must wait, and why. */
    public record Waiting(Step step, Cause cause) {}

    /** Why a step must wait. */
    public sealed interface Cause {
        /** It breaks consumers. */
        record Breaks(List<StatementEffect> broken) implements Cause {
            public Breaks {
                broken = List.copyOf(broken);
            }
        }

        /** PostgreSQL refuses it as long as steps before it wait. */
        record Needs(List<Step> steps, String error) implements Cause {
            public Needs {
                steps = List.copyOf(steps);
            }
        }

        /** Steps before it break so many that it was not tried. */
        record NotTried() implements Cause {}
    }
}
