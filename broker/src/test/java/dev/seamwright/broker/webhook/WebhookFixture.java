package dev.seamwright.broker.webhook;

import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.VersionListener;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/** A pact between Foo and Bar beside a running broker, and events about it. */
final class WebhookFixture implements AutoCloseable {
    /** What {@code baseUrl} is in every event. */
    static final String BASE = "http://broker.example";

    final Database database;
    /** How many have run on it. */
    final AtomicInteger statements = new AtomicInteger();

    final WebhookService webhooks;
    private final DatabaseSettings settings;
    private final Webhooks feature;
    private final ParticipantService participants = new ParticipantService();
    private final VersionService versions =
            new VersionService(participants, (tx, participant, version, tag) -> {}, VersionListener.NONE);

    WebhookFixture(DatabaseSettings settings) {
        this.settings = settings;
        this.database = Database.open(settings, Clock.systemUTC());
        database.jdbi().getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                statements.incrementAndGet();
            }
        });
        this.feature = new Webhooks(
                participants,
                database.transactor(),
                new Jobs(database.pool(), Clock.systemUTC(), Jobs.Timing.DEFAULT), // never started: it only queues
                policy(),
                new SecretBox(List.of(new byte[32])),
                "test",
                () -> BASE,
                (tx, participant, version, environment) -> Judgement.error("there are no verdicts here"),
                (tx, content, version, build) -> {},
                Clock.systemUTC());
        this.webhooks = feature.service();
    }

    /** Plain HTTP to this machine, and retries that a test can wait for. */
    static WebhookPolicy policy() {
        return new WebhookPolicy(
                Set.of("http", "https"),
                Set.of("POST", "PUT"),
                List.of("127.0.0.1"),
                List.of(Duration.ofMillis(200), Duration.ofMillis(200)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
    }

    static BrokerConfig onLoopback(BrokerConfig config) {
        return with(config, policy());
    }

    static BrokerConfig with(BrokerConfig config, WebhookPolicy policy) {
        return config.with(config.operations().webhooks(policy));
    }

    static Caller caller(int workspace) {
        return new Caller(workspace, "", "test", Scope.ADMIN, false);
    }

    /** Foo, Bar, and a pact of Foo's version in the default workspace; answers the event that it was published. */
    WebhookEvent publish(String version) {
        return database.transactor().write(caller(1), tx -> published(tx, version));
    }

    WebhookEvent published(Tx tx, String version) {
        var foo = participants.ensure(tx, new ParticipantName("Foo"));
        var bar = participants.ensure(tx, new ParticipantName("Bar"));
        var ensured = versions.ensure(tx, foo, new VersionNumber(version), "https://ci/" + version);
        versions.addToBranch(tx, foo, ensured, new BranchName("main"));
        versions.tag(tx, foo, ensured, new TagName("dev"));
        versions.tag(tx, foo, ensured, new TagName("a\"b"));
        var content = content(tx, foo, bar, version);
        tx.handle()
                .createUpdate("""
                        WITH seam AS (
                            INSERT INTO seam (consumer_id, provider_id, kind, created_at)
                            VALUES (:consumer, :provider, 'pact', :now) ON CONFLICT DO NOTHING)
                        INSERT INTO publication (version_id, kind, provider_id, participant_id, content_id, created_at, updated_at)
                        VALUES (:version, 'pact', :provider, :consumer, :content, :now, :now)
                        """)
                .bind("version", ensured.version().id())
                .bind("provider", bar.id())
                .bind("consumer", foo.id())
                .bind("content", content)
                .bind("now", tx.now())
                .execute();
        return new WebhookEvent(
                WebhookEventType.CONTRACT_PUBLISHED,
                foo.id(),
                bar.id(),
                ensured.version().id(),
                content,
                null,
                null,
                null,
                BASE);
    }

    private static long content(Tx tx, Participant consumer, Participant provider, String text) {
        return tx.handle()
                .createQuery("""
                        INSERT INTO content (kind, sha256, consumer_id, provider_id, pact_sha, body, body_bytes, created_at)
                        VALUES ('pact', :sha, :consumer, :provider, :pactSha, '', 0, :now) RETURNING content_id
                        """)
                .bind("sha", Sha256.ofContent(text.getBytes(StandardCharsets.UTF_8)))
                .bind("consumer", consumer.id())
                .bind("provider", provider.id())
                .bind("pactSha", "sha-of-" + text)
                .bind("now", tx.now())
                .mapTo(Long.class)
                .one();
    }

    /** A failed verification of the event's content by Bar's version; answers the event that tells so. */
    WebhookEvent verify(WebhookEvent published, String providerVersion) {
        return database.transactor().write(caller(1), tx -> {
            var bar = participants.get(tx, new ParticipantName("Bar"));
            var version = versions.ensure(tx, bar, new VersionNumber(providerVersion), null)
                    .version();
            var verification = tx.handle()
                    .createQuery("""
                            INSERT INTO verification (content_id, number, provider_id, provider_version_id, method, success, build_url, created_at)
                            VALUES (:content, 7, :provider, :version, 'replay', false, 'https://ci/bar', :now) RETURNING verification_id
                            """)
                    .bind("content", published.contentId())
                    .bind("provider", bar.id())
                    .bind("version", version.id())
                    .bind("now", tx.now())
                    .mapTo(Long.class)
                    .one();
            return new WebhookEvent(
                    WebhookEventType.PROVIDER_VERIFICATION_FAILED,
                    published.consumerId(),
                    published.providerId(),
                    published.consumerVersionId(),
                    published.contentId(),
                    version.id(),
                    null,
                    verification,
                    BASE);
        });
    }

    void raise(WebhookEvent... events) {
        database.transactor().write(caller(1), tx -> {
            webhooks.raiseAll(tx, List.of(events));
            return events.length;
        });
    }

    List<Delivery> deliveries() {
        return database.transactor()
                .read(
                        caller(1),
                        tx -> Stream.of(Delivery.Status.values())
                                .flatMap(status -> webhooks.withStatus(tx, status).stream())
                                .toList());
    }

    /** Waits until no delivery is open. */
    List<Delivery> settled() {
        Receiver.waitFor(
                "deliveries to end",
                () -> deliveries().stream()
                        .allMatch(d -> d.status() == Delivery.Status.SUCCESS || d.status() == Delivery.Status.FAILURE));
        return deliveries();
    }

    /** Everything that the database holds of webhooks and jobs and the audit log, as text; bytes in both usual forms. */
    String dump() {
        var login = TestDatabase.superuser(settings);
        try (var connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                var statement = connection.createStatement()) {
            var text = new StringBuilder();
            for (var table : List.of(
                    "seamwright.webhook",
                    "seamwright.webhook_delivery",
                    "seamwright.webhook_attempt",
                    "seamwright.audit_entry",
                    "seamwright.idempotency",
                    "seamwright_ops.scheduled_tasks")) {
                try (var row = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (row.next()) {
                        text.append(row.getString(1)).append('\n');
                    }
                }
            }
            return text.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestBroker broker() {
        return TestBroker.start(WebhookFixture::onLoopback);
    }

    @Override
    public void close() {
        feature.close();
        database.close();
    }
}
