package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.Catalog.Column;
import dev.seamwright.schemadiff.postgres.rls.Catalog.ForeignKey;
import dev.seamwright.schemadiff.postgres.rls.Catalog.KeyKind;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Makes rows that PostgreSQL takes: values by type, foreign keys by rows that are there or are made first, checks by trying the
 * constants that they name. All as a role that no policy holds.
 */
final class Rows {
    private static final int ATTEMPTS = 60;
    private static final int DEEPEST = 8;
    private static final int STEP = 50;
    private static final Pattern CONSTANT = Pattern.compile("'((?:[^']|'')*)'|\\b(\\d+(?:\\.\\d+)?)\\b");

    private final Connection owner;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final List<Made> made = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final Map<Catalog.Sequence, String> sequences = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private int counter;
    private boolean steady;

    /**
     * A row to be inserted.
     *
     * @param values SQL by column, in the order of the table
     */
    record Draft(Relation table, Map<Column, String> values) {
        Draft {
            values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        String sql() {
            if (values.isEmpty()) {
                return "INSERT INTO %s DEFAULT VALUES".formatted(table.name());
            }
            return "INSERT INTO %s (%s) %sVALUES (%s)"
                    .formatted(
                            table.name(),
                            String.join(
                                    ", ",
                                    values.keySet().stream().map(Column::name).toList()),
                            // whoever may insert may also say so
                            values.keySet().stream().anyMatch(Column::drawn) ? "OVERRIDING SYSTEM VALUE " : "",
                            String.join(", ", values.values()));
        }
    }

