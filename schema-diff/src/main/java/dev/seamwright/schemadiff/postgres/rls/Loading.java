package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads a schema as an ordinary role, though it may have been written for a superuser. */
final class Loading {
    // strings and quoted names stay as they are
    private static final Pattern LEAKPROOF =
            Pattern.compile("(?is)(\\$(\\w*)\\$.*?\\$\\2\\$|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")|\\bleakproof\\b");
    private static final Pattern FUNCTION = Pattern.compile("(?is)^(?:create\\s+(?:or\\s+replace\\s+)?|alter\\s+)function\\b.*");
    private static final Pattern NEW_OWNER = Pattern.compile("(?is)^alter\\b.*\\bowner\\s+to\\s+(\"(?:[^\"]|\"\")+\"|\\w+)\\s*$");
    // a custom setting, as ALTER ROLE and ALTER DATABASE … SET name it
    private static final Pattern SETTING = Pattern.compile("permission denied to set parameter \"([\\w$]+\\.[\\w$.]+)\"");
    private static final String REFUSED = "42501";

    private final Connection owner;
    private final ShadowDatabase database;

    private Loading(Connection owner, ShadowDatabase database) {
        this.owner = owner;
        this.database = database;
    }

    static void load(Script script, Connection owner, ShadowDatabase database) throws SQLException {
        var loading = new Loading(owner, database);
        for (var statement : script.statements()) {
            loading.execute(script.name(), statement);
        }
    }

    private void execute(String script, Script.Statement statement) throws SQLException {
        var plain = FUNCTION.matcher(statement.sql()).matches()
                ? LEAKPROOF.matcher(statement.sql())
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
