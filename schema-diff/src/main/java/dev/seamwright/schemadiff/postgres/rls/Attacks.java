package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.Catalog.Argument;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Column;
import dev.seamwright.schemadiff.postgres.rls.Catalog.ForeignKey;
import dev.seamwright.schemadiff.postgres.rls.Catalog.KeyKind;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Routine;
import dev.seamwright.schemadiff.postgres.rls.Rows.Draft;
import dev.seamwright.schemadiff.postgres.rls.Tenancy.Membership;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an actor can try, from what it may do; made while the rows of B are there. */
final class Attacks {
    private static final int MOST_CALLS = 12;
    // where a function puts its argument into a statement
    private static final String INJECTION = "''' OR true --'";
    private static final Pattern UNQUALIFIED_CALL = Pattern.compile("(?i)nextval\\s*\\(");

    private final Connection owner;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final Rows rows;
    private final Access access;
    private final Map<String, String> notTried = new TreeMap<>();

    Attacks(Connection owner, Catalog catalog, Tenancy tenancy, Rows rows, Access access) {
        this.owner = owner;
        this.catalog = catalog;
        this.tenancy = tenancy;
        this.rows = rows;
        this.access = access;
    }

    /** What could not be tried, with the reason. */
    Map<String, String> notTried() {
        return Map.copyOf(notTried);
    }

    /** Reads of every relation that the role reaches. */
    List<Probe> reads() {
        var probes = new ArrayList<Probe>();
        for (var relation : relations()) {
            read(relation).ifPresent(sql -> probes.add(new Probe.Read(relation, sql)));
        }
        return probes;
    }

    /** The same without columns that PostgreSQL fills with another value in each database. */
    List<Probe> steadyReads() {
        var probes = new ArrayList<Probe>();
        for (var relation : relations()) {
            read(relation, column -> !column.defaultValue().contains("("))
                    .ifPresent(sql -> probes.add(new Probe.Read(relation, sql)));
        }
        return probes;
    }

    private List<Relation> relations() {
        return catalog.relations().values().stream()
                .sorted((a, b) -> Long.compare(a.oid(), b.oid()))
                .toList();
    }

    private Optional<String> read(Relation relation) {
        return read(relation, column -> true);
    }

    private Optional<String> read(Relation relation, Predicate<Column> wanted) {
        var readable = access.on(relation.oid()).select();
        var columns = relation.columns().stream()
                .filter(column -> readable.contains(column.number()) && wanted.test(column))
                .map(Column::name)
                .toList();
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of("SELECT %s FROM %s".formatted(String.join(", ", columns), relation.name()));
    }

    /** What is asked before the rows of B are there. */
    List<Probe> first() {
        var probes = new ArrayList<>(reads());
        sequences(probes);
        return probes;
    }

    /** Everything. */
    List<Probe> all() throws SQLException {
        var probes = new ArrayList<>(reads());
        calls(probes);
        sequences(probes);
        writes(probes);
        oracles(probes);
        grants(probes);
        impersonations(probes);
        enrolments(probes);
        peeks(probes);
        return probes;
    }

    /** Writes alone, for roles that a login may assume. */
    List<Probe> writes() throws SQLException {
        var probes = new ArrayList<Probe>();
        writes(probes);
        return probes;
    }

    private void calls(List<Probe> probes) throws SQLException {
        for (var routine : catalog.routines()) {
            if (routine.trigger() || !access.routines().contains(routine.oid())) {
                continue;
            }
            if (UNQUALIFIED_CALL.matcher(routine.body()).find()
                    && routine.arguments().isEmpty()
                    && !routine.definer()) {
                notTried.put(routine.signature(), "it draws from a sequence: two calls never answer the same");
                continue;
            }
            for (var sql : callsOf(routine)) {
                probes.add(new Probe.Call(routine, sql));
            }
        }
    }

