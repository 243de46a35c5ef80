package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.Actor.State;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Column;
import dev.seamwright.schemadiff.postgres.rls.Catalog.KeyKind;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Policy;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import dev.seamwright.schemadiff.postgres.rls.Comparison.Difference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says which rule a difference is: what in the schema lets B show. */
final class Judge {
    private static final Pattern IDENTITY_OR_CALL =
            Pattern.compile("(?i)current_setting|current_user|session_user|current_role|SELECT|\\w\\(");

    private final Connection owner;
    private final Catalog catalog;
    private final Tenancy tenancy;

    Judge(Connection owner, Catalog catalog, Tenancy tenancy) {
        this.owner = owner;
        this.catalog = catalog;
        this.tenancy = tenancy;
    }

    /** A rule, what it is about, and the names for its remedy. */
    record Judgement(RlsRule rule, String subject, Map<String, String> names) {
        Judgement {
            names = Map.copyOf(names);
        }
    }

    Judgement judge(Actor actor, Probe probe, Difference difference) throws SQLException {
        var names = new HashMap<String, String>();
        names.put("relation", probe.subject());
        names.put("role", actor.login());
        names.put("actor", actor.role());
        names.put("identity", tenancy.identity().sql());
        tenancy.identity().settings().forEach(setting -> names.putIfAbsent("setting", setting.name()));
        if (actor.state() == State.INHERITED) {
            var setting = names.getOrDefault("setting", probe.subject());
            names.put("relation", setting);
            return new Judgement(RlsRule.POOLED_STATE, setting, names);
        }
        var rule = switch (probe) {
            case Probe.Read p -> read(actor, p.relation(), names);
            case Probe.Write p -> write(actor, p, difference, names);
            case Probe.Call p -> RlsRule.DEFINER_FUNCTION;
            case Probe.Sequel p -> RlsRule.SEQUENCE;
            case Probe.Collide p -> {
                table(p.relation(), names);
                names.put("constraint", p.key().name());
                names.put("columns", columns(p.relation(), p.key().columns()));
                yield isSurrogate(p) ? RlsRule.SURROGATE_KEY_ORACLE : RlsRule.UNIQUE_ORACLE;
            }
            case Probe.Refer p -> {
                reference(p.key(), names);
                yield RlsRule.FOREIGN_KEY_ORACLE;
            }
            case Probe.Cascade p -> {
                reference(p.key(), names);
                yield RlsRule.CASCADE;
            }
            case Probe.Grant p -> RlsRule.TABLE_WIDE_GRANT;
            case Probe.Impersonate p -> {
                names.put("function", p.routine().signature());
                yield p.ofPolicy() ? RlsRule.POLICY_HELPER_SEARCH_PATH : RlsRule.DEFINER_SEARCH_PATH;
            }
            case Probe.Enrol p -> RlsRule.MEMBERSHIP_WRITABLE;
            case Probe.Peek p -> RlsRule.LEAKY_FUNCTION;
        };
        return new Judgement(rule, names.getOrDefault("relation", probe.subject()), names);
    }

    private void table(Relation relation, Map<String, String> names) {
        tenancy.column(relation).ifPresent(column -> names.put("column", column.name()));
    }

    private void reference(Catalog.ForeignKey key, Map<String, String> names) {
        var table = catalog.relation(key.relation());
        var target = catalog.relation(key.target());
        table(table, names);
        names.put("target", target.name());
        tenancy.column(target).ifPresent(column -> names.put("targetTenant", column.name()));
        names.put("columns", columns(table, key.columns()));
        names.put("targetColumns", columns(target, key.targetColumns()));
    }

    private static String columns(Relation relation, List<Integer> numbers) {
        return numbers.stream().map(relation::column).map(Column::name).collect(Collectors.joining(", "));
    }

    /** Whether the key is a number that means nothing: one learns that it is taken, and no more. */
    private static boolean isSurrogate(Probe.Collide probe) {
        if (probe.key().columns().size() != 1 || probe.key().kind() == KeyKind.EXCLUSION) {
            return false;
        }
        var column = probe.relation().column(probe.key().columns().getFirst());
        var number = column.category() == 'N' || column.baseType().equals("uuid");
        return number && (probe.key().kind() == KeyKind.PRIMARY || column.filled());
    }

