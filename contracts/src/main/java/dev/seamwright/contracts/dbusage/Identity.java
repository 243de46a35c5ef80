package dev.seamwright.contracts.dbusage;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * As whom a consumer comes to the database.
 *
 * @param role the role that it runs its statements as; null: not known
 * @param prepared whether the driver keeps statements prepared on the server, as pgjdbc does with {@code prepareThreshold} above 0
 * @param searchPath schemas, the first first; empty: the server's default
 */
public record Identity(@Nullable String role, Tenant tenant, PoolMode pool, boolean prepared, List<String> searchPath) {
    /** Nothing is known; a driver with its default settings. */
    public static final Identity UNKNOWN = new Identity(null, new Tenant.None(), PoolMode.SESSION, true, List.of());

    public Identity {
        searchPath = List.copyOf(searchPath);
    }

    /** How the database is told whose rows are meant. */
    public sealed interface Tenant {
        /** It is not told. */
        record None() implements Tenant {}

        /** By a parameter, {@code app.tenant} for example. */
        record Setting(String name, Scope scope) implements Tenant {}

        /** Each tenant has a role. */
        record RolePerTenant() implements Tenant {}
    }

    /** How long the parameter that names the tenant stays set. */
    public enum Scope {
        TRANSACTION,
        SESSION;

        /** The spelling in documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When a pool gives the connection to someone else. */
    public enum PoolMode {
        SESSION,
        TRANSACTION,
        STATEMENT;

        /** The spelling in documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