    /**
     * A row that was inserted.
     *
     * @param values of its columns as text; null: NULL
     * @param sql inserts it again, with the values that PostgreSQL gave it
     */
    record Made(Relation table, Map<Column, @Nullable String> values, String sql) {
        Made {
            values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    Rows(Connection owner, Catalog catalog, Tenancy tenancy) {
        this.owner = owner;
        this.catalog = catalog;
        this.tenancy = tenancy;
    }

    /** The rows that were made, in order. */
    List<Made> made() {
        return List.copyOf(made);
    }

    /**
     * Statements that make the same rows in another database, and leave its sequences where {@link #mark} saw them.
     *
     * @param tables the oids of those that matter; null: all
     */
    List<String> script(@Nullable Set<Long> tables) {
        var statements = new ArrayList<String>();
        var filled = new HashSet<Long>();
        for (var row : made) {
            if (tables == null || tables.contains(row.table().oid())) {
                statements.add(row.sql());
                filled.add(row.table().oid());
            }
        }
        sequences.forEach((sequence, setting) -> {
            if (filled.contains(sequence.feeds())) {
                statements.add(setting);
            }
        });
        return statements;
    }

    /** Remembers where the sequences are: scripts leave them there. */
    void mark() throws SQLException {
        for (var sequence : catalog.sequences()) {
            sequences.putAll(Catalog.query(
                            owner,
                            "SELECT format('SELECT setval(%%L, %%s, %%L)', %s, last_value, is_called) FROM %s"
                                    .formatted(Catalog.literal(sequence.name()), sequence.name()),
                            row -> Map.of(sequence, row.getString(1)))
                    .getFirst());
        }
    }

    /** Tables into which no row could be made, with PostgreSQL's last refusal. */
    Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    /** Inserts a row of the tenant; false: it cannot be made, and {@link #failures} says why. */
    boolean insert(Relation table, @Nullable String tenant, Map<Column, String> fixed) throws SQLException {
        return insert(table, tenant, fixed, 0);
    }

    /** The same where it is no loss when the row cannot be made. */
    void tryInsert(Relation table, @Nullable String tenant) throws SQLException {
        var known = failures.containsKey(table.name());
        if (!insert(table, tenant, Map.of()) && !known) {
            failures.remove(table.name());
        }
    }

    private boolean insert(Relation table, @Nullable String tenant, Map<Column, String> fixed, int depth)
            throws SQLException {
        var draft = draft(table, tenant, fixed, column -> true, depth);
        if (draft.isEmpty()) {
            return false;
        }
        return insert(draft.get()).isPresent();
    }

    /** Inserts a row of which it is known that PostgreSQL takes it; empty: a trigger has swallowed it. */
    Optional<Made> insert(Draft draft) throws SQLException {
        var columns = draft.table().columns();
        var row = Catalog.query(
                owner,
                draft.sql() + " RETURNING "
                        + String.join(
                                ", ",
                                columns.stream()
                                        .map(column -> column.name() + "::text")
                                        .toList()),
                given -> {
                    var values = new LinkedHashMap<Column, @Nullable String>();
                    for (var i = 0; i < columns.size(); i++) {
                        values.put(columns.get(i), given.getString(i + 1));
                    }
                    return values;
                });
        if (row.isEmpty()) {
            return Optional.empty();
        }
        var values = row.getFirst();
        var inserted = columns.stream()
                .filter(column -> !column.computed() || column.drawn())
                .toList();
        var sql = "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)"
                .formatted(
                        draft.table().name(),
                        String.join(", ", inserted.stream().map(Column::name).toList()),
                        String.join(
                                ", ",
                                inserted.stream()
                                        .map(values::get)
                                        .map(value -> value == null ? "NULL" : Catalog.literal(value))
                                        .toList()));
        var one = new Made(draft.table(), values, sql);
        made.add(one);
        return Optional.of(one);
    }

    /**
     * A row that PostgreSQL takes, not inserted.
     *
     * @param tenant value of the tenant column; null: none
     * @param fixed SQL of columns that are not to be chosen
     * @param writable the columns that the statement may name
     */
    Optional<Draft> draft(
            Relation table, @Nullable String tenant, Map<Column, String> fixed, Predicate<Column> writable)
            throws SQLException {
        var known = failures.containsKey(table.name());
        var draft = draft(table, tenant, fixed, writable, 0);
        if (draft.isEmpty() && !known) {
            failures.remove(table.name()); // that this very row cannot be made says nothing of others
        }
        return draft;
    }

    private Optional<Draft> draft(
            Relation table, @Nullable String tenant, Map<Column, String> fixed, Predicate<Column> writable, int depth)
            throws SQLException {
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        // by table and column, so that the same rows are made in another version of the schema
        var before = counter;
        counter = 1_000 + STEP * numbers.merge(table.oid(), 1, Integer::sum);
        try {
            return draftOf(table, tenant, fixed, writable, depth);
        } finally {
            counter = before;
        }
    }

    private Optional<Draft> draftOf(
            Relation table, @Nullable String tenant, Map<Column, String> fixed, Predicate<Column> writable, int depth)
            throws SQLException {
        var values = new LinkedHashMap<Column, String>();
        for (var column : table.columns()) {
            if (!column.computed() && writable.test(column)) {
                value(table, column, tenant).ifPresent(value -> values.put(column, value));
            }
        }
        var pinned = new HashSet<Column>(fixed.keySet());
        tenancy.column(table).ifPresent(column -> {
            if (tenant != null || tenancy.isOwned(table)) {
                values.put(column, tenant == null ? "NULL" : Catalog.literal(tenant));
                pinned.add(column);
            }
        });
        for (var key : catalog.foreignKeys()) {
            if (key.relation() == table.oid()) {
                refer(key, table, tenant, values, fixed, writable, depth);
            }
        }
        fixed.forEach((column, value) -> {
            if (writable.test(column)) {
                values.put(column, value);
            }
        });
        return settle(table, values, pinned);
    }

    private void refer(
            ForeignKey key,
            Relation table,
            @Nullable String tenant,
            Map<Column, String> values,
            Map<Column, String> fixed,
            Predicate<Column> writable,
            int depth)
            throws SQLException {
        var columns = key.columns().stream().map(table::column).toList();
        if (!columns.stream().allMatch(column -> writable.test(column) && !column.computed())
                || columns.stream().allMatch(fixed::containsKey)) {
            return;
        }
        var target = catalog.relation(key.target());
        var row = find(key, target, table, tenant, values);
        if (row.isEmpty() && target.oid() != table.oid()) {
            var given = new HashMap<Column, String>();
            var tenantColumn = tenancy.column(table);
            for (var i = 0; i < columns.size(); i++) {
                if (tenantColumn.filter(columns.get(i)::equals).isPresent() && tenant != null) {
                    given.put(target.column(key.targetColumns().get(i)), Catalog.literal(tenant));
                }
            }
            if (insert(target, tenant, given, depth + 1)) {
                row = find(key, target, table, tenant, values);
            }
        }
        for (var i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            if (tenancy.column(table).filter(column::equals).isPresent() && tenant != null) {
                continue;
            }
            if (row.isPresent()) {
                values.put(column, Catalog.literal(row.get().get(i)));
            } else if (!column.notNull()) {
                values.put(column, "NULL");
            }
        }
    }

    /** The referred columns of a row that fits the tenant. */
    private Optional<List<String>> find(
            ForeignKey key, Relation target, Relation table, @Nullable String tenant, Map<Column, String> values)
            throws SQLException {
        var conditions = new ArrayList<String>();
        var targetTenant = tenancy.column(target);
        if (tenant != null && targetTenant.isPresent() && tenancy.isOwned(target)) {
            conditions.add("%s::text = %s".formatted(targetTenant.get().name(), Catalog.literal(tenant)));
        }
        for (var i = 0; i < key.columns().size(); i++) {
            var column = table.column(key.columns().get(i));
            var given = values.get(column);
            if (tenancy.column(table).filter(column::equals).isPresent() && given != null && !given.equals("NULL")) {
                conditions.add("%s::text = %s"
                        .formatted(target.column(key.targetColumns().get(i)).name(), given));
            }
        }
        var referred = key.targetColumns().stream()
                .map(number -> target.column(number).name() + "::text")
                .toList();
        return Catalog.query(
                        owner,
                        "SELECT %s FROM %s%s LIMIT 1"
                                .formatted(
                                        String.join(", ", referred),
                                        target.name(),
                                        conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions)),
                        row -> {
                            var found = new ArrayList<String>();
                            for (var i = 1; i <= referred.size(); i++) {
                                found.add(String.valueOf(row.getString(i)));
                            }
                            return List.copyOf(found);
                        })
                .stream()
                .findFirst();
    }

