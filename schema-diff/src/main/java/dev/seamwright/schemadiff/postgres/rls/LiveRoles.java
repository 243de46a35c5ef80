package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.RlsReview.NotReviewable;
import dev.seamwright.schemadiff.postgres.shadow.RolePlan;
import dev.seamwright.schemadiff.postgres.shadow.RolePlan.Membership;
import dev.seamwright.schemadiff.postgres.shadow.RolePlan.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The roles of a live server: what they may do, whose members they are, and the settings that they bring. */
public final class LiveRoles {
    private LiveRoles() {}

    /** The name that every shadow has for itself, and gives no power. */
    private static final String USUAL_SUPERUSER = "postgres";

    /**
     * The roles with these names, and all of which they are members.
     *
     * @param login of the application
     * @throws NotReviewable when the login is missing, or is the usual superuser
     */
    public static RolePlan of(Connection connection, String login, Collection<String> names) throws SQLException {
        var wanted = new ArrayList<>(names);
        wanted.add(login);
        var notes = new ArrayList<String>();
        var superusers = new ArrayList<String>();
        var roles = Catalog.query(connection, """
                WITH RECURSIVE known (oid) AS (
                    SELECT oid FROM pg_roles WHERE rolname = ANY (%s)
                    UNION
                    SELECT a.roleid FROM known k JOIN pg_auth_members a ON a.member = k.oid
                )
                SELECT r.rolname, r.rolcanlogin, r.rolinherit, r.rolcreaterole, r.rolbypassrls, r.rolreplication, r.rolconnlimit,
                       r.rolsuper, ARRAY(SELECT DISTINCT ON (split_part(x, '=', 1)) x
                                           FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) x
                                          WHERE (s.setrole = r.oid AND s.setdatabase IN (0, d.oid))
                                             OR (s.setrole = 0 AND s.setdatabase = d.oid)
                                          ORDER BY split_part(x, '=', 1), s.setrole = 0, s.setdatabase = 0)
                  FROM known k JOIN pg_roles r ON r.oid = k.oid JOIN pg_database d ON d.datname = current_database()
                 WHERE r.rolname !~ '^pg_' ORDER BY r.oid
                """.formatted(Catalog.array(wanted)), row -> {
            var name = row.getString(1);
            if (row.getBoolean(8)) {
                superusers.add(name);
            }
            return new Role(
                    name,
                    row.getBoolean(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getBoolean(5) || row.getBoolean(8),
                    row.getBoolean(6) || row.getBoolean(8),
                    -1,
                    List.of((String[]) row.getArray(9).getArray()));
        });
        if (roles.stream().noneMatch(role -> role.name().equals(login))) {
            throw new NotReviewable("There is no role %s on the server of the database.".formatted(login));
        }
        if (login.equals(USUAL_SUPERUSER)) {
            throw new NotReviewable(
                    "The login %s is the server's superuser, whom no policy holds. Name the application's own login."
                            .formatted(login));
        }
        var memberships = new ArrayList<>(memberships(connection, roles));
        for (var superuser : superusers) {
            // no superuser is made; who reads, writes and bypasses everything is as near as it gets
            for (var all : List.of("pg_read_all_data", "pg_write_all_data")) {
                memberships.add(new Membership(all, superuser, false, true, true));
            }
            notes.add("%s is a superuser, and is tried as a role that reads and writes everything past all policies."
                    .formatted(superuser));
        }
        return new RolePlan(roles, memberships, notes);
    }

    private static List<Membership> memberships(Connection connection, List<Role> roles) throws SQLException {
        var options = connection.getMetaData().getDatabaseMajorVersion() >= 16
                ? "a.inherit_option, a.set_option"
                : "m.rolinherit, true";
        return Catalog.query(
                connection,
                """
                SELECT r.rolname, m.rolname, bool_or(a.admin_option), bool_or(inherits), bool_or(sets)
                  FROM (SELECT a.roleid, a.member, a.admin_option, %s
                          FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member) a (roleid, member, admin_option, inherits, sets)
                  JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
                 WHERE m.rolname = ANY (%s) GROUP BY 1, 2 ORDER BY 1, 2
                """.formatted(
                        options, Catalog.array(roles.stream().map(Role::name).toList())),
                row -> new Membership(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5)));
    }
}
