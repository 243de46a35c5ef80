package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.COLUMN_GRANT;
import static dev.seamwright.contracts.dbschema.Kind.DATABASE_GRANT;
import static dev.seamwright.contracts.dbschema.Kind.DEFAULT_PRIVILEGES;
import static dev.seamwright.contracts.dbschema.Kind.FOREIGN_DATA_WRAPPER_GRANT;
import static dev.seamwright.contracts.dbschema.Kind.LANGUAGE_GRANT;
import static dev.seamwright.contracts.dbschema.Kind.RELATION_GRANT;
import static dev.seamwright.contracts.dbschema.Kind.ROUTINE;
import static dev.seamwright.contracts.dbschema.Kind.ROUTINE_GRANT;
import static dev.seamwright.contracts.dbschema.Kind.SCHEMA_GRANT;
import static dev.seamwright.contracts.dbschema.Kind.SEQUENCE;
import static dev.seamwright.contracts.dbschema.Kind.SERVER_GRANT;
import static dev.seamwright.contracts.dbschema.Kind.TABLE;
import static dev.seamwright.contracts.dbschema.Kind.TYPE_GRANT;
import static dev.seamwright.contracts.dbschema.Kind.VIEW;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changedMember;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import java.util.List;

/** Privileges, owners and defaults. */
final class GrantRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(
                                    SCHEMA_GRANT,
                                    RELATION_GRANT,
                                    COLUMN_GRANT,
                                    ROUTINE_GRANT,
                                    TYPE_GRANT,
                                    DATABASE_GRANT,
                                    LANGUAGE_GRANT,
                                    FOREIGN_DATA_WRAPPER_GRANT,
                                    SERVER_GRANT)
                            .or(removed(
                                    SCHEMA_GRANT,
                                    RELATION_GRANT,
                                    COLUMN_GRANT,
                                    ROUTINE_GRANT,
                                    TYPE_GRANT,
                                    DATABASE_GRANT,
                                    LANGUAGE_GRANT,
                                    FOREIGN_DATA_WRAPPER_GRANT,
                                    SERVER_GRANT)))
                    .and(GrantRules::widens)
                    .risky()
                    .axes(axes -> axes.access(Access.WIDENED).rollback(NO, YES))
                    .rule(
                            "privilege-granted",
                            "privilege-revoked",
                            "A role may do more",
                            "Nobody fails: whoever has the role sees or does something that it could not. A grant to PUBLIC is one to "
                                    + "everybody, also to roles made later.",
                            """
                            -- if it is not meant
                            REVOKE /* the privilege */ ON {relation} FROM /* the role */;
                            """),
            when(added(
                                    SCHEMA_GRANT,
                                    RELATION_GRANT,
                                    COLUMN_GRANT,
                                    ROUTINE_GRANT,
                                    TYPE_GRANT,
                                    DATABASE_GRANT,
                                    LANGUAGE_GRANT,
                                    FOREIGN_DATA_WRAPPER_GRANT,
                                    SERVER_GRANT)
                            .or(removed(
                                    SCHEMA_GRANT,
                                    RELATION_GRANT,
                                    COLUMN_GRANT,
                                    ROUTINE_GRANT,
                                    TYPE_GRANT,
                                    DATABASE_GRANT,
                                    LANGUAGE_GRANT,
                                    FOREIGN_DATA_WRAPPER_GRANT,
                                    SERVER_GRANT)))
                    .and(situation -> !widens(situation))
                    .breaking(GrantRules::use)
                    .axes(axes -> axes.readers(MAYBE)
                            .prepared(MAYBE)
                            .writers(Writer.ALL)
                            .access(Access.NARROWED)
                            .rollback(YES, NO))
                    .rule(
                            "privilege-revoked",
                            "privilege-granted",
                            "A role may do less",
                            "Statements of consumers with the role that need the privilege fail with SQLSTATE 42501, unless they have "
                                    + "it another way.",
                            """
                            -- when no deployed consumer with the role needs it (pg_stat_statements of the role shows what it runs)
                            -- to take it back: GRANT /* the privilege */ ON {relation} TO /* the role */;
                            """),
            when(changedMember("grantable", "revoked"))
                    .risky()
                    .axes(axes -> axes.access(Access.DIFFERENT))
                    .rule(
                            "grant-option-changed",
                            "the same rule judges both directions",
                            "A role may hand a privilege on, or no longer",
                            "Grants that it made depend on it: revoking the option cascades to them.",
                            "-- see who got it from whom: \\dp {relation}"),
            when(added(DEFAULT_PRIVILEGES).or(removed(DEFAULT_PRIVILEGES)).or(changed(DEFAULT_PRIVILEGES, "grants")))
                    .risky()
                    .axes(axes -> axes.access(Access.DIFFERENT))
                    .rule(
                            "default-privileges-changed",
                            "the same rule judges both directions",
                            "What is made from now on is born with other privileges",
                            "What exists keeps its privileges. Consumers of tables and functions that are made later have more rights "
                                    + "than meant, or none.",
                            "-- see \\ddp; grant explicitly in the migration that makes the object"),
            when(changedMember("owner"))
                    .risky()
                    .axes(axes ->
                            axes.lock(ACCESS_EXCLUSIVE).access(Access.DIFFERENT).rollback(MAYBE, MAYBE))
                    .rule(
                            "owner-changed",
                            "the same rule judges both directions",
                            "Somebody else owns it",
                            "The owner may change and drop it, is exempt from row-level security that is not forced, and views and "
                                    + "SECURITY DEFINER functions run with its rights.",
                            """
                            -- was: {old.owner}
                            -- is: {new.owner}
                            -- grant to the old owner what its consumers still need on {relation}
                            """));

    private GrantRules() {}

    private static boolean widens(Situation situation) {
        var revoked = situation.any().path("revoked").asBoolean();
        return situation.change() instanceof SchemaChange.Added != revoked;
    }

    /** The one who was granted it: the part before the privilege and who granted. */
    private static String grantee(Situation situation) {
        return situation.identity().get(situation.identity().size() - 3);
    }

    private static String privilege(Situation situation) {
        return situation.identity().get(situation.identity().size() - 2);
    }

    private static List<Probe> use(Situation situation) {
        var role = grantee(situation);
        if (role.startsWith("(")) {
            return List.of();
        }
        return switch (situation.kind()) {
            case RELATION_GRANT -> useRelation(situation, role);
            case COLUMN_GRANT ->
                privilege(situation).equals("SELECT")
                        ? Consumers.as(
                                role, Consumers.select(situation.relation(), Sql.name(situation.part(2))), "42501")
                        : privilege(situation).equals("UPDATE")
                                ? Consumers.as(
                                        role,
                                        "EXPLAIN UPDATE %s SET %s = DEFAULT"
                                                .formatted(situation.relation(), Sql.name(situation.part(2))),
                                        "42501")
                                : List.of();
            case ROUTINE_GRANT -> useRoutine(situation, role);
            case SCHEMA_GRANT ->
                privilege(situation).equals("USAGE")
                        ? situation.oldSchema().facts().stream()
                                .filter(fact ->
                                        fact.key().kind() == TABLE || fact.key().kind() == VIEW)
                                .filter(fact -> fact.key().identity().getFirst().equals(situation.part(0)))
                                .limit(5)
                                .flatMap(fact -> Consumers.as(
                                        role,
                                        Consumers.select(
                                                Sql.qualified(
                                                        situation.part(0),
                                                        fact.key().identity().getLast()),
                                                "1"),
                                        "42501")
                                        .stream())
                                .toList()
                        : privilege(situation).equals("CREATE")
                                ? Consumers.as(
                                        role,
                                        "CREATE TABLE %s.seamwright_made ()".formatted(Sql.name(situation.part(0))),
                                        "42501")
                                : List.of();
            case TYPE_GRANT ->
                Consumers.as(
                        role, "CREATE TEMPORARY TABLE seamwright_made (a %s)".formatted(situation.relation()), "42501");
            default -> List.of();
        };
    }

    private static List<Probe> useRelation(Situation situation, String role) {
        var relation = situation.relation();
        var columns =
                situation.before().columns(situation.part(0), situation.part(1)).keySet();
        boolean sequence = situation
                .before()
                .relationKind(situation.part(0), situation.part(1))
                .filter(kind -> kind == SEQUENCE)
                .isPresent();
        return switch (privilege(situation)) {
            case "SELECT" -> Consumers.as(role, Consumers.select(relation, sequence ? "last_value" : "*"), "42501");
            case "INSERT" -> Consumers.as(role, "EXPLAIN INSERT INTO %s DEFAULT VALUES".formatted(relation), "42501");
            case "DELETE" -> Consumers.as(role, "EXPLAIN DELETE FROM " + relation, "42501");
            case "UPDATE" ->
                sequence
                        ? Consumers.as(role, "SELECT setval(%s, 1)".formatted(Sql.text(relation)), "42501")
                        : columns.isEmpty()
                                ? List.of()
                                : Consumers.as(
                                        role,
                                        "EXPLAIN UPDATE %s SET %s = DEFAULT"
                                                .formatted(
                                                        relation,
                                                        Sql.name(columns.iterator()
                                                                .next())),
                                        "42501");
            case "USAGE" -> Consumers.as(role, "SELECT nextval(%s)".formatted(Sql.text(relation)), "42501");
            case "TRUNCATE" -> Consumers.as(role, "TRUNCATE " + relation, "42501");
            default -> List.of();
        };
    }

    private static List<Probe> useRoutine(Situation situation, String role) {
        var routine = new Fact.Key(ROUTINE, List.of(situation.part(0), situation.part(1)));
        return situation
                .oldSchema()
                .fact(routine)
                .map(situation.before()::members)
                .map(members -> members.path("type").asText())
                .filter(type -> type.equals("function") || type.equals("aggregate"))
                .map(type -> Consumers.as(
                        role, Consumers.call(routine, type).replaceFirst("PREPARE \\w+ AS", "EXPLAIN"), "42501"))
                .orElse(List.of());
    }
}
