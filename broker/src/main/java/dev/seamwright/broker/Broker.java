package dev.seamwright.broker;

import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.EmbeddedDatabase;
import dev.seamwright.broker.db.IsolationWatch;
import dev.seamwright.broker.deployment.DeploymentService;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Server;
import dev.seamwright.broker.pactapi.PactRoutes;
import dev.seamwright.broker.pactapi.PactsForVerificationRoutes;
import dev.seamwright.broker.pactapi.PublishContractsRoutes;
import dev.seamwright.broker.pactapi.VerificationRoutes;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException;
import dev.seamwright.broker.telemetry.Health;
import dev.seamwright.broker.telemetry.MetricsRoute;
import dev.seamwright.broker.telemetry.Telemetry;
import dev.seamwright.broker.token.Authenticator;
import dev.seamwright.broker.token.TokenUse;
import dev.seamwright.broker.verification.PactsForVerification;
import dev.seamwright.broker.verification.VerificationService;
import dev.seamwright.broker.version.VersionService;
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
    private final Telemetry telemetry;
    private final IsolationWatch isolation;
    private final Health health;
    private final TokenUse tokenUse;
    private final Javalin server;
    private final Duration drain;
    private @Nullable Api api;

    private Broker(BrokerConfig config, Clock clock) {
        this.embedded = config.database() == null ? EmbeddedDatabase.start(config.dataDir(), config.poolSize()) : null;
        try {
            var settings = embedded == null ? config.database() : embedded.settings();
            if (settings == null) {
                throw new IllegalStateException("no database");
            }
            log.info("opening the database login={}", settings.server());
            this.database = Database.open(settings, clock);
            this.telemetry = Telemetry.create(config.operations().otlpEndpoint(), version());
            telemetry.watch(database);
            this.isolation = IsolationWatch.start(
                    database.guard(), database.transactor(), config.operations().guardInterval());
            this.health = new Health(database.pool(), isolation);
            this.drain = config.operations().drain();
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
        try {
            broker.server.start();
        } catch (RuntimeException failure) {
            broker.close();
            throw failure;
        }
        return broker;
    }

    private void features(BrokerConfig config, JavalinConfig javalin) {
        telemetry.register(javalin);
        javalin.http.maxRequestSize = config.operations().maxBodyBytes();
        var transactor = database.transactor();
        var workspaces = new WorkspaceDirectory(database.jdbi());
        var authenticator = new Authenticator(config.auth(), config.operatorToken(), workspaces, tokenUse);
        var routes = new Api(javalin.routes, transactor, authenticator);
        this.api = routes;
        var participants = new ParticipantService();
        var environments = new EnvironmentService();
        var deployments = new DeploymentService(environments);
        var versions = new VersionService(participants, deployments::recordForTag);
        var contracts = new ContractService(participants, versions, config.contentMayChange());
        var verifications = new VerificationService(participants, versions);
        new PactRoutes(contracts).register(routes);
        new PublishContractsRoutes(contracts).register(routes, javalin.routes);
        new VerificationRoutes(verifications, contracts).register(routes);
        new PactsForVerificationRoutes(new PactsForVerification(participants)).register(routes);
        health.register(routes);
        new MetricsRoute(telemetry.metrics(), authenticator, null).register(routes);
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

    /**
     * Stops as a load balancer likes it: not ready at once, serving on for the configured time, then no new requests, then the
     * end of those in flight.
     */
    public void stop() throws InterruptedException {
        health.drain();
        log.info("stopping drain={}", drain);
        Thread.sleep(drain);
        close();
    }

    @Override
    public void close() {
        try (embedded;
                database;
                telemetry;
                isolation) {
            server.stop();
            tokenUse.flush(database.transactor());
        } catch (BrokerException.Unavailable gone) {
            log.warn("the last use of tokens is not noted: {}", gone.detail());
        }
    }
}
