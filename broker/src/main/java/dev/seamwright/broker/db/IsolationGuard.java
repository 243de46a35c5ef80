package dev.seamwright.broker.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Refuses to serve when PostgreSQL would not keep tenants apart. Run at start-up and again every few minutes. */
public final class IsolationGuard {
    private static final String ROLE = """
            SELECT rolname, rolsuper, rolbypassrls,
                   EXISTS (SELECT FROM pg_class c
                            WHERE pg_has_role(r.oid, c.relowner, 'MEMBER') AND c.relnamespace = to_regnamespace('seamwright'))
                   OR EXISTS (SELECT FROM pg_namespace n WHERE pg_has_role(r.oid, n.nspowner, 'MEMBER') AND n.nspname = 'seamwright')
                       AS owner,
                   EXISTS (SELECT FROM pg_roles o
                            WHERE (o.rolsuper OR o.rolbypassrls) AND o.oid <> r.oid AND pg_has_role(r.oid, o.oid, 'MEMBER'))
                       AS may_become_superuser
              FROM pg_roles r WHERE rolname = current_user
            """;
    private static final String TABLES = """
            SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
                   NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AS no_policy,
                   EXISTS (SELECT FROM pg_policy p
                            WHERE p.polrelid = c.oid AND p.polpermissive
                              AND EXISTS (SELECT FROM unnest(p.polroles) AS target(oid)
                                           WHERE target.oid = 0 OR pg_has_role(r.oid, target.oid, 'USAGE'))
                              AND (coalesce(pg_get_expr(p.polqual, p.polrelid), 'true') = 'true'
                                   OR coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid), 'true') = 'true'))
                       AS open_policy
              FROM pg_class c, pg_roles r
             WHERE c.relnamespace = to_regnamespace('seamwright') AND c.relkind IN ('r', 'p') AND r.rolname = current_user
             ORDER BY c.relname
            """;
    private static final String VIEWS = """
            SELECT c.relname FROM pg_class c
             WHERE c.relnamespace = to_regnamespace('seamwright')
               AND (c.relkind = 'm' OR c.relkind = 'v'
                    AND NOT coalesce('security_invoker=true' = ANY (c.reloptions) OR 'security_invoker=on' = ANY (c.reloptions), false))
             ORDER BY c.relname
            """;

    private static final String FUNCTIONS = """
            SELECT p.proname FROM pg_proc p JOIN pg_roles o ON o.oid = p.proowner
             WHERE p.pronamespace = to_regnamespace('seamwright') AND p.prosecdef AND (o.rolsuper OR o.rolbypassrls)
               AND has_function_privilege(p.oid, 'EXECUTE')
             ORDER BY p.proname
            """;

    private final DataSource database;

    public IsolationGuard(DataSource database) {
        this.database = database;
    }

    /** @throws Refused with every cause that was found */
    public void check() {
        List<String> causes;
        try (var connection = database.getConnection()) {
            causes = causes(connection);
        } catch (SQLException failure) {
            throw new Transactor.DatabaseFailure(failure);
        }
        if (!causes.isEmpty()) {
            throw new Refused(causes);
        }
    }

    static List<String> causes(Connection connection) throws SQLException {
        var causes = new ArrayList<String>();
        var version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < 15) {
            causes.add("PostgreSQL %d is too old: use 15 or newer".formatted(version));
        }
        try (var statement = connection.createStatement()) {
            try (var role = statement.executeQuery(ROLE)) {
                role.next();
                var name = role.getString("rolname");
                if (role.getBoolean("rolsuper")) {
                    causes.add("role %s is a superuser, for whom row-level security is void".formatted(name));
                }
                if (role.getBoolean("rolbypassrls")) {
                    causes.add("role %s has BYPASSRLS".formatted(name));
                }
                if (role.getBoolean("owner")) {
                    causes.add(
                            "role %s owns tables of the schema seamwright, or may become their owner".formatted(name));
                }
                if (role.getBoolean("may_become_superuser")) {
                    causes.add("role %s is a member of a role with SUPERUSER or BYPASSRLS".formatted(name));
                }
            }
            var tables = 0;
            try (var row = statement.executeQuery(TABLES)) {
                for (; row.next(); tables++) {
                    var table = row.getString("relname");
                    if (!row.getBoolean("relrowsecurity")) {
                        causes.add("table %s has row-level security off".formatted(table));
                    }
                    if (!row.getBoolean("relforcerowsecurity")) {
                        causes.add("table %s lacks FORCE ROW LEVEL SECURITY".formatted(table));
                    }
                    if (row.getBoolean("no_policy")) {
                        causes.add("table %s has no policy".formatted(table));
                    }
                    if (row.getBoolean("open_policy")) {
                        causes.add("table %s has a policy that lets every row pass".formatted(table));
                    }
                }
            }
            if (tables == 0) {
                causes.add(
                        "the schema seamwright is missing: give the owner's login, so that the broker can migrate, or migrate first");
            }
            try (var row = statement.executeQuery(VIEWS)) {
                while (row.next()) {
                    causes.add("view %s reads with its owner's rights".formatted(row.getString("relname")));
                }
            }
            try (var row = statement.executeQuery(FUNCTIONS)) {
                while (row.next()) {
                    causes.add("function %s runs with the rights of an owner for whom row-level security is void"
                            .formatted(row.getString("proname")));
                }
            }
        }
        return causes;
    }

    /** Serving would not be safe; the message names every cause. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final List<String> causes;

        Refused(List<String> causes) {
            super(
                    "Refusing to serve, tenants would not be kept apart: " + String.join("; ", causes)
                            + ". Serve with an ordinary login that owns nothing, and give the owner's beside it, which only migrates:"
                            + " --database-url postgresql://seamwright_app:PASSWORD@HOST/DATABASE"
                            + " --database-owner-url postgresql://OWNER:PASSWORD@HOST/DATABASE."
                            + " An owner that may create roles makes the first one; docs/operations.md has the SQL for the other case.");
            this.causes = List.copyOf(causes);
        }

        /** Each one a clause that names the role, table, view or function. */
        public List<String> causes() {
            return causes;
        }
    }
}
