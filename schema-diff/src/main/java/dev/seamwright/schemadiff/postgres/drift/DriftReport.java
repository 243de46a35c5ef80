package dev.seamwright.schemadiff.postgres.drift;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Drift and skew as text for people, and as JSON for programs. Names of objects may hold anything; printing them safely is the printer's part. */
public final class DriftReport {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DriftReport() {}

    /** The answer in lines, the verdict first. */
    public static List<Section> sections(Drift drift) {
        return switch (drift) {
            case Drift.InSync(var accepted, var disregarded) ->
                sections(
                        new Section("In sync: the database has the recorded schema.", List.of()),
                        seen("Not seen, which was accepted:", accepted),
                        left(disregarded));
            case Drift.Drifted(var diff, var mends, var unseen, var disregarded) ->
                sections(
                        new Section(
                                "Drifted: %d differences from the recorded schema."
                                        .formatted(diff.changes().size()),
                                Words.changes(diff.changes(), "recorded", "live")),
                        new Section(
                                "Who can mend it: publish the live schema as a new version if it is right; else restore it by a migration, as",
                                mends.stream()
                                        .map(mend -> "%s: %s".formatted(mend.who(), String.join(", ", mend.subjects())))
                                        .toList()),
                        seen("More may differ:", unseen),
                        left(disregarded));
            case Drift.Unknown(var reasons, var disregarded) ->
                sections(
                        new Section(
                                "Unknown: the database may have the recorded schema, or not.",
                                reasons.stream().map(Unseen::words).toList()),
                        left(disregarded));
        };
    }

    /** The answer for a group in lines, the verdict first. */
    public static List<Section> sections(Skew skew) {
        var verdict = skew.inSync()
                ? "In sync: all databases have the same schema."
                : skew.skewed()
                        ? "Skewed: the databases have %d schemas."
                                .formatted(skew.variants().size())
                        : "Unknown: not every database could be seen.";
        var standings = skew.standings().entrySet().stream()
                .map(entry -> "%s: %s".formatted(entry.getKey(), words(entry.getValue())))
                .toList();
        var odd = new ArrayList<Section>();
        odd.add(new Section(verdict, standings));
        skew.variants().stream().map(variant -> variant.members().getFirst()).forEach(name -> {
            if (skew.standings().get(name) instanceof Standing.Diverged(var nearest, var diff)) {
                odd.add(new Section(
                        "%s against %s:".formatted(name, nearest), Words.changes(diff.changes(), nearest, name)));
            }
        });
        odd.add(left(skew.disregarded()));
        return sections(odd.toArray(Section[]::new));
    }

    /** A line and what belongs to it. */
    public record Section(String title, List<String> lines) {
        public Section {
            lines = List.copyOf(lines);
        }
    }

    private static List<Section> sections(Section first, Section... others) {
        return Stream.concat(
                        Stream.of(first),
                        Arrays.stream(others).filter(section -> !section.lines().isEmpty()))
                .toList();
    }

    private static List<Section> sections(Section[] all) {
        return sections(all[0], Arrays.copyOfRange(all, 1, all.length));
    }

    private static Section seen(String title, List<Unseen> unseen) {
        return new Section(title, unseen.stream().map(Unseen::words).toList());
    }

    private static Section left(List<Disregarded> disregarded) {
        return new Section(
                "Not compared:",
                disregarded.stream()
                        .map(one -> "%s: %s".formatted(one.subject(), one.provenance()))
                        .toList());
    }

    private static String words(Standing standing) {
        return switch (standing) {
            case Standing.AtVersion(var version, int behind) when behind == 0 -> "at version %s".formatted(version);
            case Standing.AtVersion(var version, int behind)
            when behind > 0 -> "at version %s, behind by %d".formatted(version, behind);
            case Standing.AtVersion(var version, int behind) ->
                "at version %s, ahead by %d".formatted(version, -behind);
            case Standing.Majority _ -> "as most";
            case Standing.Diverged(var nearest, var diff) ->
                "diverged, nearest to %s, %d differences"
                        .formatted(nearest, diff.changes().size());
            case Standing.Unknown(var reasons) ->
                "unknown. "
                        + String.join(" ", reasons.stream().map(Unseen::words).toList());
        };
    }

