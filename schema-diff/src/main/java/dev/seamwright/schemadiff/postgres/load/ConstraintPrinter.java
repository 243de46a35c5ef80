package dev.seamwright.schemadiff.postgres.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Constraints and indexes. */
final class ConstraintPrinter {
    private final Contents contents;
    private final Printout out;
    private final Map<List<String>, List<Item>> constraints = new HashMap<>();
    /** Keys of a parent that a key of this partition is part of already. */
    private final Map<List<String>, Set<Fact.Key>> attached = new HashMap<>();

    ConstraintPrinter(Contents contents, Printout out) {
        this.contents = contents;
        this.out = out;
        contents.all(Kind.CONSTRAINT)
                .forEach(constraint -> constraints
                        .computeIfAbsent(constraint.key().place(), absent -> new ArrayList<>())
                        .add(constraint));
    }

    void print() {
        contents.all(Kind.CONSTRAINT).forEach(this::constraint);
        contents.all(Kind.INDEX).forEach(this::index);
    }

    private void constraint(Item constraint) {
        switch (constraint.text("type")) {
            case "check" ->
                add(
                        Phase.KEYS,
                        "",
                        constraint,
                        "CHECK (" + constraint.text("expression") + ")"
                                + (constraint.is("noInherit") ? " NO INHERIT" : "") + validity(constraint));
            case "foreign key" -> add(Phase.FOREIGN_KEYS, "", constraint, foreignKey(constraint));
            case "exclusion" -> key(constraint, constraint.text("definition"));
            default -> key(constraint, uniqueKey(constraint));
        }
    }

    private void add(Phase phase, String only, Item constraint, String definition) {
        out.add(
                phase,
                constraint,
                "ALTER TABLE %s%s ADD CONSTRAINT %s %s"
                        .formatted(only, constraint.qualified(), constraint.name(), definition));
    }

    private static String validity(Item constraint) {
        return constraint.has("enforced") ? " NOT ENFORCED" : constraint.has("validated") ? " NOT VALID" : "";
    }

    private static String deferral(Item constraint) {
        return (constraint.is("deferrable") ? " DEFERRABLE" : "")
                + (constraint.is("initiallyDeferred") ? " INITIALLY DEFERRED" : "");
    }

    private static String foreignKey(Item key) {
        var period = key.is("period");
        return "FOREIGN KEY (" + columns(key.get("columns"), period ? "PERIOD " : "", "") + ") REFERENCES "
                + Sql.qualified(key.get("references")) + " ("
                + columns(key.get("referencedColumns"), period ? "PERIOD " : "", "") + ")"
                + key.clause(" MATCH ", "match")
                + key.clause(" ON UPDATE ", "onUpdate")
                + key.clause(" ON DELETE ", "onDelete")
                + (key.has("onDeleteColumns") ? " (" + Sql.names(key.get("onDeleteColumns")) + ")" : "")
                + deferral(key)
                + validity(key);
    }

    /** Quoted names, the last between {@code before} and {@code after}. */
    private static String columns(JsonNode names, String before, String after) {
        var quoted = Sql.texts(names).map(Sql::name).collect(Collectors.toCollection(ArrayList::new));
        if (!quoted.isEmpty()) {
            quoted.addLast(before + quoted.removeLast() + after);
        }
        return String.join(", ", quoted);
    }

    private static String uniqueKey(Item key) {
        var index = key.get("index");
        var type = key.text("type").equals("primary key") ? "PRIMARY KEY" : "UNIQUE";
        var text = new StringBuilder(type);
        if (index.path("nullsNotDistinct").asBoolean()) {
            text.append(" NULLS NOT DISTINCT");
        }
        text.append(" (")
                .append(columns(key.get("columns"), "", key.is("period") ? " WITHOUT OVERLAPS" : ""))
                .append(')');
        if (index.hasNonNull("include")) {
            text.append(" INCLUDE (").append(Sql.names(index.path("include"))).append(')');
        }
        if (index.hasNonNull("options")) {
            text.append(" WITH (")
                    .append(String.join(", ", Sql.parameters("", index.path("options"))))
                    .append(')');
        }
        return text + deferral(key);
    }

