package dev.seamwright.broker;

import dev.seamwright.broker.config.Configuration;
import dev.seamwright.broker.config.DatabaseUrl;
import dev.seamwright.broker.config.InvalidConfiguration;
import dev.seamwright.broker.config.Setting;
import dev.seamwright.broker.config.Settings;
import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.db.DatabaseSettings.Login;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.verificationjob.VerificationJobPolicy;
import dev.seamwright.broker.webhook.WebhookPolicy;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.verifier.comparison.Strength;
import dev.seamwright.verifier.footprint.Gate;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the broker is told at its start.
 *
 * @param host address to bind; another than loopback needs authentication, or {@code insecure}
 * @param port TCP port; 0: any free one
 * @param baseUrl what links begin with, without a slash at its end; null: what the client used
 * @param dataDir directory of the embedded PostgreSQL and of generated secrets
 * @param database another PostgreSQL; null: the embedded one
 * @param auth whether every request needs a token
 * @param insecure binds elsewhere without authentication
 * @param operatorToken the secret that manages workspaces; null: none
 * @param poolSize database connections at most
 * @param contentMayChange whether a version's published pact may be replaced (the incumbent's allow_dangerous_contract_modification)
 * @param operations how it runs
 * @param verdicts what verdicts ask for
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
        Operations operations,
        VerdictSettings verdicts) {

    /**
     * What verdicts ask for.
     *
     * @param crossCheck what must hold for a cross-check to pass
     * @param documentGate whose failing by a change of a document counts
     */
    public record VerdictSettings(Strength crossCheck, Gate documentGate) {
        public static final VerdictSettings DEFAULT = new VerdictSettings(Strength.DEFAULT, Gate.DEPLOYED);
    }

    /**
     * Where and how candidate schemas are tried.
     *
     * @param given a PostgreSQL of the user's; null: an embedded one
     */
    public record ShadowSettings(@Nullable Login given, Shadow.Limits limits) {}

    /**
     * How it runs, as opposed to what it answers.
     *
     * @param demo loads the example into an empty broker
     * @param maxBodyBytes the largest request body that is read
     * @param drain how long it keeps serving after it was told to stop
     * @param guardInterval how often it checks that tenants are kept apart
     * @param otlpEndpoint collector of traces; null: none are made
     * @param webhooks what webhooks may do
     * @param jobs how often background work is looked for
     * @param verificationJobs how long workers have
     * @param shadow where candidate schemas are tried
     */
    public record Operations(
            boolean demo,
            long maxBodyBytes,
            Duration drain,
            Duration guardInterval,
            @Nullable URI otlpEndpoint,
            WebhookPolicy webhooks,
            Jobs.Timing jobs,
            VerificationJobPolicy verificationJobs,
            ShadowSettings shadow) {
        /** Stops at once, traces nothing. */
        public static final Operations DEFAULT = new Operations(
                false,
                10L << 20,
                Duration.ZERO,
                Duration.ofMinutes(5),
                null,
                WebhookPolicy.DEFAULT,
                Jobs.Timing.DEFAULT,
                VerificationJobPolicy.DEFAULT,
                new ShadowSettings(null, Shadow.Limits.DEFAULT));

        /** The same with the example. */
        public Operations withDemo() {
            return new Operations(
                    true, maxBodyBytes, drain, guardInterval, otlpEndpoint, webhooks, jobs, verificationJobs, shadow);
        }

        /** The same with another interval of the guard. */
        public Operations guardInterval(Duration interval) {
            return new Operations(
                    demo, maxBodyBytes, drain, interval, otlpEndpoint, webhooks, jobs, verificationJobs, shadow);
        }

        /** The same with another policy for webhooks. */
        public Operations webhooks(WebhookPolicy policy) {
            return new Operations(
                    demo, maxBodyBytes, drain, guardInterval, otlpEndpoint, policy, jobs, verificationJobs, shadow);
        }

        /** The same with another rhythm of the queue. */
        public Operations jobs(Jobs.Timing timing) {
            return new Operations(
                    demo, maxBodyBytes, drain, guardInterval, otlpEndpoint, webhooks, timing, verificationJobs, shadow);
        }

        /** The same with other leases and attempts. */
        public Operations verificationJobs(VerificationJobPolicy policy) {
            return new Operations(
                    demo, maxBodyBytes, drain, guardInterval, otlpEndpoint, webhooks, jobs, policy, shadow);
        }

        /** The same with another limit for the bodies of requests. */
        public Operations maxBodyBytes(long bytes) {
            return new Operations(
                    demo, bytes, drain, guardInterval, otlpEndpoint, webhooks, jobs, verificationJobs, shadow);
        }

        /** The same with another shadow. */
        public Operations shadow(ShadowSettings other) {
            return new Operations(
                    demo, maxBodyBytes, drain, guardInterval, otlpEndpoint, webhooks, jobs, verificationJobs, other);
        }

        /** The same with a collector of traces. */
        public Operations otlpEndpoint(URI endpoint) {
            return new Operations(
                    demo, maxBodyBytes, drain, guardInterval, endpoint, webhooks, jobs, verificationJobs, shadow);
        }
    }

    /** With the default {@link VerdictSettings}. */
    public BrokerConfig(
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
            Operations operations) {
        this(
                host,
                port,
                baseUrl,
                dataDir,
                database,
                auth,
                insecure,
                operatorToken,
                poolSize,
                contentMayChange,
                operations,
                VerdictSettings.DEFAULT);
    }

    /** With the default {@link Operations}. */
    public BrokerConfig(
            String host,
            int port,
            @Nullable String baseUrl,
            Path dataDir,
            @Nullable DatabaseSettings database,
            boolean auth,
            boolean insecure,
            @Nullable String operatorToken,
            int poolSize,
            boolean contentMayChange) {
        this(
                host,
                port,
                baseUrl,
                dataDir,
                database,
                auth,
                insecure,
                operatorToken,
                poolSize,
                contentMayChange,
                Operations.DEFAULT);
    }

    /** On this machine alone, with the embedded PostgreSQL. */
    public static BrokerConfig local(Path dataDir, int port) {
        return new BrokerConfig("127.0.0.1", port, null, dataDir, null, false, false, null, 10, false);
    }

    /** The same with other operations. */
    public BrokerConfig with(Operations changed) {
        return new BrokerConfig(
                host,
                port,
                baseUrl,
                dataDir,
                database,
                auth,
                insecure,
                operatorToken,
                poolSize,
                contentMayChange,
                changed,
                verdicts);
    }

    /** The same with other verdicts. */
    public BrokerConfig with(VerdictSettings changed) {
        return new BrokerConfig(
                host,
                port,
                baseUrl,
                dataDir,
                database,
                auth,
                insecure,
                operatorToken,
                poolSize,
                contentMayChange,
                operations,
                changed);
    }

    /**
     * What the settings mean together.
     *
     * @throws InvalidConfiguration when they contradict each other, or would serve strangers without authentication
     */
    public static BrokerConfig of(Configuration settings) {
        var host = settings.get(Settings.HOST);
        var auth = settings.get(Settings.AUTH) == Settings.Auth.TOKEN;
        var insecure = settings.get(Settings.INSECURE);
        var loopback = isLoopback(host);
        if (!loopback && !auth && !insecure) {
            throw new InvalidConfiguration(List.of(
                    "host = '%s' lets other machines in, without authentication. Use --auth token, or stay on 127.0.0.1; --insecure serves everyone who can reach it."
                            .formatted(host)));
        }
        var drain = settings.find(Settings.DRAIN_SECONDS).orElse(Duration.ofSeconds(loopback ? 0 : 5));
        return new BrokerConfig(
                host,
                Math.toIntExact(settings.get(Settings.PORT)),
                settings.find(Settings.BASE_URL)
                        .map(url -> url.toString().replaceFirst("/+$", ""))
                        .orElse(null),
                settings.get(Settings.DATA_DIR).toAbsolutePath(),
                database(settings),
                auth,
                insecure,
                settings.find(Settings.OPERATOR_TOKEN).orElse(null),
                Math.toIntExact(settings.get(Settings.DATABASE_POOL_SIZE)),
                settings.get(Settings.ALLOW_CONTENT_CHANGE),
                new Operations(
                        settings.get(Settings.DEMO),
                        settings.get(Settings.MAX_BODY_BYTES),
                        drain,
                        Operations.DEFAULT.guardInterval(),
                        settings.find(Settings.OTLP_ENDPOINT).orElse(null),
                        webhooks(settings),
                        Operations.DEFAULT.jobs(),
                        VerificationJobPolicy.DEFAULT
                                .with(
                                        settings.get(Settings.JOB_LEASE_SECONDS),
                                        Math.toIntExact(settings.get(Settings.JOB_ATTEMPTS)))
                                .build(settings.get(Settings.JOB_BUILD_SECONDS)),
                        new ShadowSettings(shadow(settings), limits(settings))),
                new VerdictSettings(settings.get(Settings.CROSS_CHECK_STRENGTH), settings.get(Settings.DOCUMENT_GATE)));
    }

    private static Shadow.Limits limits(Configuration settings) {
        return new Shadow.Limits(
                settings.get(Settings.SHADOW_SECONDS),
                settings.get(Settings.SHADOW_STATEMENT_SECONDS),
                settings.get(Settings.SHADOW_BYTES),
                settings.get(Settings.SHADOW_SESSION_BYTES));
    }

    private static @Nullable Login shadow(Configuration settings) {
        var url = settings.find(Settings.SHADOW_URL).orElse(null);
        if (url == null) {
            return null;
        }
        var user = url.user();
        if (user == null || user.isEmpty()) {
            throw new InvalidConfiguration(
                    List.of("shadow-url names no user: write postgresql://USER:PASSWORD@HOST:5432/DATABASE."));
        }
        var password = url.password();
        return new Login(url.jdbc(), user, password == null ? "" : password);
    }

    private static WebhookPolicy webhooks(Configuration settings) {
        var policy = WebhookPolicy.DEFAULT;
        try {
            return new WebhookPolicy(
                    Set.copyOf(settings.get(Settings.WEBHOOK_SCHEMES)),
                    policy.methods(),
                    settings.get(Settings.WEBHOOK_HOSTS),
                    policy.retries(),
                    policy.connectTimeout(),
                    policy.totalTimeout());
        } catch (IllegalArgumentException invalid) {
            throw new InvalidConfiguration(List.of("webhook-hosts: " + invalid.getMessage()));
        }
    }

    private static @Nullable DatabaseSettings database(Configuration settings) {
        var url = settings.find(Settings.DATABASE_URL);
        if (url.isEmpty()) {
            var idle = Stream.of(
                            Settings.DATABASE_USER,
                            Settings.DATABASE_PASSWORD,
                            Settings.DATABASE_OWNER_URL,
                            Settings.DATABASE_OWNER_USER,
                            Settings.DATABASE_OWNER_PASSWORD)
                    .filter(settings::isGiven)
                    .map(setting -> setting.name() + " is given without database-url, which it belongs to.")
                    .toList();
            if (!idle.isEmpty()) {
                throw new InvalidConfiguration(idle);
            }
            return null;
        }
        var server =
                login(settings, url.get(), Settings.DATABASE_URL, Settings.DATABASE_USER, Settings.DATABASE_PASSWORD);
        var hasOwner = settings.isGiven(Settings.DATABASE_OWNER_URL) || settings.isGiven(Settings.DATABASE_OWNER_USER);
        var owner = hasOwner
                ? login(
                        settings,
                        settings.find(Settings.DATABASE_OWNER_URL)
                                .orElseGet(() -> new DatabaseUrl(url.get().jdbc(), null, null)),
                        Settings.DATABASE_OWNER_URL,
                        Settings.DATABASE_OWNER_USER,
                        Settings.DATABASE_OWNER_PASSWORD)
                : null;
        return new DatabaseSettings(
                server,
                owner,
                Math.toIntExact(settings.get(Settings.DATABASE_POOL_SIZE)),
                settings.get(Settings.DATABASE_PREPARED_STATEMENTS));
    }

    private static Login login(
            Configuration settings,
            DatabaseUrl url,
            Setting<DatabaseUrl> urlSetting,
            Setting<String> userSetting,
            Setting<String> passwordSetting) {
        var user = settings.find(userSetting).orElse(url.user());
        if (user == null || user.isEmpty()) {
            throw new InvalidConfiguration(List.of("%s names no user: write postgresql://USER:PASSWORD@…, or set %s."
                    .formatted(urlSetting.name(), userSetting.name())));
        }
        var password = settings.find(passwordSetting).orElse(url.password());
        return new Login(url.jdbc(), user, password == null ? "" : password);
    }

    private static boolean isLoopback(String host) {
        try {
            for (var address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException unknown) {
            throw new InvalidConfiguration(List.of(
                    "host = '%s' is not an address of this machine, nor a name that resolves to one.".formatted(host)));
        }
    }
}