    /** SQL for a value by type; empty: PostgreSQL's default, or NULL. */
    private Optional<String> value(Relation table, Column column, @Nullable String tenant) {
        var unique = catalog.keys().stream()
                .anyMatch(key -> key.relation() == table.oid()
                        && key.kind() != KeyKind.CHECK
                        && key.columns().contains(column.number()));
        if (column.filled() && !(unique && !isDrawn(column)) && !(steady && isUnsteady(column))) {
            return Optional.empty();
        }
        if (!column.labels().isEmpty()) {
            return Optional.of(Catalog.literal(column.labels().getFirst()));
        }
        return Optional.ofNullable(plain(column, tenant));
    }

    /** From now on the same rows are made each time: PostgreSQL draws nothing for them but from sequences. */
    void steady() {
        steady = true;
    }

    private static boolean isUnsteady(Column column) {
        return !column.computed()
                && (column.category() == 'D' || column.baseType().equals("uuid"))
                && !column.defaultValue().isEmpty();
    }

    /** Whether each row gets another value by itself. */
    private static boolean isDrawn(Column column) {
        return column.defaultValue().isEmpty()
                || column.defaultValue().contains("nextval(")
                || column.defaultValue().contains("uuid");
    }

    private @Nullable String plain(Column column, @Nullable String tenant) {
        var n = counter + Math.min(column.number(), STEP - 1);
        return switch (column.category()) {
            case 'S' ->
                Catalog.literal(
                        shorten("row %d of %s".formatted(n, tenant == null ? "nobody" : tenant), n, column.length()));
            case 'N' -> column.baseType().equals("int2") ? String.valueOf(n % 30_000) : String.valueOf(n);
            case 'B' -> "false";
            case 'D' ->
                column.baseType().startsWith("time") && !column.baseType().startsWith("timestamp")
                        ? "'12:00'"
                        : "'2020-01-01'::date + %d".formatted(n % 10_000);
            case 'T' -> "'1 day'";
            case 'I' -> "'10.1.%d.%d'".formatted(n / 250 % 250, n % 250 + 1);
            case 'A' -> "'{}'";
            case 'R' -> range(column, n);
            case 'V' -> "B'%s'".formatted(Integer.toBinaryString(n));
            case 'U' ->
                switch (column.baseType()) {
                    case "uuid" -> "'00000000-0000-4000-8000-%012d'".formatted(n);
                    case "json", "jsonb" -> "'{}'";
                    case "bytea" -> "'\\x%08x'".formatted(n);
                    case "xml" -> "'<a/>'";
                    case "tsvector", "tsquery" -> "'a%d'".formatted(n);
                    default -> column.baseType().equals("citext") ? Catalog.literal("row " + n) : null;
                };
            default -> null;
        };
    }

    private static @Nullable String range(Column column, int n) {
        return switch (column.baseType()) {
            case "int4range", "int8range", "numrange" -> "'[%d,%d)'".formatted(n * 10, n * 10 + 5);
            case "daterange", "tsrange", "tstzrange" -> "'[2020-01-01,2020-02-01)'";
            default -> null;
        };
    }

    private static String shorten(String text, int n, int length) {
        if (length == 0 || text.length() <= length) {
            return text;
        }
        var number = Integer.toString(n, Character.MAX_RADIX);
        return number.length() <= length ? number : number.substring(number.length() - length);
    }

    /** Tries the values, and others where PostgreSQL refuses them; undoes every attempt. */
    private Optional<Draft> settle(Relation table, Map<Column, String> values, Set<Column> pinned) throws SQLException {
        var tried = new HashMap<String, Integer>();
        var last = "";
        owner.setAutoCommit(false);
        try {
            for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
                var draft = new Draft(table, values);
                try {
                    Stage.execute(owner, draft.sql());
                    Stage.execute(owner, "SET CONSTRAINTS ALL IMMEDIATE");
                    return Optional.of(draft);
                } catch (SQLException refused) {
                    if (owner.isClosed()) {
                        throw refused;
                    }
                    last = Rejected.error(refused);
                    owner.rollback();
                    if (!mend(table, values, pinned, refused, tried)) {
                        break;
                    }
                } finally {
                    if (!owner.isClosed()) {
                        owner.rollback();
                    }
                }
            }
        } finally {
            if (!owner.isClosed()) {
                owner.setAutoCommit(true);
            }
        }
        failures.putIfAbsent(table.name(), last);
        return Optional.empty();
    }

