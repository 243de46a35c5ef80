package dev.seamwright.broker;

import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.EmbeddedDatabase;
import dev.seamwright.broker.deployment.DeploymentService;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Server;
import dev.seamwright.broker.pactapi.BranchRoutes;
import dev.seamwright.broker.pactapi.DeploymentRoutes;
import dev.seamwright.broker.pactapi.EnvironmentRoutes;
import dev.seamwright.broker.pactapi.IndexRoutes;
import dev.seamwright.broker.pactapi.PacticipantRoutes;
import dev.seamwright.broker.pactapi.ReleaseRoutes;
import dev.seamwright.broker.pactapi.VersionRoutes;
import dev.seamwright.broker.participant.LabelService;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.release.ReleaseService;
import dev.seamwright.broker.token.Authenticator;
import dev.seamwright.broker.token.TokenUse;
import dev.seamwright.broker.version.BranchService;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.broker.workspace.WorkspaceDirectory;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The running system. Its parts are made here, by hand, in the order in which they need each other. */
public final class Broker implements AutoCloseable {
    private final @Nullable EmbeddedDatabase embedded;
    private final Database database;
    private final TokenUse tokenUse;
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
        broker.server.start();
        return broker;
    }

    private void features(BrokerConfig config, JavalinConfig javalin) {
        var transactor = database.transactor();
        var workspaces = new WorkspaceDirectory(database.jdbi());
        var authenticator = new Authenticator(config.auth(), config.operatorToken(), workspaces, tokenUse);
        var routes = new Api(javalin.routes, transactor, authenticator);
        this.api = routes;

        var participants = new ParticipantService();
        var environments = new EnvironmentService();
        var deployments = new DeploymentService(environments);
        var versions = new VersionService(participants, deployments::recordForTag);
        var branches = new BranchService();
        new IndexRoutes(database.jdbi()).register(routes);
        new PacticipantRoutes(participants, new LabelService(), versions, environments).register(routes);
        new VersionRoutes(participants, versions, branches, environments).register(routes);
        new BranchRoutes(participants, versions, branches).register(routes);
        new EnvironmentRoutes(environments).register(routes);
        new DeploymentRoutes(participants, versions, environments, deployments).register(routes);
        new ReleaseRoutes(participants, versions, environments, new ReleaseService()).register(routes);
        routes.options();
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
        tokenUse.flush(database.transactor());
        database.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
