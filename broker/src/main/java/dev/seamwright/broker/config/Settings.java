package dev.seamwright.broker.config;

import dev.seamwright.verifier.comparison.Strength;
import dev.seamwright.verifier.footprint.Gate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Every setting of the broker: the one list that flags, variables, file keys, help, {@code config} and the documentation come from. */
public final class Settings {
    /** Who may call. */
    public enum Auth {
        NONE,
        TOKEN
    }

    /** How log lines are written. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /** The least that is logged. */
    public enum LogLevel {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    public static final Setting<String> HOST = Setting.of(
            "host",
            Type.TEXT,
            "127.0.0.1",
            "Address to listen on. Another than loopback needs auth=token, or insecure.");
    public static final Setting<Long> PORT =
            Setting.of("port", Type.number(0, 65_535), "9292", "TCP port to listen on; 0: any free one.");
    public static final Setting<URI> BASE_URL = Setting.of(
            "base-url",
            Type.HTTP_URL,
            null,
            "What links in answers begin with, behind a proxy; default: the address that the client used.");
    public static final Setting<Path> DATA_DIR = Setting.of(
            "data-dir", Type.PATH, "~/.seamwright", "Directory of the embedded PostgreSQL and of generated secrets.");
    public static final Setting<Boolean> DEMO = Setting.of(
            "demo", Type.SWITCH, "off", "Loads a small example into an empty broker: services, databases, verdicts.");

    public static final Setting<DatabaseUrl> DATABASE_URL = Setting.of(
            "database-url",
            Type.DATABASE_URL,
            null,
            "PostgreSQL 15 or newer to use instead of the embedded one, with the login to serve with: postgresql://user:password@host:5432/database, or the JDBC form.");
    public static final Setting<String> DATABASE_USER =
            Setting.of("database-user", Type.TEXT, null, "The login to serve with, when it is not in database-url.");
    public static final Setting<String> DATABASE_PASSWORD =
            Setting.secret("database-password", "Password of the login to serve with, when it is not in database-url.");
    public static final Setting<DatabaseUrl> DATABASE_OWNER_URL = Setting.of(
            "database-owner-url",
            Type.DATABASE_URL,
            null,
            "The same database with the login that owns and migrates the schema, past a PgBouncer; without an owner somebody else migrates.");
    public static final Setting<String> DATABASE_OWNER_USER = Setting.of(
            "database-owner-user", Type.TEXT, null, "The login that migrates, when it is not in database-owner-url.");
    public static final Setting<String> DATABASE_OWNER_PASSWORD =
            Setting.secret("database-owner-password", "Password of the login that migrates.");
    public static final Setting<DatabaseUrl> SHADOW_URL = Setting.of(
            "shadow-url",
            Type.DATABASE_URL,
            null,
            "PostgreSQL 13 or newer in which candidate schemas are tried, instead of an embedded one; never the server of database-url. With a superuser's login, or one with CREATEDB and CREATEROLE: postgresql://user:password@host:5432/database.");
    public static final Setting<Duration> SHADOW_SECONDS = Setting.of(
            "shadow-seconds",
            Type.TIME_LIMIT,
            "60",
            "How long a candidate may take in the shadow, from its first statement to its last.");
    public static final Setting<Duration> SHADOW_STATEMENT_SECONDS = Setting.of(
            "shadow-statement-seconds", Type.TIME_LIMIT, "20", "How long one statement of a candidate may take there.");
    public static final Setting<Long> SHADOW_BYTES = Setting.of(
            "shadow-bytes",
            Type.number(64L << 20, 1L << 40),
            Long.toString(1L << 30),
            "How much disk a candidate may take there, with temporary files and the write-ahead log.");
    public static final Setting<Long> SHADOW_SESSION_BYTES = Setting.of(
            "shadow-session-bytes",
            Type.number(64L << 20, 1L << 40),
            Long.toString(1L << 30),
            "How much memory each connection of a candidate may take; only an embedded shadow can keep it.");
    public static final Setting<Long> DATABASE_POOL_SIZE =
            Setting.of("database-pool-size", Type.number(1, 1_000), "10", "Database connections at most.");
    public static final Setting<Boolean> DATABASE_PREPARED_STATEMENTS = Setting.of(
            "database-prepared-statements",
            Type.SWITCH,
            "on",
            "off behind a PgBouncer older than 1.21 in transaction mode.");

