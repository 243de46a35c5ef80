package dev.seamwright.schemadiff.postgres.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;

/** A fact with its payload parsed. */
record Item(Fact.Key key, JsonNode members) {
    static Item of(Fact fact) {
        return new Item(fact.key(), fact.members());
    }

    Kind kind() {
        return key.kind();
    }

    String part(int i) {
        return key.identity().get(i);
    }

    /** The last part of the identity. */
    String last() {
        return key.identity().getLast();
    }

    /** The last part of the identity, quoted. */
    String name() {
        return Sql.name(last());
    }

    /** The first two parts of the identity, quoted: an object in its schema. */
    String qualified() {
        return Sql.name(part(0)) + "." + Sql.name(part(1));
    }

    boolean has(String member) {
        return members.hasNonNull(member);
    }

    boolean is(String member) {
        return members.path(member).asBoolean();
    }

    String text(String member) {
        return members.path(member).asText();
    }

    JsonNode get(String member) {
        return members.path(member);
    }

    /** {@code before} and the text of the member; empty without one. */
    String clause(String before, String member) {
        return has(member) ? before + text(member) : "";
    }
}
