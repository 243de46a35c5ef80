package dev.seamwright.schemadiff.postgres.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbschema.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Schemas in which the role that owns the database has no name. Who loads a text of DDL is not said in it, and databases that should
 * share a schema often have an owner each.
 */
public final class OwnerNames {
    /** Stands for the owner of the database; no role can have the name by accident, since it needs quotes. */
    public static final String DATABASE_OWNER = "(database owner)";

    private OwnerNames() {}

    /** The schema with {@link #DATABASE_OWNER} wherever {@code role} owns, grants or is granted something. */
    public static DatabaseSchema without(String role, DatabaseSchema schema) {
        var facts = new ArrayList<Fact>(schema.facts().size());
        Map<Fact.Key, ObjectId> objectIds = new HashMap<>();
        for (var fact : schema.facts()) {
            var renamed =
                    fact.payload().contains(role) || fact.key().identity().contains(role) ? without(role, fact) : fact;
            facts.add(renamed);
            var object = schema.objectIds().get(fact.key());
            if (object != null) {
                objectIds.put(renamed.key(), object);
            }
        }
        return new DatabaseSchema(schema.origin(), facts, objectIds, schema.unmodelled(), schema.extensionMembers());
    }

    private static Fact without(String role, Fact fact) {
        var identity = new ArrayList<>(fact.key().identity());
        for (var part : roles(fact.key().kind(), identity.size())) {
            if (identity.get(part).equals(role)) {
                identity.set(part, DATABASE_OWNER);
            }
        }
        var payload = fact.members();
        if (payload instanceof ObjectNode members) {
            if (members.path("owner").asText().equals(role)) {
                members.put("owner", DATABASE_OWNER);
            }
            if (members.path("roles") instanceof ArrayNode roles) {
                for (int i = 0; i < roles.size(); i++) {
                    if (roles.path(i).asText().equals(role)) {
                        roles.set(i, DATABASE_OWNER);
                    }
                }
            }
            if (members.path("grants") instanceof ObjectNode grants) {
                JsonNode own = grants.remove(role);
                if (own != null) {
                    grants.set(DATABASE_OWNER, own);
                }
            }
        }
        return Fact.of(new Fact.Key(fact.key().kind(), identity), payload);
    }

    /** Which parts of an identity are names of roles. */
    private static List<Integer> roles(Kind kind, int size) {
        return switch (kind) {
            case SETTING, DEFAULT_PRIVILEGES -> List.of(0);
            case USER_MAPPING -> List.of(1);
            case DATABASE_GRANT,
                    LANGUAGE_GRANT,
                    FOREIGN_DATA_WRAPPER_GRANT,
                    SERVER_GRANT,
                    SCHEMA_GRANT,
                    TYPE_GRANT,
                    ROUTINE_GRANT,
                    RELATION_GRANT,
                    COLUMN_GRANT -> List.of(size - 3, size - 1);
            default -> List.of();
        };
    }
}
