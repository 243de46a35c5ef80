package dev.seamwright.schemadiff.postgres.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Owners, grants and default privileges. */
final class AccessPrinter {
    static final List<Kind> GRANTS = List.of(
            Kind.DATABASE_GRANT,
            Kind.SCHEMA_GRANT,
            Kind.LANGUAGE_GRANT,
            Kind.FOREIGN_DATA_WRAPPER_GRANT,
            Kind.SERVER_GRANT,
            Kind.TYPE_GRANT,
            Kind.ROUTINE_GRANT,
            Kind.RELATION_GRANT,
            Kind.COLUMN_GRANT);

    private static final String GRANTABLE = " with grant option";

    private final Contents contents;
    private final Contents base;
    private final Printout out;
    private final Target target;

    AccessPrinter(Contents contents, Contents base, Printout out) {
        this.contents = contents;
        this.base = base;
        this.out = out;
        this.target = out.target();
    }

    void print(boolean whole) {
        owners();
        for (var kind : GRANTS) {
            var grants = new ArrayList<>(contents.all(kind));
            grants.removeIf(grant -> base.item(grant.key())
                    .filter(there -> there.members().equals(grant.members()))
                    .isPresent());
            inOrder(grants).forEach(grant -> grant(grant, grant.is("revoked")));
            if (whole) {
                base.all(kind).stream()
                        .filter(grant -> contents.item(grant.key()).isEmpty() && !goes(grant))
                        .forEach(grant -> grant(grant, !grant.is("revoked")));
            }
        }
        contents.all(Kind.DEFAULT_PRIVILEGES).forEach(this::defaultPrivileges);
    }

    /** Whether the schema that the grant is about is removed with all that is granted on it. */
    private boolean goes(Item grant) {
        return grant.kind() == Kind.SCHEMA_GRANT
                && contents.item(Kind.SCHEMA, List.of(grant.part(0))).isEmpty();
    }

    private void owners() {
        var loans = new TreeSet<String>();
        for (var kind : Kind.values()) {
            for (var item : contents.all(kind)) {
                if (!item.has("owner") || (kind == Kind.SEQUENCE && item.has("ownedBy"))) {
                    continue;
                }
                var owner = target.owner(item.text("owner"));
                var present =
                        base.item(item.key()).map(there -> there.text("owner")).orElse(target.role());
                if (owner.equals(present)) {
                    continue;
                }
                if (kind.depth() > 0 && kind != Kind.SCHEMA && !target.superuser()) {
                    loan(loans, item, owner);
                }
                out.add(
                        kind == Kind.SCHEMA || kind == Kind.DATABASE
                                ? Phase.SCHEMA_OWNERS
                                : kind == Kind.EVENT_TRIGGER ? Phase.END : Phase.OWNERS,
                        item,
                        "ALTER " + Phrase.of(item, target) + " OWNER TO " + Sql.name(owner));
            }
        }
    }

    private void loan(Set<String> loans, Item item, String owner) {
        var schema = Sql.name(item.part(0));
        var role = Sql.name(owner);
        if (loans.add(schema + role)) {
            out.add(Phase.LOANS, item, "GRANT CREATE ON SCHEMA " + schema + " TO " + role);
            out.add(Phase.RETURNED_LOANS, item, "REVOKE CREATE ON SCHEMA " + schema + " FROM " + role);
        }
    }

    /** Who grants by virtue of a grant option comes after the one who gave it. */
    private static List<Item> inOrder(List<Item> grants) {
        var ordered = new ArrayList<Item>(grants.size());
        var open = new ArrayList<>(grants);
        var able = new HashSet<List<String>>();
        while (!open.isEmpty()) {
            var ready = open.stream()
                    .filter(grant -> grantor(grant).equals(Target.OWNER) || able.contains(right(grant, grantor(grant))))
                    .toList();
            if (ready.isEmpty()) {
                ordered.addAll(open);
                break;
            }
            ready.forEach(grant -> able.add(right(grant, grantee(grant))));
            ordered.addAll(ready);
            open.removeAll(new HashSet<>(ready));
        }
        return ordered;
    }

    private static List<String> right(Item grant, String role) {
        var identity = grant.key().identity();
        return Stream.concat(identity.subList(0, identity.size() - 3).stream(), Stream.of(privilege(grant), role))
                .toList();
    }

    static String grantee(Item grant) {
        return grant.part(grant.key().identity().size() - 3);
    }

    static String grantor(Item grant) {
        return grant.last();
    }

    private static String privilege(Item grant) {
        return grant.part(grant.key().identity().size() - 2);
    }

    private void grant(Item grant, boolean revoke) {
        var privilege = privilege(grant);
        if (privilege.equals("MAINTAIN") && !target.knowsMaintain()) {
            return; // who has all others has it, once there is such a privilege
        }
        var column = grant.kind() == Kind.COLUMN_GRANT ? " (" + Sql.name(grant.part(2)) + ")" : "";
        var grantee =
                grantee(grant).equals(Target.OWNER) ? Sql.name(owner(grant)) : Sql.role(target.known(grantee(grant)));
        var sql = (revoke ? "REVOKE " : "GRANT ") + privilege + column + " ON " + object(grant)
                + (revoke ? " FROM " : " TO ") + grantee + (grant.is("grantable") ? " WITH GRANT OPTION" : "");
        if (!grantor(grant).equals(Target.OWNER)) {
            sql = "SET LOCAL ROLE %s; %s; RESET ROLE".formatted(Sql.name(target.known(grantor(grant))), sql);
        }
        out.add(Phase.GRANTS, grant, sql);
    }

