package dev.seamwright.broker;

import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.EmbeddedDatabase;
import dev.seamwright.broker.db.IsolationGuard;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Server;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.pactapi.WebhookRoutes;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.token.Authenticator;
import dev.seamwright.broker.token.TokenUse;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.broker.webhook.SecretBox;
import dev.seamwright.broker.webhook.Webhooks;
import dev.seamwright.broker.workspace.WorkspaceDirectory;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running system. Its parts are made here, by hand, in the order in which they need each other. */
public final class Broker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    private final @Nullable EmbeddedDatabase embedded;
    private final Database database;
    private final TokenUse tokenUse;
    private final WorkspaceDirectory workspaces;
    private final Jobs jobs;
    private final Webhooks webhooks;
    private final ParticipantService participants = new ParticipantService();
    private final VersionService versions = new VersionService(participants);
    private final Javalin server;
    private @Nullable Api api;

    private Broker(BrokerConfig config, Clock clock) {
        this.embedded = config.database() == null ? EmbeddedDatabase.start(config.dataDir(), config.poolSize()) : null;
        try {
            var settings = embedded == null ? config.database() : embedded.settings();
            if (settings == null) {
                throw new IllegalStateException("no database");
            }
            this.database = Database.open(settings, clock);
            this.tokenUse = new TokenUse();
            this.workspaces = new WorkspaceDirectory(database.jdbi());
            this.jobs = new Jobs(database.pool(), clock, config.jobs());
            this.webhooks = new Webhooks(
                    participants,
                    database.transactor(),
                    jobs,
                    config.webhooks(),
                    SecretBox.in(config.dataDir().resolve("secret.keys")),
                    version(),
                    clock);
            this.server = Server.create(
                    config.host(), config.port(), config.baseUrl(), version(), javalin -> features(config, javalin));
        } catch (RuntimeException failure) {
            if (embedded != null) {
                embedded.close();
            }
            throw failure;
        }
    }

    /** Starts the broker; when this returns it answers requests. */
    public static Broker start(BrokerConfig config, Clock clock) {
        var broker = new Broker(config, clock);
        try {
            broker.background();
            broker.server.start();
        } catch (RuntimeException failure) {
            broker.close();
            throw failure;
        }
        return broker;
    }

    private void features(BrokerConfig config, JavalinConfig javalin) {
        var transactor = database.transactor();
        var authenticator = new Authenticator(config.auth(), config.operatorToken(), workspaces, tokenUse);
        var routes = new Api(javalin.routes, transactor, authenticator);
        this.api = routes;
        new WebhookRoutes(participants, versions, webhooks.service()).register(routes);
        routes.options();
    }

    private void background() {
        var housekeeping = new Housekeeping(database.transactor(), workspaces, webhooks.service());
        jobs.local("token-use", Duration.ofSeconds(30), () -> tokenUse.flush(database.transactor()));
        jobs.local("isolation-guard", Duration.ofMinutes(5), this::checkIsolation);
        jobs.recurring("housekeeping", Duration.ofHours(1), housekeeping::run);
        jobs.start();
    }

    private void checkIsolation() {
        try {
            database.guard().check();
        } catch (IsolationGuard.Refused refused) {
            log.error("broker stops serving", refused);
            server.stop();
        }
    }

    /** The version of this build; {@code development} when it does not run from its jar. */
    public static String version() {
        var version = Broker.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Every route, for the tests that walk them. */
    public List<Api.Route> routes() {
        return api == null ? List.of() : api.registered();
    }

    @Override
    public void close() {
        server.stop();
        jobs.close();
        webhooks.close();
        tokenUse.flush(database.transactor());
        database.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