    private List<String> callsOf(Routine routine) throws SQLException {
        List<String> calls = List.of("");
        for (var argument : routine.arguments()) {
            var values = values(argument);
            if (values.isEmpty()) {
                notTried.put(routine.signature(), "no value can be made for its argument of type " + argument.type());
                return List.of();
            }
            var longer = new ArrayList<String>();
            for (var call : calls) {
                for (var value : values) {
                    longer.add(call.isEmpty() ? value : call + ", " + value);
                }
            }
            if (longer.size() > MOST_CALLS) {
                notTried.putIfAbsent(
                        routine.signature(),
                        "it is called with %d combinations of values, and not with all".formatted(MOST_CALLS));
            }
            calls = longer.size() > MOST_CALLS ? longer.subList(0, MOST_CALLS) : longer;
        }
        var verb = routine.procedure() ? "CALL " : "SELECT * FROM ";
        return calls.stream()
                .map(call -> verb + routine.name() + "(" + call + ")")
                .toList();
    }

    /** Values for an argument: those of B first, since they are the telling ones. */
    private List<String> values(Argument argument) throws SQLException {
        var values = new LinkedHashSet<String>();
        for (var table : catalog.tables()) {
            var column = tenancy.column(table);
            if (column.isPresent() && column.get().category() == argument.category()) {
                values.add(tenancy.otherKey(table, column.get()));
            }
            if (tenancy.isOwned(table)) {
                for (var key : catalog.keys()) {
                    if (key.relation() == table.oid()
                            && key.kind() == KeyKind.PRIMARY
                            && key.columns().size() == 1) {
                        var id = table.column(key.columns().getFirst());
                        if (id.category() == argument.category()) {
                            theirs(table, List.of(id)).ifPresent(found -> values.add(found.getFirst()));
                        }
                    }
                }
            }
        }
        var typed = values.stream()
                .limit(4)
                .map(value -> Catalog.literal(value) + "::" + argument.type())
                .collect(Collectors.toCollection(ArrayList::new));
        switch (argument.category()) {
            case 'S' -> typed.addAll(List.of("''::" + argument.type(), INJECTION + "::" + argument.type()));
            case 'N' -> typed.add("1::" + argument.type());
            case 'B' -> typed.addAll(List.of("true", "false"));
            case 'D' -> typed.add("now()::" + argument.type());
            case 'T' -> typed.add("'100 years'::" + argument.type());
            case 'A' -> typed.add("'{}'::" + argument.type());
            case 'E' -> argument.labels().forEach(label -> typed.add(Catalog.literal(label) + "::" + argument.type()));
            case 'U' -> {
                if (argument.type().startsWith("json")) {
                    typed.add("'{}'::" + argument.type());
                }
            }
            default -> {}
        }
        return typed;
    }

    /** Values of some row of another tenant, as text; empty: there is none without NULLs. */
    private Optional<List<String>> theirs(Relation table, List<Column> columns) throws SQLException {
        var others = tenancy.others(table, "t");
        var column = tenancy.column(table);
        var conditions = new ArrayList<String>();
        conditions.add(others == null ? "false" : others);
        column.ifPresent(tenant -> conditions.add("t." + tenant.name() + " IS NOT NULL"));
        columns.forEach(each -> conditions.add("t." + each.name() + " IS NOT NULL"));
        return Catalog.query(
                        owner,
                        // rows that were made come last, and a script can make them again
                        "SELECT %s FROM %s t WHERE %s ORDER BY %s t.ctid DESC LIMIT 1"
                                .formatted(
                                        columns.stream()
                                                .map(each -> "t." + each.name() + "::text")
                                                .collect(Collectors.joining(", ")),
                                        table.name(),
                                        String.join(" AND ", conditions),
                                        column.map(tenant -> "(t.%s)::text = %s DESC, "
                                                        .formatted(
                                                                tenant.name(),
                                                                Catalog.literal(tenancy.otherKey(table, tenant))))
                                                .orElse("")),
                        row -> {
                            var values = new ArrayList<String>();
                            for (var i = 1; i <= columns.size(); i++) {
                                values.add(row.getString(i));
                            }
                            return List.copyOf(values);
                        })
                .stream()
                .findFirst();
    }

