package dev.seamwright.broker;

import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.webhook.WebhookPolicy;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the broker is told at its start.
 *
 * @param host address to bind; another than loopback needs authentication, or {@code insecure}
 * @param port TCP port; 0: any free one
 * @param baseUrl what links begin with; null: what the client used
 * @param dataDir directory of the embedded PostgreSQL and of generated secrets
 * @param database another PostgreSQL; null: the embedded one
 * @param auth whether every request needs a token
 * @param insecure binds elsewhere without authentication
 * @param operatorToken the secret that manages workspaces; null: none
 * @param poolSize database connections at most
 * @param contentMayChange whether a version's published pact may be replaced (the incumbent's allow_dangerous_contract_modification)
 * @param webhooks what webhooks may do
 * @param jobs how often background work looks at the database
 */
public record BrokerConfig(
        String host,
        int port,
        @Nullable String baseUrl,
        Path dataDir,
        @Nullable DatabaseSettings database,
        boolean auth,
        boolean insecure,
        @Nullable String operatorToken,
        int poolSize,
        boolean contentMayChange,
        WebhookPolicy webhooks,
        Jobs.Timing jobs) {

    /** On this machine alone, with the embedded PostgreSQL. */
    public static BrokerConfig local(Path dataDir, int port) {
        return new BrokerConfig(
                "127.0.0.1",
                port,
                null,
                dataDir,
                null,
                false,
                false,
                null,
                10,
                false,
                WebhookPolicy.DEFAULT,
                Jobs.Timing.DEFAULT);
    }
}
