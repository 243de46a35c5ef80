package dev.seamwright.schemadiff.openapi.rules;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Effect;
import dev.seamwright.schemadiff.openapi.Use;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes that are one: one edit, however often what was edited is used. */
final class Cause {
    private static final int MOST_DETAILS = 5;

    private final Rule rule;
    private final Set<String> details = new LinkedHashSet<>();
    private final Map<Level, Set<Use>> uses = new EnumMap<>(Level.class);
    private final List<Change> changes = new ArrayList<>();
    private final boolean grouped;
    private Change worst;
    private Level level;

    /**
     * What makes changes one cause. Around schemas it is the same edit of the same name, however often it was repeated; within schemas it is the
     * place. What harms nobody is told once for each component.
     */
    record Key(
            String rule,
            Direction direction,
            @Nullable Node before,
            @Nullable Node after,
            String name,
            String detail,
            @Nullable Level level) {
        static Key of(Rule rule, Change change, Level level) {
            if (change.keyword().isEmpty()) {
                return new Key(rule.id(), change.direction(), null, null, change.name(), change.detail(), level);
            }
            if (level == Level.SAFE) {
                var place = change.after() == null ? change.before() : change.after();
                return new Key(rule.id(), change.direction(), null, component(place), "", "", level);
            }
            return new Key(
                    rule.id(),
                    change.direction(),
                    change.edit() == Edit.ADDED ? null : change.before(),
                    change.edit() == Edit.REMOVED ? null : change.after(),
                    change.name(),
                    change.detail(),
                    null);
        }
    }

    Cause(Rule rule, Change first, Level level) {
        this.rule = rule;
        this.worst = first;
        this.level = level;
        this.grouped = level == Level.SAFE && !first.keyword().isEmpty();
    }

    /** The named component that a place belongs to, or the operation. */
    static @Nullable Node component(@Nullable Node place) {
        var depth = 0;
        for (var node = place; node != null; node = node.parent().orElse(null)) {
            depth++;
        }
        var found = place;
        for (var at = depth; found != null && at > 4; at--) {
            found = found.parent().orElse(null);
        }
        return found;
    }

    void add(Change change, Level found) {
        changes.add(change);
        details.add(
                change.name().isEmpty() || change.detail().contains(change.name())
                        ? change.detail()
                        : "%s: %s".formatted(change.name(), change.detail()));
        uses.computeIfAbsent(found, any -> new LinkedHashSet<>()).add(change.use());
        if (found.compareTo(level) < 0) {
            level = found;
            worst = change;
        }
    }

    OpenApiFinding finding() {
        var all = new LinkedHashSet<Use>();
        uses.values().forEach(all::addAll);
        var before = grouped ? component(worst.before()) : worst.before();
        var after = grouped ? component(worst.after()) : worst.after();
        var subject = after == null ? before : after;
        return new OpenApiFinding(
                new Finding(
                        rule,
                        level,
                        subject == null ? worst.use().toString() : subject.pointer(),
                        message(),
                        rule.remedy(),
                        witness(),
                        null),
                worst.direction(),
                before == null ? null : before.place(),
                after == null ? null : after.place(),
                List.copyOf(all),
                changes,
                Fingerprint.of(rule, level, changes),
                Judgement.NONE,
                Dimension.codegen(worst).isPresent() ? Dimension.CODEGEN : Dimension.WIRE);
    }

    private String message() {
        var shown = details.stream().limit(MOST_DETAILS).toList();
        var more = details.size() - shown.size();
        return "%s (%s%s).%s"
                .formatted(
                        rule.title(),
                        String.join("; ", shown),
                        more == 0 ? "" : "; and %d more".formatted(more),
                        worst.effect() instanceof Effect.Unknown(var reason)
                                ? " Not known: %s.".formatted(reason)
                                : "");
    }

    private List<String> witness() {
        if (!(worst.effect() instanceof Effect.Fails fails)) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add(worst.use().toString());
        lines.addAll(fails.witness());
        return lines;
    }
}
