package dev.seamwright.broker;

import dev.seamwright.broker.analysis.AnalysisRoutes;
import dev.seamwright.broker.audit.AuditRoutes;
import dev.seamwright.broker.audit.AuditService;
import dev.seamwright.broker.change.Changes;
import dev.seamwright.broker.contract.ContractApiRoutes;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.PactListService;
import dev.seamwright.broker.contractdiff.ContractDiffRoutes;
import dev.seamwright.broker.crosscheck.CrossCheckService;
import dev.seamwright.broker.crosscheck.CrossChecks;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.EmbeddedDatabase;
import dev.seamwright.broker.db.IsolationWatch;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.demo.Demo;
import dev.seamwright.broker.demo.DemoRoutes;
import dev.seamwright.broker.deployment.DeploymentApiRoutes;
import dev.seamwright.broker.deployment.DeploymentService;
import dev.seamwright.broker.documentchange.DocumentChanges;
import dev.seamwright.broker.drift.DriftEvents;
import dev.seamwright.broker.drift.DriftFigures;
import dev.seamwright.broker.drift.DriftRoutes;
import dev.seamwright.broker.drift.DriftService;
import dev.seamwright.broker.environment.EnvironmentApiRoutes;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.ApiDescription;
import dev.seamwright.broker.http.Server;
import dev.seamwright.broker.http.WebUi;
import dev.seamwright.broker.impact.ImpactRoutes;
import dev.seamwright.broker.impact.ImpactService;
import dev.seamwright.broker.impact.Workbench;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.matrix.MatrixApiRoutes;
import dev.seamwright.broker.matrix.MatrixService;
import dev.seamwright.broker.mcp.McpRoutes;
import dev.seamwright.broker.mcp.Tools;
import dev.seamwright.broker.migration.MigrationRoutes;
import dev.seamwright.broker.observation.ObservationRoutes;
import dev.seamwright.broker.observation.ObservationService;
import dev.seamwright.broker.pactapi.BadgeRoutes;
import dev.seamwright.broker.pactapi.BranchRoutes;
import dev.seamwright.broker.pactapi.DashboardRoutes;
import dev.seamwright.broker.pactapi.DeploymentRoutes;
import dev.seamwright.broker.pactapi.EnvironmentRoutes;
import dev.seamwright.broker.pactapi.IndexRoutes;
import dev.seamwright.broker.pactapi.IntegrationRoutes;
import dev.seamwright.broker.pactapi.MatrixRoutes;
import dev.seamwright.broker.pactapi.PactDiffRoutes;
import dev.seamwright.broker.pactapi.PactListRoutes;
import dev.seamwright.broker.pactapi.PactRoutes;
import dev.seamwright.broker.pactapi.PacticipantRoutes;
import dev.seamwright.broker.pactapi.PactsForVerificationRoutes;
import dev.seamwright.broker.pactapi.ProviderContractRoutes;
import dev.seamwright.broker.pactapi.PublishContractsRoutes;
import dev.seamwright.broker.pactapi.ReleaseRoutes;
import dev.seamwright.broker.pactapi.VerificationRoutes;
import dev.seamwright.broker.pactapi.VersionRoutes;
import dev.seamwright.broker.pactapi.WebhookRoutes;
import dev.seamwright.broker.participant.LabelService;
import dev.seamwright.broker.participant.ParticipantApiRoutes;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException;
import dev.seamwright.broker.queryreplay.QueryReplayService;
import dev.seamwright.broker.queryreplay.QueryReplays;
import dev.seamwright.broker.release.ReleaseApiRoutes;
import dev.seamwright.broker.release.ReleaseService;
import dev.seamwright.broker.rowsecurity.RowSecurityRoutes;
import dev.seamwright.broker.seam.Counts;
import dev.seamwright.broker.seam.SeamApiRoutes;
import dev.seamwright.broker.seam.SeamService;
import dev.seamwright.broker.search.SearchRoutes;
import dev.seamwright.broker.setup.SetupRoutes;
import dev.seamwright.broker.setup.SetupService;
import dev.seamwright.broker.status.StatusApiRoutes;
import dev.seamwright.broker.telemetry.Health;
import dev.seamwright.broker.telemetry.MetricsRoute;
import dev.seamwright.broker.telemetry.Telemetry;
import dev.seamwright.broker.token.Authenticator;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.token.TokenRoutes;
import dev.seamwright.broker.token.TokenService;
import dev.seamwright.broker.token.TokenUse;
import dev.seamwright.broker.verdict.VerdictAnswers;
import dev.seamwright.broker.verdict.VerdictApiRoutes;
import dev.seamwright.broker.verdict.VerdictEventRoutes;
import dev.seamwright.broker.verdict.VerdictJudge;
import dev.seamwright.broker.verdict.VerdictKeyRoutes;
import dev.seamwright.broker.verdict.VerdictService;
import dev.seamwright.broker.verdict.VerdictSigner;
import dev.seamwright.broker.verdictchange.VerdictWatch;
import dev.seamwright.broker.verification.PactsForVerification;
import dev.seamwright.broker.verification.VerificationApiRoutes;
import dev.seamwright.broker.verification.VerificationService;
import dev.seamwright.broker.verificationjob.BuildRequests;
import dev.seamwright.broker.verificationjob.JobsOfVerdict;
import dev.seamwright.broker.verificationjob.VerificationJobHousekeeping;
import dev.seamwright.broker.verificationjob.VerificationJobRoutes;
import dev.seamwright.broker.verificationjob.VerificationJobService;
import dev.seamwright.broker.verificationjob.VerificationPlanner;
import dev.seamwright.broker.version.BranchService;
import dev.seamwright.broker.version.VersionApiRoutes;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.broker.webhook.Judgement;
import dev.seamwright.broker.webhook.SecretBox;
import dev.seamwright.broker.webhook.WebhookApiRoutes;
import dev.seamwright.broker.webhook.Webhooks;
import dev.seamwright.broker.workspace.WorkspaceDirectory;
import dev.seamwright.broker.workspace.WorkspaceRoutes;
import dev.seamwright.broker.workspace.WorkspaceService;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
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
    private final TokenUse tokenUse = new TokenUse();
    private final WorkspaceDirectory workspaces;
    private final ParticipantService participants = new ParticipantService();
    private final EnvironmentService environments = new EnvironmentService();
    private final DeploymentService deployments;
    private final ReleaseService releases;
    private final VersionService versions;
    private final Changes changes;
    private final VerificationPlanner planner;
    private final Jobs jobs;
    private final Shadow shadow;
    private final Webhooks webhooks;
    private final QueryReplayService replays;
    private final CrossCheckService crossChecks;
    private final ContractService contracts;
    private final VerificationService verifications;
    private final VerificationJobService verificationJobs;
    private final DriftService drifts;
    private final VerdictService verdicts;
    private final VerdictSigner signer;
    private final Workbench workbench = new Workbench();
    private final ImpactService impacts;
    private final Javalin server;
    private final Duration drain;
    private final Clock clock;
    private @Nullable Api api;
    private boolean hasDemo;

    private Broker(BrokerConfig config, Clock clock) {
        this.clock = clock;
        this.embedded = config.database() == null ? EmbeddedDatabase.start(config.dataDir(), config.poolSize()) : null;
        try {
            var settings = embedded == null ? config.database() : embedded.settings();
            if (settings == null) {
                throw new IllegalStateException("no database");
            }
            var operations = config.operations();
            log.info("opening the database login={}", settings.server());
            this.database = Database.open(settings, clock);
            this.telemetry = Telemetry.create(operations.otlpEndpoint(), version());
            telemetry.watch(database);
            this.isolation = IsolationWatch.start(database.guard(), database.transactor(), operations.guardInterval());
            this.health = new Health(database.pool(), isolation);
            this.drain = operations.drain();
            this.workspaces = new WorkspaceDirectory(database.jdbi());
            this.shadow = shadow(config, database);
            this.changes = new Changes(database.transactor(), Changes.Limits.DEFAULT);
            this.planner = new VerificationPlanner(database.transactor(), operations.verificationJobs());
            this.deployments = new DeploymentService(environments, planner);
            this.releases = new ReleaseService(planner);
            this.versions = new VersionService(participants, deployments::recordForTag, planner);
            this.jobs = new Jobs(database.pool(), clock, operations.jobs());
            var secrets = SecretBox.in(config.dataDir().resolve("secret.keys"));
            this.signer = new VerdictSigner(secrets::derived, clock);
            this.webhooks = new Webhooks(
                    participants,
                    database.transactor(),
                    jobs,
                    operations.webhooks(),
                    secrets,
                    version(),
                    () -> base(config),
                    this::judged,
                    new BuildRequests(operations.verificationJobs()),
                    clock);
            this.drifts = new DriftService(new DriftEvents(webhooks.service()));
            this.replays = new QueryReplayService(database.transactor(), jobs);
            this.crossChecks = new CrossCheckService(database.transactor(), jobs);
            this.contracts = new ContractService(
                    participants,
                    versions,
                    webhooks.service(),
                    (tx, what) -> {
                        planner.published(tx, what);
                        replays.published(tx, what);
                        crossChecks.published(tx, what);
                        DocumentChanges.published(tx, what, jobs::wake);
                    },
                    config.contentMayChange());
            this.verdicts = new VerdictService(
                    new MatrixService(versions),
                    (answer, took) -> telemetry.metrics().verdict(answer.word(), took),
                    (tx, matrix, rows) -> {
                        planner.missing(tx, matrix, rows);
                        replays.missing(tx, rows);
                        return crossChecks.missing(tx, matrix, rows);
                    },
                    DocumentChanges::breaking,
                    config.verdicts().documentGate());
            this.impacts = new ImpactService(participants, contracts, shadow, workbench, clock);
            this.verifications = new VerificationService(participants, versions, webhooks.service());
            this.verificationJobs = new VerificationJobService(
                    participants,
                    versions,
                    contracts,
                    verifications,
                    operations.verificationJobs(),
                    webhooks.service(),
                    telemetry.metrics().workers());
            new QueryReplays(database.transactor(), contracts, verifications, shadow, version()).work(jobs);
            new CrossChecks(
                            database.transactor(),
                            contracts,
                            verifications,
                            config.verdicts().crossCheck(),
                            version())
                    .work(jobs);
            new DocumentChanges(database.transactor(), contracts, clock).work(jobs);
            new VerdictWatch(
                            database.transactor(),
                            webhooks.service(),
                            config.verdicts().documentGate(),
                            clock)
                    .work(jobs);
            this.server = Server.create(
                    config.host(), config.port(), config.baseUrl(), version(), javalin -> features(config, javalin));
        } catch (RuntimeException failure) {
            if (embedded != null) {
                embedded.close();
            }
            throw failure;
        }
    }

    private Judgement judged(
            Tx tx, ParticipantName participant, VersionNumber version, @Nullable EnvironmentName environment) {
        return VerdictJudge.of(verdicts, tx, participant, version, environment);
    }

    /** What links begin with that no request asks for. */
    private String base(BrokerConfig config) {
        var configured = config.baseUrl();
        return configured == null ? "http://%s:%d".formatted(config.host(), port()) : configured;
    }

    private static Shadow shadow(BrokerConfig config, Database database) {
        var limits = config.operations().shadow().limits();
        var given = config.operations().shadow().given();
        if (given == null) {
            return Shadow.embedded(config.dataDir().resolve("shadow"), limits);
        }
        return database.jdbi()
                .withHandle(data ->
                        Shadow.given(given.url(), given.user(), given.password(), data.getConnection(), limits));
    }

    /** Starts the broker; when this returns it answers requests. */
    public static Broker start(BrokerConfig config, Clock clock) {
        var broker = new Broker(config, clock);
        try {
            if (config.operations().demo()) {
                broker.demo();
            }
            broker.crossChecks.holdOnlyTo(
                    config.verdicts().crossCheck(), broker.workspaces.all().values());
            broker.background();
            broker.server.start();
        } catch (RuntimeException failure) {
            broker.close();
            throw failure;
        }
        return broker;
    }

    private void demo() {
        var workspace = new Caller(
                workspaces.id(WorkspaceDirectory.DEFAULT), WorkspaceDirectory.DEFAULT, "demo", Scope.ADMIN, false);
        hasDemo = database.transactor().write(workspace, example()::load) != Demo.Outcome.REFUSED;
        if (!hasDemo) {
            log.warn("the example is not loaded: the workspace is not empty workspace={}", workspace.workspace());
        }
    }

    private Demo example() {
        return new Demo(participants, versions, environments, deployments, contracts, verifications);
    }

    private void background() {
        var leases = new VerificationJobHousekeeping(
                database.transactor(), workspaces, verificationJobs, planner, telemetry.metrics()::verificationJobs);
        var housekeeping = new Housekeeping(database.transactor(), workspaces, webhooks.service(), drifts, leases);
        jobs.local("token-use", Duration.ofSeconds(30), () -> tokenUse.flush(database.transactor()));
        jobs.local("verification-job-figures", Duration.ofSeconds(30), leases::count);
        var driftFigures =
                new DriftFigures(database.transactor(), workspaces, drifts, telemetry.metrics()::driftTargets);
        jobs.local("drift-figures", Duration.ofSeconds(30), driftFigures::count);
        jobs.recurring("housekeeping", Duration.ofHours(1), housekeeping::run);
        jobs.recurring("verification-job-leases", jobs.timing().leases(), leases::release);
        jobs.observe(telemetry.metrics().jobs());
        jobs.start();
    }

    private void features(BrokerConfig config, JavalinConfig javalin) {
        telemetry.register(javalin);
        WebUi.register(javalin);
        javalin.http.maxRequestSize = config.operations().maxBodyBytes();
        var authenticator = new Authenticator(config.auth(), config.operatorToken(), workspaces, tokenUse);
        var routes = new Api(javalin.routes, database.transactor(), authenticator);
        this.api = routes;
        operations(routes, authenticator);
        ourApi(routes);
        pactApi(routes, javalin);
        routes.options();
    }

    private void operations(Api routes, Authenticator authenticator) {
        var tokens = new TokenService();
        health.register(routes);
        var counts = new Counts();
        new MetricsRoute(telemetry.metrics(), authenticator, (tx, ctx) -> Answers.hal(ctx, 200, counts.of(tx)))
                .register(routes);
        new ApiDescription().register(routes);
        new TokenRoutes(tokens, tokenUse).register(routes);
        new AuditRoutes(new AuditService()).register(routes);
        new WorkspaceRoutes(new WorkspaceService(tokens)).register(routes);
    }

    private void ourApi(Api routes) {
        new ParticipantApiRoutes(participants).register(routes);
        new VersionApiRoutes(participants, versions).register(routes);
        var publishing = new ContractApiRoutes(participants, versions, contracts);
        publishing.register(routes);
        new ContractDiffRoutes(contracts, shadow, clock).register(routes);
        new VerificationApiRoutes(participants, versions, verifications).register(routes);
        new SeamApiRoutes(participants, new SeamService()).register(routes);
        new MatrixApiRoutes(participants, environments, versions).register(routes);
        new StatusApiRoutes(participants, environments).register(routes);
        new SearchRoutes().register(routes);
        new DemoRoutes(example()).register(routes);
        new EnvironmentApiRoutes(environments).register(routes);
        new DeploymentApiRoutes(participants, versions, environments, deployments).register(routes);
        new ReleaseApiRoutes(participants, versions, environments, releases).register(routes);
        new DriftRoutes(participants, environments, drifts).register(routes);
        new ObservationRoutes(participants, environments, new ObservationService()).register(routes);
        new AnalysisRoutes(shadow, clock).register(routes);
        var work = new JobsOfVerdict();
        var answers = new VerdictAnswers(participants, environments, verdicts, work);
        new VerdictApiRoutes(answers).register(routes);
        new VerdictEventRoutes(verdicts, changes, MatrixRoutes::question, work).register(routes);
        new SetupRoutes(new SetupService()).register(routes);
        new VerdictKeyRoutes(signer).register(routes);
        new WebhookApiRoutes(webhooks.service()).register(routes);
        new VerificationJobRoutes(participants, verificationJobs, changes).register(routes);
        new MigrationRoutes(participants, versions, environments, contracts, shadow).register(routes);
        new ImpactRoutes(impacts).register(routes);
        var tools = new Tools(new Tools.Parts(
                participants,
                versions,
                contracts,
                publishing,
                answers,
                impacts,
                verificationJobs,
                shadow,
                workbench,
                clock));
        new McpRoutes(tools, version()).register(routes);
        new RowSecurityRoutes(contracts, shadow).register(routes);
    }

    private void pactApi(Api routes, JavalinConfig javalin) {
        var branches = new BranchService();
        var seams = new SeamService();
        new IndexRoutes(database.jdbi()).register(routes);
        new BadgeRoutes(contracts, seams, verdicts).register(routes);
        new PacticipantRoutes(participants, new LabelService(), versions, environments).register(routes);
        new VersionRoutes(participants, versions, branches, environments).register(routes);
        new BranchRoutes(participants, versions, branches).register(routes);
        new EnvironmentRoutes(environments).register(routes);
        new DeploymentRoutes(participants, versions, environments, deployments).register(routes);
        new ReleaseRoutes(participants, versions, environments, releases).register(routes);
        new PactRoutes(contracts).register(routes);
        new PactListRoutes(participants, environments, new PactListService()).register(routes);
        new PactDiffRoutes(contracts).register(routes);
        new PublishContractsRoutes(contracts).register(routes, javalin.routes);
        new ProviderContractRoutes(participants, versions, contracts, verifications).register(routes);
        new VerificationRoutes(verifications, contracts).register(routes);
        new PactsForVerificationRoutes(new PactsForVerification(participants)).register(routes);
        new MatrixRoutes(verdicts, signer).register(routes);
        new IntegrationRoutes(participants, seams).register(routes);
        new DashboardRoutes(participants, versions, seams).register(routes);
        new WebhookRoutes(participants, versions, webhooks.service()).register(routes);
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

    /** Whether the example was asked for, and is there. */
    public boolean hasDemo() {
        return hasDemo;
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
        changes.drain(); // clients that wait find another broker
        log.info("stopping drain={}", drain);
        Thread.sleep(drain);
        close();
    }

    @Override
    public void close() {
        // closed from the last to the first, after the server
        try (embedded;
                database;
                telemetry;
                isolation;
                shadow;
                webhooks;
                jobs;
                changes;
                workbench) {
            changes.drain();
            server.stop();
            tokenUse.flush(database.transactor());
        } catch (BrokerException.Unavailable gone) {
            log.warn("the last use of tokens is not noted: {}", gone.detail());
        }
    }
}
