package dev.seamwright.cli;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom a consumer comes to a database. A picocli mixin. */
final class IdentityOptions {
    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description =
                    "The role that the consumer runs its statements as; of a log, of pg_stat_statements and of a recording "
                            + "in which it connects, 'usage record' takes only its statements.")
    private @Nullable String role;

    @Option(
            names = "--tenant-setting",
            paramLabel = "NAME",
            description = "The parameter that tells the database whose rows are meant, app.tenant for example.")
    private @Nullable String tenantSetting;

    @Option(
            names = "--tenant-scope",
            paramLabel = "SCOPE",
            defaultValue = "transaction",
            description = "How long it stays set: transaction or session. Default: ${DEFAULT-VALUE}.")
    private Scope tenantScope = Scope.TRANSACTION;

    @Option(
            names = "--search-path",
            paramLabel = "SCHEMA",
            split = ",",
            description = "Its search_path, schemas with commas between them. Default: the server's.")
    private List<String> searchPath = new ArrayList<>();

    @Option(
            names = "--pool-mode",
            paramLabel = "MODE",
            defaultValue = "session",
            description =
                    "When its pool gives a connection to someone else: after a session, transaction or statement. "
                            + "Default: ${DEFAULT-VALUE}.")
    private PoolMode poolMode = PoolMode.SESSION;

    @Option(names = "--no-prepared", description = "Its driver keeps no statements prepared on the server.")
    private boolean notPrepared;

    /** @throws InvalidInput when a name cannot be one */
    Identity identity() {
        var identity = new Identity(
                role,
                tenantSetting == null ? new Tenant.None() : new Tenant.Setting(tenantSetting, tenantScope),
                poolMode,
                !notPrepared,
                searchPath);
        var document = DatabaseUsageJson.toJson(new DatabaseUsage(identity, List.of()));
        return DatabaseUsageJson.of(document).identity();
    }
}
