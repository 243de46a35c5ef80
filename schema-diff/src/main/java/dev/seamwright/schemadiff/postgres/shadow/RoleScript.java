package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.schemadiff.postgres.shadow.RolePlan.Membership;
import dev.seamwright.schemadiff.postgres.shadow.RolePlan.Role;
import dev.seamwright.schemadiff.postgres.shadow.Script.Statement;
import dev.seamwright.schemadiff.postgres.shadow.ShadowServer.Powers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what roles a script makes: an ordinary role executes it, PostgreSQL says what it made, and all of it is undone. So nobody but
 * PostgreSQL reads the script, and no statement of it is executed with power.
 */
final class RoleScript {
    // the first words of a statement that PostgreSQL can only take for one about a role
    private static final Pattern ABOUT_A_ROLE = Pattern.compile(
            "(?is)(?:\\s++|--[^\\n]*+|/\\*(?:(?!/\\*).)*?\\*/)*+(?:CREATE|ALTER)\\s+(?:ROLE|USER|GROUP)\\s+(?!MAPPING\\b).*");
    private static final Pattern WORDS =
            Pattern.compile("(?i)'[^']*+'|\"[^\"]*+\"|\\b(SUPERUSER|CREATEDB|BYPASSRLS|REPLICATION)\\b");
    private static final String REFUSED = "42501";

    private final Connection maker;
    private final Powers powers;
    private final List<String> notes = new ArrayList<>();

    private RoleScript(Connection maker, Powers powers) {
        this.maker = maker;
        this.powers = powers;
    }

    /**
     * The roles that the script makes.
     *
     * @param maker a connection of an ordinary role that may create roles and has the attributes that it shall be able to give
     * @throws Rejected when PostgreSQL refuses a statement for another reason than a lack of power
     */
    static RolePlan read(Connection maker, Powers powers, Script script) throws SQLException {
        var reader = new RoleScript(maker, powers);
        maker.setAutoCommit(false);
        try {
            var before = Names.read(maker, "SELECT rolname FROM pg_roles");
            for (var statement : script.statements()) {
                reader.execute(script.name(), statement);
            }
            return reader.plan(before);
        } finally {
            maker.rollback();
        }
    }

    private void execute(String script, Statement statement) throws SQLException {
        var sql = isAboutARole(statement.sql()) ? withoutPower(statement, powers, notes) : statement.sql();
        var savepoint = maker.setSavepoint();
        try {
            Names.execute(maker, sql);
            maker.releaseSavepoint(savepoint);
        } catch (SQLException refusal) {
            if (!REFUSED.equals(refusal.getSQLState())) {
                throw new Rejected(script, statement, refusal);
            }
            maker.rollback(savepoint);
            notes.add(
                    "The %s at line %d is left out: %s.".formatted(script, statement.line(), Rejected.error(refusal)));
        }
    }

    static boolean isAboutARole(String sql) {
        return ABOUT_A_ROLE.matcher(sql).matches();
    }

    /** The statement without the attributes that the shadow does not give; {@code notes} says which. */
    static String withoutPower(Statement statement, Powers powers, List<String> notes) {
        return WORDS.matcher(statement.sql()).replaceAll(word -> {
            var attribute = word.group(1);
            if (attribute == null || given(attribute, powers)) {
                return Matcher.quoteReplacement(word.group());
            }
            notes.add("The role at line %d is made without %s, which the shadow gives to nobody."
                    .formatted(statement.line(), attribute.toUpperCase(Locale.ROOT)));
            return "NO" + attribute;
        });
    }

    private static boolean given(String attribute, Powers powers) {
        return switch (attribute.toUpperCase(Locale.ROOT)) {
            case "BYPASSRLS" -> powers.superuser() && powers.major() >= 16;
            // a replication slot belongs to no database: on a server with other users its rest could not be told from
            // theirs
            case "REPLICATION" -> powers.superuser() && powers.major() >= 16 && powers.alone();
            default -> false;
        };
    }

    private RolePlan plan(List<String> before) throws SQLException {
        var roles = new ArrayList<Role>();
        try (var query = maker.prepareStatement("""
                SELECT r.rolname, r.rolcanlogin, r.rolinherit, r.rolcreaterole, r.rolbypassrls, r.rolreplication, r.rolconnlimit,
                       coalesce(s.setconfig, '{}')
                  FROM pg_roles r LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
                 WHERE r.rolname <> ALL (?) ORDER BY r.oid
                """)) {
            query.setArray(1, maker.createArrayOf("text", before.toArray()));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    roles.add(new Role(
                            row.getString(1),
                            row.getBoolean(2),
                            row.getBoolean(3),
                            row.getBoolean(4),
                            row.getBoolean(5),
                            row.getBoolean(6),
                            row.getInt(7),
                            List.of((String[]) row.getArray(8).getArray())));
                }
            }
        }
        return new RolePlan(roles, memberships(roles.stream().map(Role::name).toList()), notes);
    }

    private List<Membership> memberships(List<String> roles) throws SQLException {
        var options = powers.major() >= 16 ? "a.inherit_option, a.set_option" : "m.rolinherit, true";
        var memberships = new ArrayList<Membership>();
        try (var query = maker.prepareStatement("""
                SELECT r.rolname, m.rolname, a.admin_option, %s
                  FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
                 WHERE m.rolname = ANY (?) ORDER BY r.oid, m.oid
                """.formatted(options))) {
            query.setArray(1, maker.createArrayOf("text", roles.toArray()));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    memberships.add(new Membership(
                            row.getString(1),
                            row.getString(2),
                            row.getBoolean(3),
                            row.getBoolean(4),
                            row.getBoolean(5)));
                }
            }
        }
        return memberships;
    }
}
