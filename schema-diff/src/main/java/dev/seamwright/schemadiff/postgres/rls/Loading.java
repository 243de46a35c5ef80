package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads a schema as an ordinary role, though it may have been written for a superuser. */
final class Loading {
    // strings and quoted names stay as they are
    private static final Pattern LEAKPROOF =
            Pattern.compile("(?is)(\\$(\\w*)\\$.*?\\$\\2\\$|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")|\\bleakproof\\b");
    private static final Pattern FUNCTION =
            Pattern.compile("(?is)^(?:create\\s+(?:or\\s+replace\\s+)?|alter\\s+)function\\b.*");
    private static final Pattern NEW_OWNER =
            Pattern.compile("(?is)^alter\\b.*\\bowner\\s+to\\s+(\"(?:[^\"]|\"\")+\"|\\w+)\\s*$");
    // a custom setting, as ALTER ROLE and ALTER DATABASE … SET name it
    private static final Pattern SETTING =
            Pattern.compile("permission denied to set parameter \"([\\w$]+\\.[\\w$.]+)\"");
    private static final String REFUSED = "42501";

    // what leads to other servers, which the shadow has not
    private static final Pattern ABROAD = Pattern.compile(
            "(?is)^(?:create\\s+extension\\b.*(?:fdw|dblink)|(?:create|alter|drop|grant|comment)\\b.*\\b(?:foreign\\s+server|foreign\\s+data\\s+wrapper|user\\s+mapping)\\b|(?:create|alter)\\s+server\\b|create\\s+publication\\b|do\\b.*(?:create\\s+server|user\\s+mapping|foreign\\s+table)).*");
    private static final Pattern FOREIGN_TABLE =
            Pattern.compile("(?is)^(create\\s+)foreign\\s+(table\\b.*\\))\\s*server\\b.*");

    private final Connection owner;
    private final ShadowDatabase database;
    private final Set<Long> foreign = new HashSet<>();

    private Loading(Connection owner, ShadowDatabase database) {
        this.owner = owner;
        this.database = database;
    }

    /** Loads scripts in order; the oids of tables that stand in for foreign ones, whose servers are not here. */
    static Set<Long> load(List<Script> scripts, Connection owner, ShadowDatabase database) throws SQLException {
        var loading = new Loading(owner, database);
        for (var script : scripts) {
            for (var statement : script.statements()) {
                loading.execute(script.name(), statement);
            }
        }
        return Set.copyOf(loading.foreign);
    }

    private void execute(String script, Script.Statement statement) throws SQLException {
        var plain = FUNCTION.matcher(statement.sql()).matches()
                ? LEAKPROOF
                        .matcher(statement.sql())
                        .replaceAll(match -> match.group(1) == null ? "" : Matcher.quoteReplacement(match.group(1)))
                : statement.sql();
        var one = new Script(script, List.of(new Script.Statement(plain, statement.line())));
        var before = plain.equals(statement.sql()) ? 0 : newest();
        try {
            one.execute(owner);
        } catch (Rejected rejected) {
            var setting = SETTING.matcher(rejected.error());
            if (REFUSED.equals(rejected.sqlState()) && setting.find()) {
                database.lendSetting(setting.group(1), () -> one.execute(owner));
                return;
            }
            var table = FOREIGN_TABLE.matcher(plain);
            if (table.matches()) {
                standIn(new Script(
                        script, List.of(new Script.Statement(table.group(1) + table.group(2), statement.line()))));
                return;
            }
            if (ABROAD.matcher(plain).matches()) {
                return;
            }
            var heir = NEW_OWNER.matcher(plain);
            if (!REFUSED.equals(rejected.sqlState()) || !heir.matches()) {
                throw rejected;
            }
            inherit(one, heir.group(1));
        }
        if (!plain.equals(statement.sql())) {
            for (var function : Catalog.query(
                    owner,
                    "SELECT oid FROM pg_proc WHERE prokind = 'f' AND oid::bigint > " + before,
                    row -> row.getLong(1))) {
                database.leakproof(function);
            }
        }
    }

    private void standIn(Script table) throws SQLException {
        var before = Catalog.query(owner, "SELECT coalesce(max(oid)::bigint, 0) FROM pg_class", row -> row.getLong(1))
                .getFirst();
        table.execute(owner);
        foreign.addAll(Catalog.query(
                owner,
                "SELECT oid FROM pg_class WHERE relkind = 'r' AND oid::bigint > " + before,
                row -> row.getLong(1)));
    }

    private long newest() throws SQLException {
        return Catalog.query(owner, "SELECT coalesce(max(oid)::bigint, 0) FROM pg_proc", row -> row.getLong(1))
                .getFirst();
    }

    /** A superuser may give objects to a role that could not make them where they are: for a moment the role could. */
    private void inherit(Script one, String heir) throws SQLException {
        var role = heir.startsWith("\"")
                ? heir.substring(1, heir.length() - 1).replace("\"\"", "\"")
                : heir.toLowerCase(java.util.Locale.ROOT);
        var closed = Catalog.query(owner, """
                SELECT 'SCHEMA ' || quote_ident(n.nspname) FROM pg_namespace n JOIN pg_roles r ON r.rolname = %1$s
                 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT has_schema_privilege(r.oid, n.oid, 'CREATE')
                   AND pg_has_role(n.nspowner, 'USAGE')
                UNION ALL
                SELECT 'DATABASE ' || quote_ident(current_database()) FROM pg_roles r
                 WHERE r.rolname = %1$s AND NOT has_database_privilege(r.oid, current_database(), 'CREATE')
                """.formatted(Catalog.literal(role)), row -> row.getString(1));
        for (var place : closed) {
            Stage.execute(owner, "GRANT CREATE ON %s TO %s".formatted(place, heir));
        }
        try {
            one.execute(owner);
        } finally {
            for (var place : closed) {
                Stage.execute(owner, "REVOKE CREATE ON %s FROM %s".formatted(place, heir));
            }
        }
    }
}
