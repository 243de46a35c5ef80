package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.Catalog.Column;
import dev.seamwright.schemadiff.postgres.rls.Catalog.ForeignKey;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Policy;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose rows are whose: the column of each table that holds the tenant, and the values of tenant A, as which the session acts, and of B. */
final class Tenancy {
    private static final Pattern TENANT = Pattern.compile(
            "(tenant|org|organi[sz]ation|workspace|account|company|realm)(_?(id|uuid|key|code|name|slug|no))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PARTY = Pattern.compile(
            "(owner|user|member|team|client|customer|merchant|shop|store|school|clinic|site|group|author|created_by)(_?(id|uuid|key|code|name|slug|no))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PERSON = Pattern.compile(
            "(who|user|member|uid|login|email|sub|subject|person|role|username|principal)(_?(id|uuid|key|name))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern IDENTITY =
            Pattern.compile("current_setting|current_user|session_user|current_role|CURRENT_USER|SESSION_USER", 0);
    // of a deparsed condition: what stands on the left of a comparison with something that is no constant, and what on
    // the right
    private static final Pattern LEFT = Pattern.compile(
            "\\b(\\w+)\"?\\)?(?:::[a-z ]+(?:\\(\\d+\\))?)?(?:, \\d+)?\\)* (?:=|~~\\*?|~\\*?|\\^@) (?!'|\\d|true|false|\\('|ANY \\(\\(?ARRAY\\[')");
    private static final Pattern RIGHT = Pattern.compile("(?:=|~~\\*?|~\\*?) \\(?\\(?(?:\\w+\\.)?(\\w+)\\b");
    private static final int ENOUGH = 5;

    private final Catalog catalog;
    private final Identity identity;
    private final Map<Long, Column> columns = new HashMap<>();
    private final Map<Long, Set<String>> own = new HashMap<>();
    private final Map<Long, Membership> memberships = new HashMap<>();
    private final Map<Long, Membership> enrolments = new HashMap<>();
    private final Map<Character, String> others = new HashMap<>();
    private final Map<Relation, List<String>> shared = new LinkedHashMap<>();

    /** That policies look up in {@code relation} to which tenants the {@code person} of the session belongs. */
    record Membership(Relation relation, Column person, Column tenant) {}

    private Tenancy(Catalog catalog, Identity identity) {
        this.catalog = catalog;
        this.identity = identity;
    }

    static Tenancy read(Connection owner, Catalog catalog, Identity identity) throws SQLException {
        var tenancy = new Tenancy(catalog, identity);
        tenancy.findColumns();
        tenancy.findMemberships();
        for (var table : catalog.tables()) {
            if (tenancy.columns.containsKey(table.oid())) {
                tenancy.own.put(table.oid(), tenancy.ownKeys(owner, table));
            }
        }
        tenancy.findOthers(owner);
        return tenancy;
    }

    /** A value for a setting that names the tenant, of the type with which policies compare it. */
    static String someone(Connection owner, Catalog catalog, String setting) throws SQLException {
        var nobody = new Tenancy(catalog, new Identity(List.of(), Map.of()));
        nobody.findColumns();
        var tables = catalog.tables().stream()
                .filter(table -> nobody.columns.containsKey(table.oid()))
                .sorted(Comparator.comparing(
                        table -> !table.secured() || !nobody.asked(table).contains(setting)))
                .toList();
        for (var table : tables) {
            var column = Objects.requireNonNull(nobody.columns.get(table.oid()));
            for (var present : values(owner, table, column)) {
                if (!present.isEmpty()) {
                    return present;
                }
            }
        }
        return tables.stream()
                .findFirst()
                .map(table -> Objects.requireNonNull(nobody.columns.get(table.oid())))
                .map(column -> switch (column.category()) {
                    case 'N' -> "1";
                    case 'E' -> column.labels().getFirst();
                    case 'U' -> column.baseType().equals("uuid") ? "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa" : "A";
                    default -> "A";
                })
                .orElse("A");
    }

    /** What the table's policies say, and the functions that they call. */
    private String asked(Relation table) {
        var text = new StringBuilder();
        for (var policy : catalog.policiesOf(table.oid())) {
            text.append(policy.text());
            policy.calls().forEach(call -> catalog.routine(call).ifPresent(routine -> text.append(routine.body())));
        }
        return text.toString();
    }

    private void findColumns() {
        var shared = new HashSet<String>();
        for (var table : catalog.tables()) {
            if (table.secured()) {
                best(table, Set.of()).ifPresent(column -> shared.add(column.bareName()));
            }
        }
        for (var table : catalog.tables()) {
            best(table, shared).ifPresent(column -> columns.put(table.oid(), column));
        }
    }

    private Optional<Column> best(Relation table, Set<String> shared) {
        var compared = new HashSet<String>();
        var named = new HashSet<Integer>();
        for (var policy : catalog.policiesOf(table.oid())) {
            named.addAll(policy.columns());
            if (IDENTITY.matcher(policy.text()).find() || !policy.calls().isEmpty()) {
                compared.addAll(compared(policy.text()));
            }
        }
        Column best = null;
        var most = ENOUGH - 1;
        for (var column : table.columns()) {
            if ("BDTJA".indexOf(column.category()) >= 0 || column.baseType().startsWith("json")) {
                continue;
            }
            var name = column.bareName();
            var score =
                    (TENANT.matcher(name).matches() ? 8 : PARTY.matcher(name).matches() ? 4 : 0)
                            + (named.contains(column.number()) ? 3 : 0)
                            + (compared.contains(name) && named.contains(column.number()) ? 6 : 0)
                            + (shared.contains(name) && !name.equals("id") ? 5 : 0);
            if (score > most) {
                best = column;
                most = score;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Set<String> compared(String condition) {
        var names = new HashSet<String>();
        for (var pattern : List.of(LEFT, RIGHT)) {
            var matcher = pattern.matcher(condition);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private void findMemberships() {
        for (var policy : catalog.policies()) {
            for (var relation : read(policy)) {
                var tenant = columns.get(relation.oid());
                if (relation.oid() == policy.relation() || tenant == null) {
                    continue;
                }
                var bodies = new StringBuilder(policy.text());
                policy.calls()
                        .forEach(call -> catalog.routine(call)
                                .ifPresent(routine -> bodies.append(' ').append(routine.body())));
                person(relation, tenant, compared(bodies.toString())).ifPresent(person -> {
                    var membership = new Membership(relation, person, tenant);
                    enrolments.put(relation.oid(), membership);
                    if (!relation.secured()) {
                        memberships.put(relation.oid(), membership);
                    }
                });
            }
        }
    }

    private Optional<Column> person(Relation relation, Column tenant, Set<String> compared) {
        var candidates = relation.columns().stream()
                .filter(column -> !column.equals(tenant) && "SNUE".indexOf(column.category()) >= 0)
                .toList();
        return candidates.stream()
                .filter(column -> PERSON.matcher(column.bareName()).matches())
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(column -> compared.contains(column.bareName()))
                        .findFirst());
    }

    /** The relations that a policy reads, by itself and through the functions that it calls. */
    Set<Relation> read(Policy policy) {
        var relations = new LinkedHashSet<Relation>();
        policy.reads()
                .forEach(
                        oid -> Optional.ofNullable(catalog.relations().get(oid)).ifPresent(relations::add));
        for (var call : policy.calls()) {
            catalog.routine(call).ifPresent(routine -> relations.addAll(named(routine.body())));
        }
        return relations;
    }

    /** The tables whose names stand in a text. */
    List<Relation> named(String text) {
        return catalog.tables().stream()
                .filter(table -> Pattern.compile("\\b" + Pattern.quote(table.bareName()) + "\\b")
                        .matcher(text)
                        .find())
                .toList();
    }

    private Set<String> ownKeys(Connection owner, Relation table) throws SQLException {
        var column = Objects.requireNonNull(columns.get(table.oid()));
        var keys = new LinkedHashSet<String>();
        for (var membership : enrolments(table)) {
            keys.addAll(Catalog.query(
                    owner,
                    "SELECT DISTINCT %s::text FROM %s WHERE %s::text = ANY (%s) AND %1$s IS NOT NULL"
                            .formatted(
                                    membership.tenant().name(),
                                    membership.relation().name(),
                                    membership.person().name(),
                                    Catalog.array(identity.values().values())),
                    row -> row.getString(1)));
        }
        if (!keys.isEmpty()) {
            return keys;
        }
        if (identity.isKnown() && !enrolments(table).isEmpty()) {
            return Set.of(values(owner, table, column).stream().findFirst().orElse(first(column)));
        }
        var fitting = new ArrayList<String>();
        for (var value : mentioned(table)) {
            if (fits(owner, column, value)) {
                fitting.add(value);
            }
        }
        var present = values(owner, table, column);
        return fitting.stream()
                .filter(present::contains)
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .map(Set::of)
                .orElse(Set.of());
    }

    /** The identity's values, those first that the table's policies ask for. */
    private List<String> mentioned(Relation table) {
        var policies = asked(table);
        var asked = new ArrayList<String>();
        identity.values().forEach((source, value) -> {
            var parts = source.split("\\.", -1);
            if (policies.contains(source)
                    || policies.contains("'" + parts[parts.length - 1] + "'")
                    || (source.equals("current_user")
                            && IDENTITY.matcher(policies).find())) {
                asked.add(value);
            }
        });
        return asked.isEmpty() ? List.copyOf(identity.values().values()) : asked;
    }

    private void findOthers(Connection owner) throws SQLException {
        for (var table : catalog.tables()) {
            var column = columns.get(table.oid());
            if (column == null || memberships.containsKey(table.oid())) {
                continue;
            }
            for (var value : values(owner, table, column)) {
                if (!value.isEmpty() && !own(table).contains(value)) {
                    others.putIfAbsent(column.category(), value);
                }
            }
        }
    }

    static boolean fits(Connection owner, Column column, String value) throws SQLException {
        try {
            return Catalog.query(
                            owner,
                            "SELECT %s::%s::text = %1$s".formatted(Catalog.literal(value), column.type()),
                            row -> row.getBoolean(1))
                    .getFirst();
        } catch (SQLException refused) {
            if (owner.isClosed()) {
                throw refused;
            }
            return false;
        }
    }

    private static List<String> values(Connection owner, Relation table, Column column) throws SQLException {
        return Catalog.query(
                owner,
                "SELECT DISTINCT %s::text FROM %s WHERE %1$s IS NOT NULL ORDER BY 1 LIMIT 100"
                        .formatted(column.name(), table.name()),
                row -> row.getString(1));
    }

    Identity identity() {
        return identity;
    }

    /** The memberships on which the visibility of a table's rows depends. */
    List<Membership> enrolments(Relation table) {
        return catalog.policiesOf(table.oid()).stream()
                .flatMap(policy -> read(policy).stream())
                .filter(relation -> relation.oid() != table.oid() && enrolments.containsKey(relation.oid()))
                .map(relation -> Objects.requireNonNull(enrolments.get(relation.oid())))
                .distinct()
                .toList();
    }

    List<Membership> enrolments() {
        return List.copyOf(enrolments.values());
    }

    /** Whether the table says who belongs to whom, and is no tenant's own. */
    boolean isMembership(Relation table) {
        return memberships.containsKey(table.oid());
    }

    /** The column that holds the tenant; also of a table whose rows are no tenant's own. */
    Optional<Column> column(Relation relation) {
        return Optional.ofNullable(columns.get(relation.oid()));
    }

    /** Whether a relation has a column whose name says that it holds tenants. */
    static boolean namesTenant(Relation relation) {
        return relation.columns().stream()
                .anyMatch(column -> TENANT.matcher(column.bareName()).matches());
    }

    /** Whether the table's rows belong to tenants, so that one must not learn of another's. */
    boolean isOwned(Relation table) {
        return isOwned(table, new HashSet<>());
    }

    private boolean isOwned(Relation table, Set<Long> seen) {
        if (memberships.containsKey(table.oid()) || !seen.add(table.oid())) {
            return false;
        }
        return columns.containsKey(table.oid()) || link(table, seen).isPresent();
    }

    /** The foreign key by which a row without a tenant column belongs to the tenant of another row. */
    private Optional<ForeignKey> link(Relation table, Set<Long> seen) {
        return catalog.foreignKeys().stream()
                .filter(key -> key.relation() == table.oid() && key.target() != table.oid())
                .sorted((a, b) -> Boolean.compare(optional(a), optional(b)))
                .filter(key -> isOwned(catalog.relation(key.target()), new HashSet<>(seen)))
                .findFirst();
    }

    private boolean optional(ForeignKey key) {
        return key.columns().stream()
                .anyMatch(number ->
                        !catalog.relation(key.relation()).column(number).notNull());
    }

    /** The foreign key that says whose a row is, when no column of its own does. */
    Optional<ForeignKey> link(Relation table) {
        return columns.containsKey(table.oid()) ? Optional.empty() : link(table, new HashSet<>(Set.of(table.oid())));
    }

    /** Says which rows are everyone's: they are no other tenant's from now on. */
    void share(Map<Relation, List<String>> conditions) {
        shared.putAll(conditions);
    }

    /** Whether rows without a tenant are everyone's. */
    boolean sharesWithoutTenant(Relation table) {
        return column(table)
                .filter(column -> shared.getOrDefault(table, List.of()).contains(column.name() + " IS NULL"))
                .isPresent();
    }

    /** Conditions on the rows of a table that are everyone's. */
    Map<Relation, List<String>> shared() {
        return Collections.unmodifiableMap(shared);
    }

    /**
     * A condition on {@code alias}: the row is another tenant's, or no tenant's unless such rows are everyone's; null: rows of the table
     * are nobody's own.
     */
    @Nullable
    String others(Relation table, String alias) {
        return condition(table, alias, true);
    }

    /** The same, also of rows that are everyone's: the session may see them, and should not change them. */
    @Nullable
    String notOwn(Relation table, String alias) {
        return condition(table, alias, false);
    }

    private @Nullable String condition(Relation table, String alias, boolean withoutShared) {
        if (!isOwned(table)) {
            return null;
        }
        var column = columns.get(table.oid());
        if (column != null) {
            var text = new StringBuilder(
                    "(%s.%s)::text = ANY (%s) IS NOT TRUE".formatted(alias, column.name(), Catalog.array(own(table))));
            if (withoutShared) {
                shared.getOrDefault(table, List.of())
                        .forEach(everyones -> text.append(" AND (%s.%s) IS NOT TRUE".formatted(alias, everyones)));
            }
            return text.toString();
        }
        var link = link(table).orElseThrow();
        var target = catalog.relation(link.target());
        var inner = alias + "p";
        var join = new ArrayList<String>();
        for (var i = 0; i < link.columns().size(); i++) {
            join.add("%s.%s = %s.%s"
                    .formatted(
                            inner,
                            target.column(link.targetColumns().get(i)).name(),
                            alias,
                            table.column(link.columns().get(i)).name()));
        }
        return "EXISTS (SELECT FROM %s %s WHERE %s AND %s)"
                .formatted(target.name(), inner, String.join(" AND ", join), condition(target, inner, withoutShared));
    }

    /** Values of the tenant column in rows that are the session's own. */
    Set<String> own(Relation table) {
        return own.getOrDefault(table.oid(), Set.of());
    }

    /** A value of the tenant column for tenant A, also where the session does not say who it is. */
    String ownKey(Relation table, Column column) {
        return own(table).stream().findFirst().orElseGet(() -> first(column));
    }

    /** A value of the tenant column for tenant B. */
    String otherKey(Relation table, Column column) {
        var known = others.get(column.category());
        if (known != null && !own(table).contains(known)) {
            return known;
        }
        var a = ownKey(table, column);
        var b = first(column);
        return a.equals(b) ? second(column) : b;
    }

    /** Values that a careless comparison takes for tenant A's. */
    List<String> lookalikes(Relation table, Column column) {
        if (column.category() != 'S' || !column.labels().isEmpty()) {
            return List.of();
        }
        var a = ownKey(table, column);
        var swapped = a.equals(a.toUpperCase(java.util.Locale.ROOT))
                ? a.toLowerCase(java.util.Locale.ROOT)
                : a.toUpperCase(java.util.Locale.ROOT);
        return List.of(a + "x", swapped, "x" + a).stream()
                .filter(value -> !value.equals(a))
                .toList();
    }

    private static String first(Column column) {
        return switch (column.category()) {
            case 'N' -> "990001";
            case 'U' -> column.baseType().equals("uuid") ? "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb" : "B";
            case 'E' -> column.labels().getLast();
            default -> "B";
        };
    }

    private static String second(Column column) {
        return switch (column.category()) {
            case 'N' -> "990002";
            case 'U' -> column.baseType().equals("uuid") ? "cccccccc-cccc-4ccc-8ccc-cccccccccccc" : "C";
            case 'E' -> column.labels().getFirst();
            default -> "C";
        };
    }
}
