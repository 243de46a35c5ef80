package dev.seamwright.schemadiff.postgres.shadow;

import java.util.Collection;
import java.util.List;

/**
 * The roles that a candidate expects on its server, as facts. Passwords and their end are no part of it: who logs in here is decided
 * by {@link ShadowDatabase#connectAs}.
 *
 * @param notes what was asked for and is left out, as sentences
 */
public record RolePlan(List<Role> roles, List<Membership> memberships, List<String> notes) {
    /** No role beyond those that every shadow has. */
    public static final RolePlan NONE = new RolePlan(List.of(), List.of(), List.of());

    public RolePlan {
        roles = List.copyOf(roles);
        memberships = List.copyOf(memberships);
        notes = List.copyOf(notes);
    }

    /**
     * A role. None is a superuser or may create databases.
     *
     * @param connectionLimit -1: none
     * @param settings as {@code pg_db_role_setting} has them: {@code name=value}
     */
    public record Role(
            String name,
            boolean login,
            boolean inherit,
            boolean createRole,
            boolean bypassRls,
            boolean replication,
            int connectionLimit,
            List<String> settings) {
        public Role {
            settings = List.copyOf(settings);
        }

        /** As {@code CREATE ROLE name} makes it. */
        public static Role named(String name) {
            return new Role(name, false, true, false, false, false, -1, List.of());
        }
    }

    /**
     * That {@code member} is a member of {@code role}.
     *
     * @param inherit whether the member has its privileges without {@code SET ROLE}
     * @param set whether the member may {@code SET ROLE} to it
     */
    public record Membership(String role, String member, boolean admin, boolean inherit, boolean set) {}

    /** Roles of which only the names are known. */
    public static RolePlan named(Collection<String> names) {
        return new RolePlan(names.stream().distinct().map(Role::named).toList(), List.of(), List.of());
    }
}
