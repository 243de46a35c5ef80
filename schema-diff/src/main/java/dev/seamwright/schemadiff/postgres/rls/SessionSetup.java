package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the application tells a session whose rows are meant. */
public sealed interface SessionSetup {
    /** Statements, which are executed as they are; none: the login alone says it. */
    record Statements(Script script) implements SessionSetup {}

    /**
     * A parameter that names the tenant.
     *
     * @param tenant its value; null: one that fits the column with which it is compared
     * @param before statements that are executed before it is set
     */
    record BySetting(String name, Scope scope, @Nullable String tenant, List<String> before) implements SessionSetup {
        public BySetting {
            before = List.copyOf(before);
        }
    }
}
