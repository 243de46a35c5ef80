package dev.seamwright.schemadiff.postgres.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who can put differences right: by a migration that restores what was recorded, as someone who may do that.
 *
 * @param who roles that PostgreSQL lets do it, in words
 * @param subjects what they can mend
 */
public record Mend(String who, List<String> subjects) {
    private static final Set<Kind> OF_SUPERUSERS = EnumSet.of(
            Kind.ACCESS_METHOD,
            Kind.EVENT_TRIGGER,
            Kind.FOREIGN_DATA_WRAPPER,
            Kind.BASE_TYPE,
            Kind.OPERATOR_CLASS,
            Kind.OPERATOR_FAMILY,
            Kind.TEXT_SEARCH_PARSER,
            Kind.TEXT_SEARCH_TEMPLATE);

    public Mend {
        subjects = List.copyOf(subjects);
    }

    /** Every change with who can mend it, in the order in which they come first. */
    static List<Mend> of(SchemaDiff diff, DatabaseSchema live) {
        Map<String, List<String>> byRole = new LinkedHashMap<>();
        for (var change : diff.changes()) {
            byRole.computeIfAbsent(who(change, live), absent -> new ArrayList<>())
                    .add(Words.subject(change.key()));
        }
        return byRole.entrySet().stream()
                .map(entry -> new Mend(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String who(SchemaChange change, DatabaseSchema live) {
        var key = change.key();
        if (OF_SUPERUSERS.contains(key.kind())) {
            return "a superuser";
        }
        if (key.kind() == Kind.SETTING) {
            return "the owner of the database, a role that may alter the role of the setting, or a superuser";
        }
        var owner = owner(change, live);
        return owner.isEmpty() ? "the owner of the database, or a superuser" : "%s, or a superuser".formatted(owner);
    }

    private static String owner(SchemaChange change, DatabaseSchema live) {
        var own = switch (change) {
            case SchemaChange.Added added -> added.fact().members();
            case SchemaChange.Removed _ -> null;
            case SchemaChange.Changed changed -> changed.after().members();
        };
        if (own != null && own.has("owner")) {
            return "%s, which owns it".formatted(own.path("owner").asText());
        }
        var place = change.key().place();
        for (int depth = place.size(); depth > 0; depth--) {
            var owner = ownerOf(place.subList(0, depth), live);
            if (!owner.isEmpty()) {
                return "%s, which owns %s".formatted(owner, String.join(".", place.subList(0, depth)));
            }
        }
        return live.fact(Kind.DATABASE)
                .map(database -> database.members().path("owner").asText())
                .filter(name -> !name.isEmpty())
                .map("%s, which owns the database"::formatted)
                .orElse("");
    }

    private static String ownerOf(List<String> place, DatabaseSchema live) {
        var kinds = place.size() == 1
                ? List.of(Kind.SCHEMA)
                : List.of(Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE, Kind.SEQUENCE);
        return kinds.stream()
                .flatMap(kind -> live.fact(new Fact.Key(kind, place)).stream())
                .map(Fact::members)
                .map(members -> members.path("owner"))
                .map(JsonNode::asText)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }
}
