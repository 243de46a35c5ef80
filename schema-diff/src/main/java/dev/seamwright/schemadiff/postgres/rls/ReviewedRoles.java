package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.shadow.RolePlan;
import dev.seamwright.schemadiff.postgres.shadow.RolePlan.Role;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The roles of a review: of a script, or read from the server on which they are. */
public sealed interface ReviewedRoles {
    /** Attributes of a role by which it gets past policies. */
    List<String> POWERS = List.of("SUPERUSER", "BYPASSRLS", "REPLICATION");

    /**
     * Runs {@code work} on a server that has these roles.
     *
     * @param named roles that have to be there, too
     * @param login which of them may log in
     */
    <T> T run(Shadow shadow, Collection<String> named, String login, Function<ShadowDatabase, T> work);

    /** What the login itself asks for and did not get, of what the shadow says it gives to nobody. */
    default List<String> withheld(String login, List<String> notes) {
        return List.of();
    }

    /** DDL: {@code CREATE ROLE}, {@code GRANT role TO role}, {@code ALTER ROLE … SET}. */
    record Made(Script script) implements ReviewedRoles {
        @Override
        public List<String> withheld(String login, List<String> notes) {
            return notes.stream()
                    .filter(note -> script.statements().stream()
                            .filter(statement -> statement.sql().contains(login))
                            .anyMatch(statement -> POWERS.stream()
                                    .anyMatch(power -> note.startsWith("The role at line %d is made without %s,"
                                                    .formatted(statement.line(), power))
                                            && statement
                                                    .sql()
                                                    .toUpperCase(Locale.ROOT)
                                                    .contains(power))))
                    .toList();
        }

        @Override
        public <T> T run(Shadow shadow, Collection<String> named, String login, Function<ShadowDatabase, T> work) {
            var statements = new ArrayList<>(script.statements());
            for (var role : named) {
                statements.add(new Script.Statement(
                        """
                        DO $$BEGIN
                            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = %1$s) THEN
                                EXECUTE format('CREATE ROLE %%I %2$s', %1$s);
                            END IF;
                        END$$""".formatted(Catalog.literal(role), role.equals(login) ? "LOGIN" : "NOLOGIN"), 1));
            }
            return shadow.run(new Script(script.name(), statements), work);
        }
    }

    /** Roles as they are on a server. */
    record Read(RolePlan plan) implements ReviewedRoles {
        @Override
        public <T> T run(Shadow shadow, Collection<String> named, String login, Function<ShadowDatabase, T> work) {
            var roles = new ArrayList<>(plan.roles());
            var known = new HashSet<>(plan.roles().stream().map(Role::name).toList());
            named.stream()
                    .filter(known::add)
                    .map(role -> new Role(role, role.equals(login), true, false, false, false, -1, List.of()))
                    .forEach(roles::add);
            return shadow.run(new RolePlan(List.copyOf(roles), plan.memberships(), plan.notes()), work);
        }
    }
}