    private String object(Item grant) {
        return switch (grant.kind()) {
            case DATABASE_GRANT -> "DATABASE " + Sql.name(target.database());
            case SCHEMA_GRANT -> "SCHEMA " + Sql.name(grant.part(0));
            case LANGUAGE_GRANT -> "LANGUAGE " + Sql.name(grant.part(0));
            case FOREIGN_DATA_WRAPPER_GRANT -> "FOREIGN DATA WRAPPER " + Sql.name(grant.part(0));
            case SERVER_GRANT -> "FOREIGN SERVER " + Sql.name(grant.part(0));
            case TYPE_GRANT -> "TYPE " + grant.qualified();
            case ROUTINE_GRANT -> "ROUTINE " + RoutinePrinter.signature(grant);
            default -> (privilege(grant).equals("USAGE") ? "SEQUENCE " : "TABLE ") + grant.qualified();
        };
    }

    /** Who owns here what the grant is about. */
    private String owner(Item grant) {
        var owned = switch (grant.kind()) {
            case DATABASE_GRANT -> Stream.of(Kind.DATABASE);
            case SCHEMA_GRANT -> Stream.of(Kind.SCHEMA);
            case LANGUAGE_GRANT -> Stream.of(Kind.LANGUAGE);
            case FOREIGN_DATA_WRAPPER_GRANT -> Stream.of(Kind.FOREIGN_DATA_WRAPPER);
            case SERVER_GRANT -> Stream.of(Kind.SERVER);
            case TYPE_GRANT -> Stream.of(Kind.ENUM, Kind.DOMAIN, Kind.COMPOSITE_TYPE, Kind.RANGE_TYPE, Kind.BASE_TYPE);
            case ROUTINE_GRANT -> Stream.of(Kind.ROUTINE);
            default -> Stream.of(Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE, Kind.SEQUENCE);
        };
        int depth = grant.kind() == Kind.DATABASE_GRANT ? 0 : isAlone(grant.kind()) ? 1 : 2;
        var identity = grant.key().identity().subList(0, depth);
        return owned.flatMap(kind -> contents.item(kind, identity).stream())
                .findFirst()
                .or(() -> contents.tableOfIdentity(identity).flatMap(contents::relation))
                .map(item -> target.owner(ownerOf(item)))
                .orElse(target.role());
    }

    private String ownerOf(Item item) {
        if (item.kind() == Kind.SEQUENCE && item.has("ownedBy")) {
            return contents.relation(Sql.texts(item.get("ownedBy")).limit(2).toList())
                    .map(table -> table.text("owner"))
                    .orElse(item.text("owner"));
        }
        return item.text("owner");
    }

    private static boolean isAlone(Kind kind) {
        return switch (kind) {
            case SCHEMA_GRANT, LANGUAGE_GRANT, FOREIGN_DATA_WRAPPER_GRANT, SERVER_GRANT -> true;
            default -> false;
        };
    }

    private void defaultPrivileges(Item item) {
        var role = target.owner(item.part(0));
        var schema = item.part(1);
        var alter = "ALTER DEFAULT PRIVILEGES FOR ROLE " + Sql.name(role)
                + (schema.isEmpty() ? "" : " IN SCHEMA " + Sql.name(schema));
        var objects = item.part(2).toUpperCase(Locale.ROOT);
        if (schema.isEmpty()) {
            // they replace what is granted by default; those of a schema come on top of it
            out.add(
                    Phase.DEFAULT_PRIVILEGES,
                    item,
                    "%s REVOKE ALL ON %s FROM %s, PUBLIC".formatted(alter, objects, Sql.name(role)));
        }
        Sql.members(item.get("grants")).forEach(grant -> {
            var grantee = grant.getKey().equals(item.part(0)) ? role : target.known(grant.getKey());
            give(item, alter, objects, grantee, grant.getValue(), /* grantable= */ false);
            give(item, alter, objects, grantee, grant.getValue(), /* grantable= */ true);
        });
    }

    private void give(Item item, String alter, String objects, String grantee, JsonNode privileges, boolean grantable) {
        var chosen = Sql.texts(privileges)
                .filter(privilege -> privilege.endsWith(GRANTABLE) == grantable)
                .map(privilege -> privilege.replace(GRANTABLE, ""))
                .filter(privilege -> target.knowsMaintain() || !privilege.equals("MAINTAIN"))
                .toList();
        if (!chosen.isEmpty()) {
            out.add(
                    Phase.DEFAULT_PRIVILEGES,
                    item,
                    "%s GRANT %s ON %s TO %s%s"
                            .formatted(
                                    alter,
                                    String.join(", ", chosen),
                                    objects,
                                    Sql.role(grantee),
                                    grantable ? " WITH GRANT OPTION" : ""));
        }
    }
}