    /** The answer as JSON: {@code verdict} is {@code in-sync}, {@code drifted} or {@code unknown}. */
    public static ObjectNode json(Drift drift) {
        var json = NODES.objectNode();
        switch (drift) {
            case Drift.InSync inSync -> {
                json.put("verdict", "in-sync");
                json.set("unseen", unseen(inSync.accepted()));
            }
            case Drift.Drifted drifted -> {
                json.put("verdict", "drifted");
                json.set("changes", changes(drifted.diff()));
                var who = json.putArray("mends");
                for (var mend : drifted.mends()) {
                    var subjects = who.addObject().put("who", mend.who()).putArray("subjects");
                    mend.subjects().forEach(subjects::add);
                }
                json.set("unseen", unseen(drifted.unseen()));
            }
            case Drift.Unknown unknown -> {
                json.put("verdict", "unknown");
                json.set("unseen", unseen(unknown.reasons()));
            }
        }
        json.set("notCompared", disregarded(drift.disregarded()));
        return json;
    }

    /** The answer for a group as JSON: {@code verdict} is {@code in-sync}, {@code skewed} or {@code unknown}. */
    public static ObjectNode json(Skew skew) {
        var json = NODES.objectNode();
        json.put("verdict", skew.inSync() ? "in-sync" : skew.skewed() ? "skewed" : "unknown");
        skew.expected().ifPresent(version -> json.put("expected", version));
        var schemas = json.putArray("schemas");
        for (var variant : skew.variants()) {
            var names = schemas.addObject().put("hash", variant.hash().hex()).putArray("databases");
            variant.members().forEach(names::add);
        }
        var databases = json.putObject("databases");
        skew.standings().forEach((name, standing) -> databases.set(name, standing(standing)));
        json.set("notCompared", disregarded(skew.disregarded()));
        return json;
    }

    private static ObjectNode standing(Standing standing) {
        var json = NODES.objectNode();
        switch (standing) {
            case Standing.AtVersion(var version, int behind) -> {
                json.put("standing", behind == 0 ? "at-expected" : behind > 0 ? "behind" : "ahead");
                json.put("version", version);
                json.put("by", Math.abs(behind));
            }
            case Standing.Majority _ -> json.put("standing", "as-most");
            case Standing.Diverged(var nearest, var diff) -> {
                json.put("standing", "diverged");
                json.put("nearest", nearest);
                json.set("changes", changes(diff));
            }
            case Standing.Unknown(var reasons) -> {
                json.put("standing", "unknown");
                json.set("unseen", unseen(reasons));
            }
        }
        return json;
    }

    private static ArrayNode changes(SchemaDiff diff) {
        var array = NODES.arrayNode();
        for (var change : diff.changes()) {
            var object = array.addObject();
            object.put("kind", change.key().kind().label());
            var identity = object.putArray("identity");
            change.key().identity().forEach(identity::add);
            switch (change) {
                case SchemaChange.Added added ->
                    object.put("change", "added").set("after", added.fact().members());
                case SchemaChange.Removed removed ->
                    object.put("change", "removed").set("before", removed.fact().members());
                case SchemaChange.Changed changed -> {
                    object.put("change", "changed")
                            .set("before", changed.before().members());
                    object.set("after", changed.after().members());
                }
            }
        }
        return array;
    }

    private static ArrayNode unseen(List<Unseen> unseen) {
        var array = NODES.arrayNode();
        unseen.forEach(one -> array.addObject().put("topic", one.topic()).put("detail", one.words()));
        return array;
    }

    private static ArrayNode disregarded(List<Disregarded> disregarded) {
        var array = NODES.arrayNode();
        disregarded.forEach(
                one -> array.addObject().put("subject", one.subject()).put("provenance", one.provenance()));
        return array;
    }
}
