package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges each change by all rules that match it; a change that only follows from another one is covered by that one's judgement. */
final class Classifier {
    private static final Set<Kind> RELATIONS =
            Set.of(Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE, Kind.SEQUENCE);

    private final Surroundings before;
    private final Surroundings after;

    private Classifier(DatabaseSchema before, DatabaseSchema after) {
        this.before = new Surroundings(before);
        this.after = new Surroundings(after);
    }

    /** In the order of the changes; every change is judged, or is covered by one that is. */
    static List<Judgement> judge(DatabaseSchema before, DatabaseSchema after, SchemaDiff diff) {
        var classifier = new Classifier(before, after);
        return diff.changes().stream()
                .filter(change -> !classifier.follows(change))
                .flatMap(change -> classifier.judge(change).stream())
                .toList();
    }

    private List<Judgement> judge(SchemaChange change) {
        var judgements = new ArrayList<Judgement>();
        for (var member : members(change)) {
            var situation = new Situation(change, member, before, after);
            var matching = SchemaRules.SPECIFIC.stream()
                    .filter(rule -> rule.matches().test(situation))
                    .toList();
            var rules = matching.isEmpty()
                    ? SchemaRules.GENERIC.stream()
                            .filter(rule -> rule.matches().test(situation))
                            .toList()
                    : matching;
            rules.forEach(rule -> judgements.add(Judgement.of(rule, situation)));
        }
        return judgements;
    }

    private static List<String> members(SchemaChange change) {
        return change instanceof SchemaChange.Changed changed
                ? List.copyOf(changed.differences().keySet())
                : List.of("");
    }

    /** Whether the change is what another one brings along: the columns of a table that was dropped. */
    private boolean follows(SchemaChange change) {
        return switch (change) {
            case SchemaChange.Added added -> belongsToNew(added.fact(), after, before);
            case SchemaChange.Removed removed ->
                belongsToNew(removed.fact(), before, after) || isOfRemovedColumn(removed.fact());
            case SchemaChange.Changed changed -> false;
        };
    }

    /** Whether what the fact belongs to is only on the fact's side. */
    private static boolean belongsToNew(Fact fact, Surroundings here, Surroundings there) {
        var key = fact.key();
        var identity = key.identity();
        return switch (key.kind()) {
            case SCHEMA_GRANT -> isOnlyIn(here, there, new Fact.Key(Kind.SCHEMA, identity.subList(0, 1)));
            case ROUTINE_GRANT -> isOnlyIn(here, there, new Fact.Key(Kind.ROUTINE, identity.subList(0, 2)));
            case TYPE_GRANT ->
                Set.of(Kind.ENUM, Kind.DOMAIN, Kind.COMPOSITE_TYPE, Kind.RANGE_TYPE, Kind.BASE_TYPE).stream()
                        .anyMatch(kind -> isOnlyIn(here, there, new Fact.Key(kind, identity.subList(0, 2))));
            case COLUMN_GRANT ->
                isNewRelation(key, here, there)
                        || isOnlyIn(here, there, new Fact.Key(Kind.COLUMN, identity.subList(0, 3)));
            default -> key.kind().depth() == 2 && !RELATIONS.contains(key.kind()) && isNewRelation(key, here, there);
        };
    }

    private static boolean isOnlyIn(Surroundings here, Surroundings there, Fact.Key key) {
        return here.schema().fact(key).isPresent() && there.schema().fact(key).isEmpty();
    }

    private static boolean isNewRelation(Fact.Key key, Surroundings here, Surroundings there) {
        var schema = key.identity().get(0);
        var relation = key.identity().get(1);
        return here.relationKind(schema, relation).isPresent()
                && there.relationKind(schema, relation).isEmpty();
    }

    private boolean isOfRemovedColumn(Fact fact) {
        var kind = fact.key().kind();
        if (kind != Kind.CONSTRAINT && kind != Kind.INDEX) {
            return false;
        }
        var members = before.members(fact);
        var columns = new ArrayList<>(Consumers.strings(members.path("columns")));
        members.path("keys").forEach(key -> columns.add(key.path("column").asText()));
        var schema = fact.key().identity().get(0);
        var relation = fact.key().identity().get(1);
        return columns.stream()
                .map(column -> new Fact.Key(Kind.COLUMN, List.of(schema, relation, column)))
                .anyMatch(column -> isOnlyIn(before, after, column));
    }
}