    private RlsRule read(Actor actor, Relation relation, Map<String, String> names) throws SQLException {
        table(relation, names);
        return switch (relation.kind()) {
            case 'f' -> RlsRule.FOREIGN_TABLE;
            case 'm' -> RlsRule.MATERIALIZED_VIEW;
            case 'v' -> readsCopy(relation) ? RlsRule.MATERIALIZED_VIEW : RlsRule.DEFINER_VIEW;
            default -> {
                var exempt = exempt(actor, relation);
                yield exempt == null ? admitted(actor, relation, names) : exempt;
            }
        };
    }

    private boolean readsCopy(Relation view) {
        return catalog.relations().values().stream()
                .anyMatch(relation -> relation.kind() == 'm'
                        && Pattern.compile("\\b" + Pattern.quote(relation.bareName()) + "\\b")
                                .matcher(view.definition())
                                .find());
    }

    private RlsRule write(Actor actor, Probe.Write probe, Difference difference, Map<String, String> names)
            throws SQLException {
        var relation = probe.relation();
        for (var key : catalog.foreignKeys()) {
            var child = catalog.relation(key.relation());
            if (key.cascades() && key.target() == relation.oid() && isBeside(difference, relation, child)) {
                names.put("relation", child.name());
                reference(key, names);
                return RlsRule.CASCADE;
            }
        }
        table(relation, names);
        if (relation.kind() == 'v') {
            return RlsRule.VIEW_WRITE;
        }
        var exempt = exempt(actor, relation);
        if (exempt != null) {
            return exempt;
        }
        if (actor.state() == State.ASSUMED) {
            return RlsRule.ASSUMABLE_ROLE_POLICY;
        }
        var floors = catalog.policiesOf(relation.oid()).stream()
                .filter(policy -> !policy.permissive())
                .toList();
        return floors.isEmpty() || floors.stream().anyMatch(policy -> policy.command() == '*')
                ? RlsRule.WRITE_UNCHECKED
                : RlsRule.FLOOR_INCOMPLETE;
    }

    /** Whether rows of {@code child} were touched, and none of {@code written}. */
    private static boolean isBeside(Difference difference, Relation written, Relation child) {
        return difference instanceof Comparison.Touched touched
                && touched.rows().stream().noneMatch(row -> row.startsWith(written.name() + " ", 2))
                && touched.rows().stream().anyMatch(row -> row.startsWith(child.name() + " ", 2));
    }

    /** Why no policy of the table holds the actor; null: they do. */
    private @org.jspecify.annotations.Nullable RlsRule exempt(Actor actor, Relation table) throws SQLException {
        if (!table.secured()) {
            return unsecured(actor, table);
        }
        if (catalog.role(actor.role()).filter(Catalog.Role::bypasses).isPresent()) {
            return RlsRule.BYPASS;
        }
        return !table.forced() && owns(actor.role(), table) ? RlsRule.NOT_FORCED : null;
    }

    boolean owns(String role, Relation table) throws SQLException {
        return Catalog.query(
                        owner,
                        "SELECT pg_has_role(%s, %s, 'USAGE')"
                                .formatted(Catalog.literal(role), Catalog.literal(table.owner())),
                        row -> row.getBoolean(1))
                .getFirst();
    }

    private RlsRule unsecured(Actor actor, Relation table) throws SQLException {
        if (table.parents().stream()
                .anyMatch(parent -> catalog.relations().containsKey(parent)
                        && catalog.relation(parent).secured())) {
            return RlsRule.PARTITION;
        }
        if (!catalog.policiesOf(table.oid()).isEmpty()) {
            return RlsRule.DORMANT;
        }
        var copied = catalog.triggers().stream()
                .filter(trigger -> trigger.relation() != table.oid())
                .anyMatch(trigger -> catalog.routine(trigger.routine())
                        .filter(routine -> tenancy.named(routine.body()).contains(table))
                        .isPresent());
        if (copied) {
            return RlsRule.SHADOW_COPY;
        }
        var open = Catalog.query(owner, """
                        SELECT EXISTS (SELECT FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
                         WHERE c.oid = %d AND a.grantee = 0 AND a.privilege_type = 'SELECT')""".formatted(table.oid()), row -> row.getBoolean(1))
                .getFirst();
        var born = catalog.openByDefault().contains(actor.role())
                || catalog.openByDefault().contains("public");
        return open || born ? RlsRule.OPEN_GRANT : RlsRule.DISABLED;
    }

