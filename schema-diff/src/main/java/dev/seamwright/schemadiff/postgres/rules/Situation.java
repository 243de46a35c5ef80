package dev.seamwright.schemadiff.postgres.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import java.util.List;
import java.util.Set;

/**
 * A change with the schemas around it.
 *
 * @param member which member of a changed payload is looked at; empty for facts that were added or removed
 */
record Situation(SchemaChange change, String member, Surroundings before, Surroundings after) {
    private static final Set<Kind> TABLES = Set.of(Kind.TABLE, Kind.FOREIGN_TABLE);

    Fact.Key key() {
        return change.key();
    }

    Kind kind() {
        return change.key().kind();
    }

    List<String> identity() {
        return change.key().identity();
    }

    String part(int index) {
        return identity().get(index);
    }

    String lastName() {
        return identity().getLast();
    }

    /** The payload before; missing for an added fact. */
    JsonNode old() {
        return switch (change) {
            case SchemaChange.Added added -> MissingNode.getInstance();
            case SchemaChange.Removed removed -> before.members(removed.fact());
            case SchemaChange.Changed changed -> before.members(changed.before());
        };
    }

    /** The payload after; missing for a removed fact. */
    JsonNode now() {
        return switch (change) {
            case SchemaChange.Added added -> after.members(added.fact());
            case SchemaChange.Removed removed -> MissingNode.getInstance();
            case SchemaChange.Changed changed -> after.members(changed.after());
        };
    }

    /** The member in question before; missing where it had its default. */
    JsonNode oldMember() {
        return old().path(member);
    }

    JsonNode nowMember() {
        return now().path(member);
    }

    /** Whichever payload there is, the later one first. */
    JsonNode any() {
        return change instanceof SchemaChange.Removed ? old() : now();
    }

    /** The relation to which the fact belongs, quoted. */
    String relation() {
        return Sql.qualified(part(0), part(1));
    }

    /** Whether rows can be written where the fact belongs, on both sides. */
    boolean isInTable() {
        return before.relationKind(part(0), part(1)).filter(TABLES::contains).isPresent()
                && after.relationKind(part(0), part(1)).filter(TABLES::contains).isPresent();
    }

    /** Of the server on which the change is made. */
    int majorVersion() {
        return before.schema().origin().serverVersion() / 10_000;
    }

    DatabaseSchema oldSchema() {
        return before.schema();
    }
}