    private void key(Item key, String definition) {
        add(Phase.KEYS, "ONLY ", key, definition);
        var index = new Item(key.key(), key.get("index"));
        var name = Sql.name(key.part(0)) + "." + key.name();
        if (index.has("tablespace")) {
            out.add(
                    Phase.BEHAVIOUR,
                    key,
                    "ALTER INDEX " + name + " SET TABLESPACE " + Sql.name(index.text("tablespace")));
        }
        clustered(key, index);
        if (index.has("comment")) {
            out.add(Phase.COMMENTS, key, "COMMENT ON INDEX " + name + " IS " + Sql.literal(index.text("comment")));
        }
        if (key.is("inherited")) {
            keyOfParent(key)
                    .ifPresentOrElse(
                            parent -> out.add(
                                    Phase.KEY_ATTACHMENTS,
                                    key,
                                    "ALTER INDEX %s ATTACH PARTITION %s"
                                            .formatted(Sql.name(parent.part(0)) + "." + parent.name(), name)),
                            () -> out.impossible(
                                    key, "the key of the parent that it is part of is no part of the contract"));
        }
    }

    private void clustered(Item item, Item index) {
        if (index.is("clustered")) {
            out.add(Phase.BEHAVIOUR, item, "ALTER TABLE " + item.qualified() + " CLUSTER ON " + item.name());
        }
    }

    /** The key of the partitioned table that has this one in a partition: where two are alike, it does not matter which. */
    private Optional<Item> keyOfParent(Item key) {
        var parent = contents.relation(key.key().place())
                .map(table -> Sql.texts(table.get("partitionOf")).toList())
                .orElse(List.of());
        var taken = attached.computeIfAbsent(key.key().place(), absent -> new HashSet<>());
        var found = constraints.getOrDefault(parent, List.of()).stream()
                .filter(candidate -> !taken.contains(candidate.key()) && alike(candidate, key))
                .findFirst();
        found.ifPresent(candidate -> taken.add(candidate.key()));
        return found;
    }

    private static boolean alike(Item a, Item b) {
        return a.text("type").equals(b.text("type"))
                && a.get("columns").equals(b.get("columns"))
                && a.text("definition").equals(b.text("definition"))
                && a.is("deferrable") == b.is("deferrable");
    }

    private void index(Item index) {
        var text = new StringBuilder("CREATE ")
                .append(index.is("unique") ? "UNIQUE " : "")
                .append("INDEX ")
                .append(index.name())
                .append(" ON ONLY ")
                .append(index.qualified())
                .append(" USING ")
                .append(Sql.name(index.text("method")))
                .append(" (")
                .append(index.get("keys")
                        .valueStream()
                        .map(key -> key(new Item(index.key(), key)))
                        .collect(Collectors.joining(", ")))
                .append(')');
        if (index.has("include")) {
            text.append(" INCLUDE (").append(Sql.names(index.get("include"))).append(')');
        }
        if (index.is("nullsNotDistinct")) {
            text.append(" NULLS NOT DISTINCT");
        }
        if (index.has("options")) {
            text.append(" WITH (")
                    .append(String.join(", ", Sql.parameters("", index.get("options"))))
                    .append(')');
        }
        text.append(index.clause(" WHERE ", "predicate"));
        boolean ofView =
                contents.item(Kind.MATERIALIZED_VIEW, index.key().place()).isPresent();
        out.add(ofView ? Phase.FOREIGN_KEYS : Phase.INDEXES, index, text.toString());
        afterwards(index);
    }

    private static String key(Item key) {
        return (key.has("column") ? Sql.name(key.text("column")) : "(" + key.text("expression") + ")")
                + key.clause(" COLLATE ", "collation")
                + key.clause(" ", "operatorClass")
                + (key.has("operatorClassOptions")
                        ? " (" + String.join(", ", Sql.parameters("", key.get("operatorClassOptions"))) + ")"
                        : "")
                + (key.is("descending") ? " DESC" : "")
                + (key.has("nullsFirst") ? key.is("nullsFirst") ? " NULLS FIRST" : " NULLS LAST" : "");
    }

    private void afterwards(Item index) {
        var name = Sql.name(index.part(0)) + "." + index.name();
        if (index.has("partitionOf")) {
            out.add(
                    Phase.INDEX_ATTACHMENTS,
                    index,
                    "ALTER INDEX %s ATTACH PARTITION %s".formatted(index.text("partitionOf"), name));
        }
        Sql.members(index.get("statistics"))
                .forEach(target -> out.add(
                        Phase.BEHAVIOUR,
                        index,
                        "ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s"
                                .formatted(
                                        name, target.getKey(), target.getValue().asText())));
        if (index.has("tablespace")) {
            out.add(
                    Phase.BEHAVIOUR,
                    index,
                    "ALTER INDEX " + name + " SET TABLESPACE " + Sql.name(index.text("tablespace")));
        }
        clustered(index, index);
        if (index.has("valid") && !contents.isParent(index.key().place())) {
            out.impossible(index, "an invalid index cannot be made; it is valid here");
        }
    }
}
