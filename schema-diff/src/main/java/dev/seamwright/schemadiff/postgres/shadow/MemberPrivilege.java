package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A privilege on a function of an extension. The functions of a trusted extension belong to a superuser, whoever created the extension, so
 * that PostgreSQL grants and revokes nothing for the candidate, and only warns. Who may execute them is a matter of the candidate's own
 * database: PostgreSQL lets everybody create the extension.
 *
 * @param verb {@code GRANT} or {@code REVOKE}
 * @param routine with the types of its arguments, as written
 * @param roles with the word in front of them, and what stands behind them
 */
record MemberPrivilege(String verb, String routine, String roles) {
    private static final Pattern FORM = Pattern.compile(
            "(?<verb>GRANT|REVOKE) (?:EXECUTE|ALL(?: PRIVILEGES)?) ON (?:FUNCTION|ROUTINE) (?<routine>"
                    + Vetted.QUALIFIED
                    + " ?" + Vetted.ARGUMENTS + ") (?<roles>(?:TO|FROM) " + Vetted.NAMES
                    + "(?: WITH GRANT OPTION| CASCADE| RESTRICT)?)",
            Pattern.CASE_INSENSITIVE);

    static Optional<MemberPrivilege> of(String sql) {
        if (sql.length() > Vetted.LONGEST) {
            return Optional.empty();
        }
        var found = FORM.matcher(Vetted.plainText(sql));
        return found.matches()
                ? Optional.of(new MemberPrivilege(found.group("verb"), found.group("routine"), found.group("roles")))
                : Optional.empty();
    }

    /**
     * Grants or revokes it, in the session's transaction.
     *
     * @return false when the routine is none of a trusted extension's
     */
    boolean apply(Connection session, Elevation elevation) throws SQLException {
        // before the path changes: the name is the candidate's
        var routines = Names.read(session, """
                SELECT p.oid::text FROM pg_catalog.pg_proc p
                  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid
                   AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e'
                  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                  JOIN pg_catalog.pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
                 WHERE p.oid = pg_catalog.to_regprocedure(?) AND v.trusted AND p.proowner = 10
                """, routine);
        for (var oid : routines) {
            elevation.asSuperuser(session, with -> {
                var path = Elevation.setting(with, "search_path");
                Elevation.path(with, Elevation.CATALOG);
                var name = Names.read(with, "SELECT ?::oid::regprocedure::text", Long.valueOf(oid));
                Names.execute(with, "%s EXECUTE ON ROUTINE %s %s".formatted(verb, name.getFirst(), roles));
                Elevation.path(with, path);
            });
        }
        return !routines.isEmpty();
    }
}
