package dev.seamwright.cli.setup;

import dev.seamwright.cli.setup.Change.Create;
import dev.seamwright.cli.setup.Change.Delete;
import dev.seamwright.cli.setup.Change.Update;
import dev.seamwright.cli.setup.Recorded.Mark;
import dev.seamwright.cli.setup.Setup.Thing;
import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has to be done so that the broker has what the file says.
 *
 * @param changes in the order in which they are made: what others refer to first, deletions last and the other way round
 * @param unchanged how many things are as the file says
 * @param leftAlone what was applied once and is no longer in the file, and stays because nobody said to prune
 * @param takenOver how many things are there, as the file says or not, that no set-up has applied before
 */
public record Plan(
        Setup setup, Recorded recorded, List<Change> changes, int unchanged, List<Actual> leftAlone, int takenOver) {
    public Plan {
        changes = List.copyOf(changes);
        leftAlone = List.copyOf(leftAlone);
    }

    /**
     * Compares.
     *
     * @param prune whether to delete what was applied once and is no longer in the file
     * @throws InvalidInput when the file contradicts what the broker has
     */
    static Plan of(Setup setup, Inventory there, boolean prune) {
        refuse(setup, there);
        var recorded = there.setup(setup.name());
        var changes = new ArrayList<Change>();
        var wrong = new ArrayList<String>();
        var unchanged = 0;
        var takenOver = 0;
        for (var thing : setup.things()) {
            var actual = there.find(thing.key()).orElse(null);
            var mark = recorded.members().getOrDefault(thing.key(), Mark.NONE);
            try {
                var fields = new Differ(thing, actual, mark).changes();
                if (actual == null) {
                    changes.add(new Create(thing, fields));
                } else if (!fields.isEmpty()) {
                    changes.add(new Update(thing, actual, fields));
                } else {
                    unchanged++;
                }
            } catch (InvalidInput notStored) {
                wrong.add(notStored.getMessage());
            }
            takenOver += actual != null && !recorded.members().containsKey(thing.key()) ? 1 : 0;
        }
        refuse(wrong);
        var left = left(setup, recorded, there);
        if (prune) {
            left.forEach(actual -> changes.add(new Delete(actual, there.hasHistory(actual.key()))));
        }
        return new Plan(setup, recorded, changes, unchanged, prune ? List.of() : left, takenOver);
    }

    private static List<Actual> left(Setup setup, Recorded recorded, Inventory there) {
        var wanted = keys(setup);
        return recorded.members().keySet().stream()
                .filter(key -> !wanted.contains(key))
                .sorted(Comparator.reverseOrder())
                .flatMap(key -> there.find(key).stream())
                .toList();
    }

    private static Set<ThingKey> keys(Setup setup) {
        return setup.things().stream().map(Thing::key).collect(Collectors.toSet());
    }

    /** Whether anything is to be changed. */
    public boolean hasChanges() {
        return !changes.isEmpty();
    }

    /** What is deleted with contracts, deployments or releases. */
    public List<String> deletedWithHistory() {
        return changes.stream()
                .filter(change -> change instanceof Delete delete && delete.hasHistory())
                .map(change -> "%s %s".formatted(change.key().kind().word(), change.title()))
                .toList();
    }

    /** The members that the set-up has once the plan is carried out. */
    Set<ThingKey> membersAfter() {
        var members = new HashSet<>(keys(setup));
        leftAlone.forEach(actual -> members.add(actual.key()));
        return members;
    }

    // ---- what the file gets wrong about the broker

    private static void refuse(Setup setup, Inventory there) {
        var wrong = new ArrayList<String>();
        var seen = new HashSet<ThingKey>();
        for (var thing : setup.things()) {
            if (!seen.add(thing.key())) {
                wrong.add("%s: the id %s stands here twice; keep one of them".formatted(thing.place(), thing.name()));
            }
            for (var other : there.setups()) {
                if (!other.name().equals(setup.name()) && other.members().containsKey(thing.key())) {
                    wrong.add("%s: the %s %s belongs to the set-up %s; leave it to one of the two"
                            .formatted(thing.place(), thing.kind().word(), thing.title(), other.name()));
                }
            }
            if (thing.kind() == Kind.WEBHOOK) {
                names(setup, there, thing, "consumer", "name", Kind.PARTICIPANT, wrong);
                names(setup, there, thing, "provider", "name", Kind.PARTICIPANT, wrong);
                names(setup, there, thing, "formatOptions", "environment", Kind.ENVIRONMENT, wrong);
            }
        }
        refuse(wrong);
    }

    private static void names(
            Setup setup, Inventory there, Thing thing, String field, String member, Kind kind, List<String> wrong) {
        if (!(thing.fields().get(field) instanceof Value.Open(var json)) || !json.has(member)) {
            return;
        }
        var name = json.path(member).asText();
        var known = new HashSet<String>();
        setup.things().stream().filter(other -> other.kind() == kind).forEach(other -> known.add(other.name()));
        there.all(kind).forEach(other -> known.add(other.key().name()));
        if (!known.contains(name)) {
            wrong.add("%s: %s.%s: there is no %s %s, here or in the broker%s"
                    .formatted(thing.place(), field, member, kind.word(), name, Words.meant(name, known)));
        }
    }

    private static void refuse(List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw new InvalidInput("", String.join("\n", wrong));
        }
    }
}
