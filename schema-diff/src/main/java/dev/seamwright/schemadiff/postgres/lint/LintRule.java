package dev.seamwright.schemadiff.postgres.lint;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One rule about a statement of a migration: all that is known of it.
 *
 * @param hazard what a statement that it finds does; the lock is replaced by the one that was observed
 */
public record LintRule(Rule rule, Hazard hazard, Check check) {
    /** Finds it in a statement. */
    interface Check extends Function<Step, Stream<Hit>> {}

    /**
     * A place where the rule matches.
     *
     * @param table whose rows decide how long it takes; null when no rows do
     * @param remedy what to do about this very place
     */
    record Hit(Level level, String subject, @Nullable Name table, String message, String remedy) {
        static Hit of(Level level, Name table, String message, String remedy) {
            return new Hit(level, table.plain(), table, message, remedy);
        }

        static Hit of(Level level, Name table, String column, String message, String remedy) {
            return new Hit(level, table.plain() + "." + column, table, message, remedy);
        }

        static Hit about(Level level, String subject, String message, String remedy) {
            return new Hit(level, subject, null, message, remedy);
        }
    }
}