    private void sequences(List<Probe> probes) {
        for (var sequence : catalog.sequences()) {
            var rights = access.sequences().getOrDefault(sequence.name(), "");
            if (sequence.feeds() != 0
                    && !Optional.ofNullable(catalog.relations().get(sequence.feeds()))
                            .filter(tenancy::isOwned)
                            .isPresent()) {
                continue;
            }
            if (rights.contains("SELECT")) {
                var look = "SELECT last_value, is_called FROM " + sequence.name();
                if (sequence.feeds() != 0) {
                    probes.add(new Probe.Sequel(sequence, List.of(look)));
                } else if (rights.contains("USAGE") || rights.contains("UPDATE")) {
                    // no table fills it: what one tenant draws, another sees
                    probes.add(new Probe.Sequel(
                            sequence, List.of("SELECT nextval(%s)".formatted(Catalog.literal(sequence.name())), look)));
                }
            }
            if (rights.contains("UPDATE")) {
                probes.add(new Probe.Sequel(
                        sequence,
                        List.of("SELECT setval(%s, last_value, is_called) FROM %s"
                                .formatted(Catalog.literal(sequence.name()), sequence.name()))));
            }
        }
    }

    private void writes(List<Probe> probes) throws SQLException {
        for (var relation : relations()) {
            var base = base(relation);
            if (base.isEmpty() || !"rpv".contains(String.valueOf(relation.kind()))) {
                continue;
            }
            var rights = access.on(relation.oid());
            insert(relation, base.get(), rights.insert())
                    .ifPresent(sql -> probes.add(new Probe.Write(relation, "INSERT", sql)));
            updates(relation, base.get(), rights.update())
                    .forEach(sql -> probes.add(new Probe.Write(relation, "UPDATE", sql)));
            if (rights.whole().contains("DELETE")) {
                probes.add(new Probe.Write(relation, "DELETE", "DELETE FROM " + relation.name()));
            }
        }
    }

    /** The table of tenants to which a write goes: itself, or the one whose columns a view has. */
    private Optional<Relation> base(Relation relation) {
        if (relation.isTable()) {
            return tenancy.isOwned(relation) ? Optional.of(relation) : Optional.empty();
        }
        return tenancy.named(relation.definition()).stream()
                .filter(tenancy::isOwned)
                .filter(table -> relation.columns().stream()
                        .anyMatch(column -> table.named(column.bareName()).isPresent()))
                .findFirst();
    }

    private Optional<String> insert(Relation relation, Relation base, Set<Integer> insertable) throws SQLException {
        if (insertable.isEmpty()) {
            return Optional.empty();
        }
        var names = relation.columns().stream()
                .filter(column -> insertable.contains(column.number()))
                .map(Column::bareName)
                .collect(Collectors.toSet());
        var tenant = tenancy.column(base);
        if (tenant.isPresent() && !names.contains(tenant.get().bareName())) {
            return Optional.empty();
        }
        var key = tenant.map(column -> tenancy.otherKey(base, column)).orElse(null);
        var fixed = new HashMap<Column, String>();
        if (key == null) {
            var link = tenancy.link(base);
            if (link.isEmpty() || !fix(link.get(), base, fixed)) {
                return Optional.empty();
            }
        }
        var row = rows.draft(base, key, fixed, column -> names.contains(column.bareName()));
        if (row.isEmpty()) {
            notTried.putIfAbsent("INSERT into " + relation.name(), "no row of another tenant can be made for it");
        }
        return row.map(draft -> draft.sql().replaceFirst(Pattern.quote(base.name()), relation.name()));
    }

    /** Fixes the columns of a foreign key, other than the tenant's, to a row of B; false: there is no such row. */
    private boolean fix(ForeignKey key, Relation table, Map<Column, String> fixed) throws SQLException {
        var target = catalog.relation(key.target());
        var referred = key.targetColumns().stream().map(target::column).toList();
        var values = theirs(target, referred);
        if (values.isEmpty()) {
            return false;
        }
        for (var i = 0; i < referred.size(); i++) {
            var column = table.column(key.columns().get(i));
            if (tenancy.column(table).filter(column::equals).isEmpty()) {
                fixed.put(column, Catalog.literal(values.get().get(i)));
            }
        }
        return !fixed.isEmpty();
    }

    private List<String> updates(Relation relation, Relation base, Set<Integer> updatable) throws SQLException {
        var updates = new ArrayList<String>();
        var tenant = tenancy.column(base);
        for (var column : relation.columns()) {
            if (!updatable.contains(column.number()) || column.computed()) {
                continue;
            }
            if (tenant.isPresent() && tenant.get().bareName().equals(column.bareName())) {
                for (var key : List.of(tenancy.ownKey(base, tenant.get()), tenancy.otherKey(base, tenant.get()))) {
                    updates.add(
                            "UPDATE %s SET %s = %s".formatted(relation.name(), column.name(), Catalog.literal(key)));
                }
            }
        }
        plainColumn(relation, base, updatable)
                .ifPresent(column -> updates.add(
                        "UPDATE %s SET %s = %s".formatted(relation.name(), column.name(), changed(column))));
        return updates;
    }

