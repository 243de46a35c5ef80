package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One rule about a change of a schema: all that is known of it.
 *
 * @param mirror id of the rule for the opposite change, or why there is none
 * @param level as it is claimed; {@link Level#BREAKING} needs a failing statement, or it is reported as {@link Level#RISKY}
 * @param axes what it does, for this change
 * @param probes statements of consumers that fail when the level is right
 */
record SchemaRule(
        Rule rule,
        Mirror mirror,
        Level level,
        Predicate<Situation> matches,
        Function<Situation, Axes> axes,
        Function<Situation, List<Probe>> probes) {

    /** The opposite change. */
    sealed interface Mirror {
        record OtherRule(String id) implements Mirror {}

        record Absent(String reason) implements Mirror {}
    }

    /** A rule without its text, see {@link Entry#rule}. */
    static Entry when(Predicate<Situation> matches) {
        return new Entry(matches, situation -> true, Level.RISKY, situation -> Axes.NONE, situation -> List.of());
    }

    static Predicate<Situation> added(Kind... kinds) {
        var set = Set.of(kinds);
        return situation -> situation.change() instanceof SchemaChange.Added && set.contains(situation.kind());
    }

    static Predicate<Situation> removed(Kind... kinds) {
        var set = Set.of(kinds);
        return situation -> situation.change() instanceof SchemaChange.Removed && set.contains(situation.kind());
    }

    /** One of the members differs. */
    static Predicate<Situation> changed(Kind kind, String... members) {
        var set = Set.of(members);
        return situation -> situation.change() instanceof SchemaChange.Changed
                && situation.kind() == kind
                && set.contains(situation.member());
    }

    /** One of the members differs, whatever the fact is about. */
    static Predicate<Situation> changedMember(String... members) {
        var set = Set.of(members);
        return situation -> situation.change() instanceof SchemaChange.Changed && set.contains(situation.member());
    }

    /** What a rule does, while its entry is written. */
    record Entry(
            Predicate<Situation> matches,
            Predicate<Situation> condition,
            Level level,
            Function<Situation, Axes> axes,
            Function<Situation, List<Probe>> probes) {
        Entry and(Predicate<Situation> more) {
            return new Entry(matches, condition.and(more), level, axes, probes);
        }

        Entry breaking(Function<Situation, List<Probe>> consumers) {
            return new Entry(matches, condition, Level.BREAKING, axes, consumers);
        }

        Entry risky() {
            return new Entry(matches, condition, Level.RISKY, axes, probes);
        }

        Entry safe() {
            return new Entry(matches, condition, Level.SAFE, axes, probes);
        }

        Entry axes(UnaryOperator<Axes> always) {
            return new Entry(matches, condition, level, situation -> always.apply(Axes.NONE), probes);
        }

        /** What depends on the change, on top of what always holds. */
        Entry axesOf(BiFunction<Axes, Situation, Axes> depending) {
            return new Entry(
                    matches, condition, level, situation -> depending.apply(axes.apply(situation), situation), probes);
        }

        /**
         * The rule.
         *
         * @param mirror id of the rule for the opposite change; with a blank in it, why there is none
         * @param remedy with names in braces, filled in by {@link Remedy}
         */
        SchemaRule rule(String id, String mirror, String title, String rationale, String remedy) {
            return new SchemaRule(
                    new Rule(id, title, rationale, remedy.strip()),
                    mirror.contains(" ") ? new Mirror.Absent(mirror) : new Mirror.OtherRule(mirror),
                    level,
                    matches.and(condition),
                    axes,
                    probes);
        }
    }
}