    public static final Setting<Auth> AUTH = Setting.of(
            "auth", Type.word(Auth.class), "none", "token: every request needs an API token. none: only for loopback.");
    public static final Setting<Boolean> INSECURE =
            Setting.of("insecure", Type.SWITCH, "off", "Allows another address than loopback without authentication.");
    public static final Setting<String> OPERATOR_TOKEN = Setting.secret(
            "operator-token", "The secret with which an operator manages workspaces and reads Prometheus metrics.");
    public static final Setting<Boolean> ALLOW_CONTENT_CHANGE = Setting.of(
            "allow-content-change",
            Type.SWITCH,
            "off",
            "Lets a version's published contract be replaced by another one.");
    public static final Setting<Long> MAX_BODY_BYTES = Setting.of(
            "max-body-bytes",
            Type.number(1_024, 1L << 30),
            Long.toString(10L << 20),
            "The largest request body that is read.");
    public static final Setting<Strength> CROSS_CHECK_STRENGTH = Setting.of(
            "cross-check-strength",
            Type.word(Strength.class),
            Strength.DEFAULT.word(),
            "What must hold before a pact fits a provider's OpenAPI document in verdicts. example: the pact's example fits; matchers: besides, each value that the document allows suits the matcher at its place; always: every answer that the document allows suits the consumer, proved. The same for all brokers on one database.");
    public static final Setting<Gate> DOCUMENT_GATE = Setting.of(
            "document-gate",
            Type.word(Gate.class),
            Gate.DEPLOYED.word(),
            "Whose failing makes a verdict no when a provider's OpenAPI document breaks with the one before it. deployed: a consumer in the target; anyone: whoever keeps to the document before, known or not.");

    public static final Setting<List<String>> WEBHOOK_HOSTS = Setting.of(
            "webhook-hosts",
            Type.LIST,
            "",
            "The only hosts that webhooks may call; default: every public address. Names (private addresses too), *.example.com, addresses, networks such as 10.1.0.0/16, * for every public address.");
    public static final Setting<List<String>> WEBHOOK_SCHEMES =
            Setting.of("webhook-schemes", Type.LIST, "https", "URL schemes that webhooks may use: https, http.");

    public static final Setting<Duration> JOB_LEASE_SECONDS = Setting.of(
            "job-lease-seconds",
            Type.TIME_LIMIT,
            "60",
            "How long a worker has a verification job without a heartbeat; then another one gets it.");
    public static final Setting<Long> JOB_ATTEMPTS = Setting.of(
            "job-attempts",
            Type.number(1, 100),
            "5",
            "After so many attempts without a result a verification job is given up.");
    public static final Setting<Duration> JOB_BUILD_SECONDS = Setting.of(
            "job-build-seconds",
            Type.TIME_LIMIT,
            "3600",
            "How long the provider's own CI, once a webhook has asked it, has for a result; then others may do the job.");

    public static final Setting<LogFormat> LOG_FORMAT = Setting.of(
            "log-format", Type.word(LogFormat.class), "text", "text for people, json for log collectors; on stderr.");
    public static final Setting<LogLevel> LOG_LEVEL = Setting.of(
            "log-level", Type.word(LogLevel.class), "info", "The least that is logged; warn leaves out requests.");
    public static final Setting<URI> OTLP_ENDPOINT = Setting.of(
            "otlp-endpoint",
            Type.HTTP_URL,
            null,
            "OpenTelemetry collector for traces, OTLP over HTTP: http://localhost:4318. Without it none are made.");
    public static final Setting<Duration> DRAIN_SECONDS = Setting.of(
            "drain-seconds",
            Type.SECONDS,
            null,
            "How long to keep serving after SIGTERM, until load balancers have noticed; default: 5, on loopback 0.");

    /** In the order of the documentation. */
    public static final List<Setting<?>> ALL = List.of(
            HOST,
            PORT,
            BASE_URL,
            DATA_DIR,
            DEMO,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            DATABASE_OWNER_URL,
            DATABASE_OWNER_USER,
            DATABASE_OWNER_PASSWORD,
            DATABASE_POOL_SIZE,
            DATABASE_PREPARED_STATEMENTS,
            SHADOW_URL,
            SHADOW_SECONDS,
            SHADOW_STATEMENT_SECONDS,
            SHADOW_BYTES,
            SHADOW_SESSION_BYTES,
            AUTH,
            INSECURE,
            OPERATOR_TOKEN,
            ALLOW_CONTENT_CHANGE,
            MAX_BODY_BYTES,
            CROSS_CHECK_STRENGTH,
            DOCUMENT_GATE,
            WEBHOOK_HOSTS,
            WEBHOOK_SCHEMES,
            JOB_LEASE_SECONDS,
            JOB_ATTEMPTS,
            JOB_BUILD_SECONDS,
            LOG_FORMAT,
            LOG_LEVEL,
            OTLP_ENDPOINT,
            DRAIN_SECONDS);

    private Settings() {}

    /** The table of {@code docs/configuration.md}. */
    static String table() {
        var table = new StringBuilder(
                "| setting | environment variable | value | default | meaning |\n|---|---|---|---|---|\n");
        for (var setting : ALL) {
            table.append("| `%s` | `%s` | %s | %s | %s%s |%n"
                    .formatted(
                            setting.name(),
                            setting.variable(),
                            setting.type().label().toLowerCase(Locale.ROOT).replace("|", ", "),
                            setting.fallback() == null || setting.fallback().isEmpty()
                                    ? ""
                                    : "`" + setting.fallback() + "`",
                            setting.description(),
                            setting.holdsSecret() ? " Also `" + setting.fileName() + "`." : ""));
        }
        return table.toString();
    }
}