    /** Changes what PostgreSQL refused; false: there is nothing more to try. */
    private boolean mend(
            Relation table,
            Map<Column, String> values,
            Set<Column> pinned,
            SQLException refused,
            Map<String, Integer> tried) {
        var server = refused instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        var constraint = server == null ? null : server.getConstraint();
        var state = String.valueOf(refused.getSQLState());
        var candidates = new ArrayList<Map.Entry<Column, String>>();
        var bare = constraint == null ? "" : constraint;
        switch (state) {
            case "23514" -> {
                for (var key : catalog.keys()) {
                    if (key.relation() == table.oid()
                            && key.kind() == KeyKind.CHECK
                            && key.name().replace("\"", "").equals(bare)) {
                        key.columns()
                                .forEach(number ->
                                        constants(table.column(number), key.definition(), counter, candidates));
                    }
                }
                for (var column : table.columns()) {
                    column.checks().forEach(check -> constants(column, check, counter, candidates));
                }
            }
            case "23505", "23P01" -> {
                for (var key : catalog.keys()) {
                    if (key.relation() == table.oid()
                            && key.name().replace("\"", "").equals(bare)) {
                        for (var number : key.columns()) {
                            var column = table.column(number);
                            if (values.containsKey(column) && !pinned.contains(column)) {
                                counter++;
                                Optional.ofNullable(plain(column, null))
                                        .ifPresent(value -> candidates.add(Map.entry(column, value)));
                                column.labels()
                                        .forEach(label -> candidates.add(Map.entry(column, Catalog.literal(label))));
                            }
                        }
                    }
                }
            }
            case "22001", "22003", "22P02", "42804", "22007", "22008" -> {
                for (var column : List.copyOf(values.keySet())) {
                    if (column.category() == 'N') {
                        candidates.add(Map.entry(column, String.valueOf(counter++ % 9 + 1)));
                        candidates.add(Map.entry(column, "0"));
                    } else if (!column.notNull()) {
                        candidates.add(Map.entry(column, "NULL"));
                    }
                }
            }
            default -> {
                return dropOptional(values, pinned, tried, "other " + state);
            }
        }
        candidates.removeIf(candidate -> pinned.contains(candidate.getKey()));
        var step = tried.merge(state + bare, 1, Integer::sum) - 1;
        if (candidates.isEmpty() || step >= candidates.size()) {
            return dropOptional(values, pinned, tried, state + bare);
        }
        var chosen = candidates.get(step);
        values.put(chosen.getKey(), chosen.getValue());
        return true;
    }

    /** Leaves everything out that may be left out, once for each kind of refusal. */
    private static boolean dropOptional(
            Map<Column, String> values, Set<Column> pinned, Map<String, Integer> tried, String reason) {
        if (tried.putIfAbsent("left out for " + reason, 1) != null) {
            return false;
        }
        return values.keySet().removeIf(column -> !pinned.contains(column) && (!column.notNull() || column.filled()));
    }

    private static void constants(Column column, String check, int n, List<Map.Entry<Column, String>> candidates) {
        var found = new LinkedHashSet<String>();
        var matcher = CONSTANT.matcher(check);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                found.add(
                        column.category() == 'A'
                                ? "ARRAY['" + matcher.group(1) + "']"
                                : '\'' + matcher.group(1) + '\'');
            } else if (column.category() == 'N') {
                found.add(matcher.group(2));
                found.add(matcher.group(2) + " + 1");
                found.add(matcher.group(2) + " - 1");
            } else if (column.baseType().equals("bytea")) {
                // a length, likely
                found.add("decode(lpad(to_hex(%d), 2 * %s, '0'), 'hex')".formatted(n, matcher.group(2)));
            } else if (column.category() == 'S') {
                found.add("lpad('%d', %s, '0')".formatted(n, matcher.group(2)));
            }
        }
        if (column.category() == 'S') {
            List.of("a", "abc", "a@example.org", "https://example.org", "ABC", "12345", "a-b-c")
                    .forEach(text -> found.add(Catalog.literal(text)));
        }
        if (column.category() == 'A') {
            found.addAll(List.of("'{a}'", "'{1}'"));
        }
        if (column.isBoolean()) {
            found.add("true");
        }
        if (!column.notNull()) {
            found.add("NULL");
        }
        found.forEach(value -> candidates.add(Map.entry(column, value)));
    }
}