    /** A column that no key and no check has. */
    private Optional<Column> plainColumn(Relation relation, Relation base, Set<Integer> updatable) {
        return relation.columns().stream()
                .filter(column -> updatable.contains(column.number()) && !column.computed())
                .filter(column -> changed(column) != null)
                .filter(column -> base.named(column.bareName())
                        .filter(own -> tenancy.column(base).filter(own::equals).isEmpty())
                        .filter(own -> catalog.keys().stream()
                                .noneMatch(key -> key.relation() == base.oid()
                                        && key.columns().contains(own.number())))
                        .filter(own -> catalog.foreignKeys().stream()
                                .noneMatch(key -> key.relation() == base.oid()
                                        && key.columns().contains(own.number())))
                        .isPresent())
                .findFirst();
    }

    private static @org.jspecify.annotations.Nullable String changed(Column column) {
        return switch (column.category()) {
            case 'S' -> column.checks().isEmpty() ? "'x'" : null;
            case 'N' -> column.checks().isEmpty() ? "7" : null;
            case 'B' -> "true";
            case 'D' ->
                column.baseType().startsWith("timestamp") || column.baseType().equals("date") ? "'2001-01-01'" : null;
            case 'E' -> Catalog.literal(column.labels().getLast());
            case 'U' ->
                column.baseType().startsWith("json")
                        ? "'{\"x\": 1}'"
                        : column.baseType().equals("uuid") ? "'00000000-0000-4000-8000-00000000000f'" : null;
            default -> null;
        };
    }

    private void oracles(List<Probe> probes) throws SQLException {
        for (var key : catalog.keys()) {
            var table = catalog.relation(key.relation());
            if (key.kind() == KeyKind.CHECK || !tenancy.isOwned(table) || !table.isTable()) {
                continue;
            }
            collide(key, table).ifPresent(sql -> probes.add(new Probe.Collide(table, key, sql)));
        }
        for (var key : catalog.foreignKeys()) {
            var table = catalog.relation(key.relation());
            var target = catalog.relation(key.target());
            if (tenancy.isOwned(target)) {
                refer(key, table).ifPresent(sql -> probes.add(new Probe.Refer(table, key, sql)));
            }
        }
    }

