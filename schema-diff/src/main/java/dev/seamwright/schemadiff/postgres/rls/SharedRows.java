package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.Catalog.Column;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Policy;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;

/**
 * Rows that a policy shows to every tenant on purpose: those that say so themselves, by a flag that is not set unless somebody sets it,
 * and those without a tenant where no tenant can make such a row, so that nobody publishes one by forgetting a value.
 */
final class SharedRows {
    private static final Pattern FLAG =
            Pattern.compile("(?i)(?:is_|are_)?(?:public|published|shared|global|template|for_everyone|everyone)\\w*");
    private static final Pattern WORD =
            Pattern.compile("(?i)public|published|shared|global|everyone|world|template|system");
    private static final Pattern IDENTITY =
            Pattern.compile("current_setting|current_user|session_user|current_role|CURRENT_USER|SESSION_USER|\\w\\(");
    private static final String VIOLATION = "42501";
    private static final String CHECKER = "ExecWithCheckOptions"; // the function of PostgreSQL that says so

    private final Connection owner;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final Rows rows;

    SharedRows(Connection owner, Catalog catalog, Tenancy tenancy, Rows rows) {
        this.owner = owner;
        this.catalog = catalog;
        this.tenancy = tenancy;
        this.rows = rows;
    }

    /**
     * Conditions on rows, as SQL that names columns, by table; each holds for rows that are shared.
     *
     * @param actor tenant A, whose rows are there
     */
    Map<Relation, List<String>> find(Actor actor) throws SQLException {
        var shared = new LinkedHashMap<Relation, List<String>>();
        for (var table : catalog.tables()) {
            var tenant = tenancy.column(table);
            if (!table.secured() || tenant.isEmpty() || !tenancy.isOwned(table)) {
                continue;
            }
            var conditions = new LinkedHashSet<String>();
            for (var policy : catalog.policiesOf(table.oid())) {
                if (policy.permissive() && "*r".indexOf(policy.command()) >= 0) {
                    flags(table, policy, conditions);
                    if (!tenant.get().notNull()
                            && policy.using().contains(tenant.get().name() + " IS NULL")
                            && !mayLoseTenant(table, tenant.get(), actor)) {
                        conditions.add(tenant.get().name() + " IS NULL");
                    }
                }
            }
            if (!conditions.isEmpty()) {
                shared.put(table, List.copyOf(conditions));
            }
        }
        return shared;
    }

    private void flags(Relation table, Policy policy, Set<String> conditions) throws SQLException {
        var text = policy.using();
        if (IDENTITY.matcher(text).find() && !text.contains(" OR ")) {
            return; // what is asked besides the tenant opens nothing
        }
        for (var column : table.columns()) {
            if (!policy.columns().contains(column.number())) {
                continue;
            }
            var name = Pattern.quote(column.name());
            if (column.isBoolean()) {
                var asked = Pattern.compile("(?<!NOT )(?<![\\w.])" + name + "(?: IS TRUE| = true)?(?= OR |\\)|$)")
                        .matcher(text)
                        .find();
                if (asked && FLAG.matcher(column.bareName()).matches() && !isUsual(column, "true")) {
                    conditions.add(column.name());
                }
                continue;
            }
            var equal = Pattern.compile("(?<![\\w.])" + name + "\\)?(?:::[a-z ]+)? = '((?:[^']|'')*)'")
                    .matcher(text);
            while (equal.find()) {
                var word = equal.group(1).replace("''", "'");
                if (WORD.matcher(word).matches() && !isUsual(column, word)) {
                    conditions.add("%s::text = %s".formatted(column.name(), Catalog.literal(word)));
                }
            }
        }
    }

    /** Whether a row has the value when nobody says otherwise. */
    private boolean isUsual(Column column, String value) throws SQLException {
        if (column.defaultValue().isEmpty()) {
            return false;
        }
        return Catalog.query(
                        owner,
                        "SELECT (%s)::text IS NOT DISTINCT FROM %s"
                                .formatted(column.defaultValue(), Catalog.literal(value)),
                        row -> row.getBoolean(1))
                .getFirst();
    }

    /** Whether policies let a tenant make a row that has none, by leaving the tenant out or by taking it away. */
    private boolean mayLoseTenant(Relation table, Column tenant, Actor actor) throws SQLException {
        var attempts = new ArrayList<String>();
        rows.draft(table, null, Map.of(), column -> true).ifPresent(draft -> attempts.add(draft.sql()));
        attempts.add("UPDATE %s SET %s = NULL".formatted(table.name(), tenant.name()));
        for (var attempt : attempts) {
            if (isAllowed(table, attempt, actor)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the policies for the actor take the statement, privileges aside; all is undone. */
    private boolean isAllowed(Relation table, String sql, Actor actor) throws SQLException {
        var role = '"' + actor.login().replace("\"", "\"\"") + '"';
        owner.setAutoCommit(false);
        try (var statement = owner.createStatement()) {
            statement.setEscapeProcessing(false);
            var schema = table.name()
                    .substring(
                            0, table.name().length() - quoted(table.bareName()).length() - 1);
            for (var grant : List.of(
                    "GRANT USAGE ON SCHEMA %s TO %s".formatted(schema, role),
                    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA %s TO %s".formatted(schema, role),
                    "GRANT SELECT, INSERT, UPDATE ON %s TO %s".formatted(table.name(), role),
                    "SET LOCAL ROLE " + role)) {
                statement.execute(grant);
            }
            for (var set : actor.prelude()) {
                statement.execute(set);
            }
            for (var set : actor.each()) {
                statement.execute(set);
            }
            return statement.executeUpdate(sql) > 0;
        } catch (SQLException refused) {
            if (owner.isClosed()) {
                throw refused;
            }
            // another refusal says nothing of the policies: then they are not trusted
            return !(VIOLATION.equals(refused.getSQLState())
                    && refused instanceof PSQLException postgres
                    && postgres.getServerErrorMessage() != null
                    && CHECKER.equals(postgres.getServerErrorMessage().getRoutine()));
        } finally {
            if (!owner.isClosed()) {
                owner.rollback();
                owner.setAutoCommit(true);
            }
        }
    }

    private static String quoted(String bare) {
        return bare.matches("[a-z_][a-z0-9_]*") ? bare : '"' + bare.replace("\"", "\"\"") + '"';
    }
}
