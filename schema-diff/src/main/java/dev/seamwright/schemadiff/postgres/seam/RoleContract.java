package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;

/**
 * What a role can do in a live database, by grants of its own, by PUBLIC, by roles that it inherits and by owning, against what its
 * consumer needs. PostgreSQL answers for each privilege.
 */
public final class RoleContract {
    private static final String ALLOWED = """
            SELECT s.oid IS NOT NULL AND c.oid IS NOT NULL AND (w.name = '' OR a.attnum IS NOT NULL),
                   coalesce(has_schema_privilege(r.oid, s.oid, 'USAGE'), false),
                   coalesce(CASE WHEN w.privilege = 'DELETE' THEN has_table_privilege(r.oid, c.oid, 'DELETE')
                                 WHEN w.name = '' THEN has_any_column_privilege(r.oid, c.oid, w.privilege)
                                 ELSE has_column_privilege(r.oid, c.oid, a.attnum, w.privilege) END, false)
              FROM (SELECT ?::text AS role, ?::text AS schema, ?::text AS relation, ?::text AS name, ?::text AS privilege) w
              JOIN pg_roles r ON r.rolname = w.role
              LEFT JOIN pg_namespace s ON s.nspname = w.schema
              LEFT JOIN pg_class c ON c.relnamespace = s.oid AND c.relname = w.relation
              LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = w.name AND NOT a.attisdropped
            """;

    /** Privileges on whole relations, and on single columns where the role has none on the whole; with where each comes from. */
    private static final String EFFECTIVE = """
            SELECT n.nspname, c.relname, coalesce(a.attname, ''), p.privilege,
                   concat_ws(', ',
                       CASE WHEN r.rolsuper THEN 'superuser' END,
                       CASE WHEN pg_has_role(r.oid, c.relowner, 'USAGE') THEN 'owner ' || pg_get_userbyid(c.relowner) END,
                       (SELECT string_agg(DISTINCT CASE WHEN g.grantee = 0 THEN 'PUBLIC'
                                                        WHEN g.grantee = r.oid THEN 'granted to it'
                                                        ELSE 'granted to ' || pg_get_userbyid(g.grantee) END, ', ')
                          FROM aclexplode(CASE WHEN a.attnum IS NULL THEN c.relacl ELSE a.attacl END) g
                         WHERE g.privilege_type = p.privilege
                           AND (g.grantee = 0 OR pg_has_role(r.oid, g.grantee, 'USAGE'))))
              FROM pg_roles r
             CROSS JOIN pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) p (privilege)
              LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attacl IS NOT NULL
                   AND p.privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                   AND NOT has_table_privilege(r.oid, c.oid, p.privilege)
             WHERE r.rolname = ?
               AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
               AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
               AND has_schema_privilege(r.oid, n.oid, 'USAGE')
               AND CASE WHEN a.attnum IS NULL THEN has_table_privilege(r.oid, c.oid, p.privilege)
                        ELSE has_column_privilege(r.oid, c.oid, a.attnum, p.privilege) END
             ORDER BY 1, 2, 3, 4
            """;

    private final Connection connection;
    private final String role;
    private final List<Need> needs;
    private final Findings findings = new Findings();

    private RoleContract(Connection connection, String role, List<Need> needs) {
        this.connection = connection;
        this.role = role;
        this.needs = needs;
    }

    /** What the role lacks first, then what it has too much. Any role may ask, of any role. */
    public static List<Finding> review(Connection connection, String role, List<Need> needs) throws SQLException {
        var contract = new RoleContract(connection, role, List.copyOf(needs));
        contract.missing();
        contract.unneeded();
        return contract.findings.all();
    }

    private void missing() throws SQLException {
        try (var statement = connection.prepareStatement(ALLOWED)) {
            for (var need : needs) {
                missing(statement, need);
            }
        }
    }

    private void missing(PreparedStatement statement, Need need) throws SQLException {
        statement.setString(1, role);
        statement.setString(2, need.schema());
        statement.setString(3, need.relation());
        statement.setString(4, need.column());
        statement.setString(5, need.action().privilege());
        try (var row = statement.executeQuery()) {
            if (!row.next()) {
                missing(need, "There is no role %s.".formatted(role), "CREATE ROLE %s".formatted(quoted(role)));
            } else if (!row.getBoolean(1)) {
                missing(need, "It is not there.", RoleRules.GRANT_MISSING.remedy());
            } else if (!row.getBoolean(2)) {
                missing(
                        need,
                        "The role %s has no USAGE on schema %s.".formatted(role, need.schema()),
                        "GRANT USAGE ON SCHEMA %s TO %s".formatted(quoted(need.schema()), quoted(role)));
            } else if (!row.getBoolean(3)) {
                missing(
                        need,
                        "The role %s has no %s on it."
                                .formatted(role, need.action().privilege()),
                        "GRANT %s%s ON %s.%s TO %s"
                                .formatted(
                                        need.action().privilege(),
                                        need.column().isEmpty() ? "" : " (" + quoted(need.column()) + ")",
                                        quoted(need.schema()),
                                        quoted(need.relation()),
                                        quoted(role)));
            }
        }
    }

    private void missing(Need need, String message, String remedy) {
        findings.add(RoleRules.GRANT_MISSING, Level.BREAKING, need.name(), message, remedy, List.of());
    }

    private void unneeded() throws SQLException {
        var needed = new HashSet<List<String>>();
        for (var need : needs) {
            needed.add(List.of(need.schema(), need.relation(), "", need.action().privilege()));
            needed.add(List.of(
                    need.schema(), need.relation(), need.column(), need.action().privilege()));
        }
        try (var statement = connection.prepareStatement(EFFECTIVE)) {
            statement.setString(1, role);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var held = List.of(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4));
                    if (!needed.contains(held)) {
                        unneeded(held, rows.getString(5));
                    }
                }
            }
        }
    }

    private void unneeded(List<String> held, String sources) {
        var subject = String.join(".", held.get(2).isEmpty() ? held.subList(0, 2) : held.subList(0, 3));
        findings.add(
                RoleRules.GRANT_UNNEEDED,
                Level.RISKY,
                subject,
                "The role %s has %s on it, which no statement needs: %s.".formatted(role, held.get(3), sources));
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