    private Optional<String> collide(Catalog.Key key, Relation table) throws SQLException {
        var columns = columns(key, table);
        var insertable = access.on(table.oid()).insert();
        var tenant = tenancy.column(table);
        if (columns.isEmpty()
                || (tenant.isPresent() && columns.contains(tenant.get()))
                || !columns.stream().allMatch(column -> insertable.contains(column.number()) && !column.computed())) {
            return Optional.empty();
        }
        var theirs = theirs(table, columns);
        var draft = theirs.isEmpty() ? Optional.<Draft>empty() : ours(table, Map.of(), insertable);
        if (draft.isEmpty()) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<>(draft.get().values());
        for (var i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), Catalog.literal(theirs.orElseThrow().get(i)));
        }
        return Optional.of(new Draft(table, values).sql());
    }

    private static List<Column> columns(Catalog.Key key, Relation table) {
        if (!key.columns().isEmpty()) {
            return key.columns().stream().map(table::column).toList();
        }
        return table.columns().stream()
                .filter(column -> Pattern.compile("[( ]" + Pattern.quote(column.name()) + "\\b")
                        .matcher(key.definition().substring(key.definition().indexOf('(')))
                        .find())
                .toList();
    }

    /** A row that A may make for itself. */
    private Optional<Draft> ours(Relation table, Map<Column, String> fixed, Collection<Integer> insertable)
            throws SQLException {
        var key = tenancy.column(table)
                .map(column -> tenancy.ownKey(table, column))
                .orElse(null);
        return rows.draft(table, key, fixed, column -> insertable.contains(column.number()));
    }

    private Optional<String> refer(ForeignKey key, Relation table) throws SQLException {
        var insertable = access.on(table.oid()).insert();
        if (!insertable.containsAll(key.columns())) {
            return Optional.empty();
        }
        var fixed = new HashMap<Column, String>();
        // the tenant itself may be the key: a row with B's tenant is a write, and no reference
        if (!fix(key, table, fixed)) {
            return Optional.empty();
        }
        return ours(table, fixed, insertable).map(Draft::sql);
    }

    private void grants(List<Probe> probes) throws SQLException {
        for (var table : catalog.tables()) {
            // an owner has these rights by nature: that it may switch policies off says more
            if (!tenancy.isOwned(table) || access.owned().contains(table.oid())) {
                continue;
            }
            var rights = access.on(table.oid());
            if (rights.whole().contains("TRUNCATE")) {
                probes.add(new Probe.Grant(table, "TRUNCATE", List.of("TRUNCATE %s CASCADE".formatted(table.name()))));
                probes.add(new Probe.Grant(table, "TRUNCATE", List.of("TRUNCATE " + table.name())));
            }
            references(table, rights).ifPresent(probes::add);
            if (rights.whole().contains("TRIGGER")) {
                trigger(table).ifPresent(probes::add);
            }
        }
    }

    private Optional<Probe> references(Relation table, Access.OnRelation rights) throws SQLException {
        var schema = access.creates();
        if (schema == null) {
            return Optional.empty();
        }
        for (var key : catalog.keys()) {
            if (key.relation() != table.oid()
                    || (key.kind() != KeyKind.PRIMARY && key.kind() != KeyKind.UNIQUE)
                    || key.columns().isEmpty()
                    || !rights.references().containsAll(key.columns())) {
                continue;
            }
            var columns = key.columns().stream().map(table::column).toList();
            var theirs = theirs(table, columns);
            if (theirs.isPresent()) {
                var probe = schema + ".seamwright_probe";
                var names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
                return Optional.of(new Probe.Grant(
                        table,
                        "REFERENCES",
                        List.of(
                                "CREATE TABLE %s (%s, FOREIGN KEY (%s) REFERENCES %s (%3$s))"
                                        .formatted(
                                                probe,
                                                columns.stream()
                                                        .map(column -> column.name() + " " + column.type())
                                                        .collect(Collectors.joining(", ")),
                                                names,
                                                table.name()),
                                "INSERT INTO %s VALUES (%s)"
                                        .formatted(
                                                probe,
                                                theirs.get().stream()
                                                        .map(Catalog::literal)
                                                        .collect(Collectors.joining(", "))))));
            }
        }
        return Optional.empty();
    }

    private Optional<Probe> trigger(Relation table) throws SQLException {
        var settings = asOther(table);
        var tenant = tenancy.column(table);
        if (settings.isEmpty() || tenant.isEmpty()) {
            return Optional.empty();
        }
        var insertable = access.on(table.oid()).insert();
        var draft = rows.draft(
                table, tenancy.otherKey(table, tenant.get()), Map.of(), column -> insertable.contains(column.number()));
        if (draft.isEmpty()) {
            return Optional.empty();
        }
        var steps = new ArrayList<>(List.of(
                "CREATE TEMP TABLE seamwright_loot (seen text)",
                """
                CREATE FUNCTION pg_temp.seamwright_take() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN INSERT INTO pg_temp.seamwright_loot VALUES (new::text); RETURN new; END$$""",
                "CREATE TRIGGER seamwright_take BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION pg_temp.seamwright_take()"
                        .formatted(table.name())));
        steps.addAll(settings.get().getFirst());
        steps.add(draft.get().sql());
        steps.addAll(settings.get().getLast());
        steps.add("SELECT seen FROM pg_temp.seamwright_loot");
        return Optional.of(new Probe.Grant(table, "TRIGGER", steps));
    }

    /** Statements by which a transaction becomes B's, and those by which it is A's again; empty: it is not told how. */
    private Optional<List<List<String>>> asOther(Relation table) {
        var tenant = tenancy.column(table);
        for (var setting : tenancy.identity().settings()) {
            var value = setting.after();
            if (tenant.isPresent() && value != null && tenancy.own(table).contains(value)) {
                var call = "SELECT set_config(%s, %s, true)";
                return Optional.of(List.of(
                        List.of(call.formatted(
                                Catalog.literal(setting.name()),
                                Catalog.literal(tenancy.otherKey(table, tenant.get())))),
                        List.of(call.formatted(Catalog.literal(setting.name()), Catalog.literal(value)))));
            }
        }
        return Optional.empty();
    }

    private void impersonations(List<Probe> probes) throws SQLException {
        for (var routine : catalog.routines()) {
            if (routine.trigger() || routine.pinsSearchPath()) {
                continue;
            }
            var guarded = catalog.policies().stream()
                    .filter(policy -> policy.calls().contains(routine.oid()))
                    .map(policy -> catalog.relation(policy.relation()))
                    .distinct()
                    .toList();
            var observed = new ArrayList<String>();
            guarded.forEach(table -> read(table).ifPresent(observed::add));
            var calls = routine.definer() && access.routines().contains(routine.oid())
                    ? callsOf(routine)
                    : List.<String>of();
            for (var table : tenancy.named(routine.body())) {
                var fake = impersonator(table);
                for (var sql : calls) {
                    probes.add(new Probe.Impersonate(routine, false, with(fake, sql)));
                }
                for (var sql : observed) {
                    probes.add(new Probe.Impersonate(routine, true, with(fake, sql)));
                }
            }
        }
    }

    private static List<String> with(List<String> steps, String last) {
        var all = new ArrayList<>(steps);
        all.add(last);
        return all;
    }

    /** A temporary table that says that the session's user belongs to B. */
    private List<String> impersonator(Relation table) {
        var name = "pg_temp.\"" + table.bareName().replace("\"", "\"\"") + '"';
        var columns = new ArrayList<String>();
        var values = new ArrayList<String>();
        var person = tenancy.identity().values().values().stream().findFirst().orElse("x");
        for (var column : table.columns()) {
            columns.add(column.name() + " " + column.type());
            var tenant = tenancy.column(table).filter(column::equals).isPresent();
            if (tenant) {
                values.add(Catalog.literal(tenancy.otherKey(table, column)));
            } else if (column.category() == 'S') {
                values.add(Catalog.literal(person));
            } else {
                values.add(column.isBoolean() ? "true" : "NULL");
            }
        }
        return List.of(
                "CREATE TEMP TABLE %s (%s)".formatted(name, String.join(", ", columns)),
                "INSERT INTO %s VALUES (%s)".formatted(name, String.join(", ", values)),
                "GRANT SELECT ON %s TO PUBLIC".formatted(name));
    }

    private void enrolments(List<Probe> probes) throws SQLException {
        for (var membership : tenancy.enrolments()) {
            var table = membership.relation();
            var rights = access.on(table.oid());
            var changes = new ArrayList<String>();
            enrol(membership, rights.insert()).ifPresent(changes::add);
            if (rights.update().contains(membership.tenant().number())) {
                changes.add("UPDATE %s SET %s = %s"
                        .formatted(
                                table.name(),
                                membership.tenant().name(),
                                Catalog.literal(tenancy.otherKey(table, membership.tenant()))));
            }
            for (var guarded : catalog.tables()) {
                if (tenancy.enrolments(guarded).contains(membership)) {
                    read(guarded)
                            .ifPresent(sql -> changes.forEach(
                                    change -> probes.add(new Probe.Enrol(membership, List.of(change, sql)))));
                }
            }
        }
    }

    private Optional<String> enrol(Membership membership, Set<Integer> insertable) throws SQLException {
        var table = membership.relation();
        var person = tenancy.identity().values().values().stream().findFirst();
        if (person.isEmpty()
                || !insertable.contains(membership.person().number())
                || !insertable.contains(membership.tenant().number())) {
            return Optional.empty();
        }
        return rows.draft(
                        table,
                        tenancy.otherKey(table, membership.tenant()),
                        Map.of(membership.person(), Catalog.literal(person.get())),
                        column -> insertable.contains(column.number()))
                .map(Draft::sql);
    }

    private void peeks(List<Probe> probes) {
        for (var relation : relations()) {
            if (relation.kind() == 'v') {
                peek(relation).ifPresent(probes::add);
            }
        }
        for (var routine : catalog.routines()) {
            if (routine.leakproof()
                    && routine.arguments().size() == 1
                    && access.routines().contains(routine.oid())) {
                leakproof(routine, probes);
            }
        }
    }

    private Optional<Probe> peek(Relation view) {
        var readable = access.on(view.oid()).select();
        var columns = view.columns().stream()
                .filter(column ->
                        readable.contains(column.number()) && !column.type().contains("unknown"))
                .toList();
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        var column = columns.getLast();
        return Optional.of(new Probe.Peek(
                view,
                List.of(
                        // an index would filter first; on other rows PostgreSQL chooses not to use it
                        """
                        SELECT set_config(name, 'off', true) FROM pg_settings
                         WHERE name IN ('enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan')""",
                        "CREATE TEMP TABLE seamwright_loot (seen text)",
                        """
                        CREATE FUNCTION pg_temp.seamwright_peek(value %s) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS
                        $$BEGIN INSERT INTO pg_temp.seamwright_loot VALUES (value::text); RETURN true; END$$""".formatted(column.type()),
                        "SELECT count(*) FROM %s v WHERE pg_temp.seamwright_peek(v.%s)"
                                .formatted(view.name(), column.name()),
                        "SELECT seen FROM pg_temp.seamwright_loot")));
    }

    private void leakproof(Routine routine, List<Probe> probes) {
        var argument = routine.arguments().getFirst();
        for (var table : catalog.tables()) {
            var column = table.columns().stream()
                    .filter(each -> each.category() == argument.category()
                            && tenancy.column(table).filter(each::equals).isEmpty())
                    .reduce((first, second) -> second);
            if (!table.secured()
                    || !tenancy.isOwned(table)
                    || column.isEmpty()
                    || read(table).isEmpty()) {
                continue;
            }
            for (var loot : tenancy.named(routine.body())) {
                read(loot)
                        .ifPresent(sql -> probes.add(new Probe.Peek(
                                table,
                                List.of(
                                        "SELECT count(*) FROM %s t WHERE %s(t.%s)"
                                                .formatted(
                                                        table.name(),
                                                        routine.name(),
                                                        column.get().name()),
                                        sql))));
            }
        }
    }

    /** Rows of B's that point to rows of A's, to be inserted, each with the deletion of the row to which it points. */
    Map<Probe, Draft> cascades() throws SQLException {
        var cascades = new LinkedHashMap<Probe, Draft>();
        for (var key : catalog.foreignKeys()) {
            var table = catalog.relation(key.relation());
            var target = catalog.relation(key.target());
            var tenant = tenancy.column(table);
            if (!key.cascades()
                    || tenant.isEmpty()
                    || !tenancy.isOwned(table)
                    || !tenancy.isOwned(target)
                    || key.columns().contains(tenant.get().number())
                    || tenancy.column(target).isEmpty()) {
                continue;
            }
            var fixed = new HashMap<Column, String>();
            var referred = key.targetColumns().stream().map(target::column).toList();
            var ours = Catalog.query(
                    owner,
                    "SELECT %s FROM %s t WHERE NOT (%s) LIMIT 1"
                            .formatted(
                                    referred.stream()
                                            .map(column -> column.name() + "::text")
                                            .collect(Collectors.joining(", ")),
                                    target.name(),
                                    tenancy.notOwn(target, "t")),
                    row -> {
                        for (var i = 0; i < referred.size(); i++) {
                            fixed.put(table.column(key.columns().get(i)), Catalog.literal(row.getString(i + 1)));
                        }
                        return row.getString(1);
                    });
            if (ours.isEmpty()) {
                continue;
            }
            var other = rows.draft(table, tenancy.otherKey(table, tenant.get()), fixed, column -> true);
            var rights = access.on(target.oid());
            if (other.isPresent() && rights.whole().contains("DELETE")) {
                cascades.put(new Probe.Cascade(table, key, "DELETE FROM " + target.name()), other.get());
            }
            if (other.isPresent() && referred.size() == 1 && rights.update().containsAll(key.targetColumns())) {
                var column = referred.getFirst();
                cascades.put(
                        new Probe.Cascade(
                                table,
                                key,
                                "UPDATE %1$s SET %2$s = %3$s WHERE %2$s = %4$s"
                                        .formatted(
                                                target.name(),
                                                column.name(),
                                                column.category() == 'N'
                                                        ? "987654"
                                                        : column.baseType().equals("uuid")
                                                                ? "gen_random_uuid()"
                                                                : "'z'",
                                                fixed.values().iterator().next())),
                        other.get());
            }
        }
        return cascades;
    }
}