    /** Which policy lets the actor in. */
    private RlsRule admitted(Actor actor, Relation table, Map<String, String> names) {
        var policies = catalog.policiesOf(table.oid()).stream()
                .filter(policy -> policy.permissive() && "*r".indexOf(policy.command()) >= 0)
                .toList();
        policies.forEach(policy -> names.put("policy", policy.name()));
        var text = policies.stream().map(Policy::using).collect(Collectors.joining(" "));
        if (actor.state() == State.FORGED
                || Identity.USER_WRITABLE.matcher(text).find()) {
            return RlsRule.USER_CLAIM;
        }
        if (actor.state() == State.ASSUMED
                || policies.stream()
                        .noneMatch(policy -> policy.roles().contains("public")
                                || policy.roles().contains(actor.login()))) {
            return RlsRule.ASSUMABLE_ROLE_POLICY;
        }
        var open = policies.stream()
                .filter(policy -> !IDENTITY_OR_CALL.matcher(policy.using()).find())
                .toList();
        if (!open.isEmpty()
                && open.stream()
                        .noneMatch(policy -> policy.roles().contains("public")
                                || policy.roles().contains(actor.login()))) {
            return RlsRule.ASSUMABLE_ROLE_POLICY;
        }
        if (policies.stream()
                .anyMatch(policy -> isConstant(policy.using())
                        || (policy.columns().isEmpty()
                                && policy.reads().isEmpty()
                                && policy.calls().isEmpty()))) {
            return RlsRule.ALWAYS_TRUE;
        }
        if (actor.state() == State.POOLED) {
            return RlsRule.EMPTY_IDENTITY;
        }
        if (actor.state() == State.FORGOTTEN || !tenancy.identity().isKnown()) {
            return catalog.defaultSettings().keySet().stream().anyMatch(text::contains)
                    ? RlsRule.DEFAULT_IDENTITY
                    : policies.size() > 1 ? RlsRule.PERMISSIVE_OR : RlsRule.NULL_IDENTITY;
        }
        var column = names.getOrDefault("column", "");
        if (isWeak(text, column)) {
            return RlsRule.WEAK_COMPARISON;
        }
        if (text.contains(column + " IS NULL")) {
            return RlsRule.NULL_TENANT;
        }
        return policies.size() > 1 || text.contains(" OR ") ? RlsRule.PERMISSIVE_OR : RlsRule.ALWAYS_TRUE;
    }

    private static boolean isConstant(String condition) {
        return condition.contains("OR true")
                || condition.matches("\\(?true\\)?")
                || condition.matches("\\((\\S+) = \\1\\)");
    }

    private static boolean isWeak(String condition, String column) {
        var name = Pattern.quote(column);
        return Pattern.compile("\\b" + name + "\\)?(?:::[a-z ]+)?\\)* (?:~~\\*?|~\\*?|\\^@)")
                        .matcher(condition)
                        .find()
                || Pattern.compile(
                                "(?i)\\b(?:lower|upper|\"?left\"?|\"?right\"?|substr|substring|btrim|rtrim|ltrim|starts_with|md5|length|hashtext|regexp_replace|split_part|translate|initcap|concat)\\(\\(*"
                                        + name + "\\b")
                        .matcher(condition)
                        .find()
                || Pattern.compile(
                                "\\b" + name + "\\)?::(?:character|character varying|bpchar|varchar|\"char\"|name)\\b")
                        .matcher(condition)
                        .find()
                || Pattern.compile("(?:~~\\*?|~\\*?) \\(?\\(?" + name + "\\b")
                        .matcher(condition)
                        .find();
    }
}
