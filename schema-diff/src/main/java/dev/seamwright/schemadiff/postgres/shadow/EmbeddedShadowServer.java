package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import dev.seamwright.schemadiff.postgres.server.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded PostgreSQL for runs alone, started when it is first needed, and made anew when a run has spoiled it. Nothing in it
 * outlives a run, so it prefers speed to durability; and what a session may take of the machine is limited.
 */
final class EmbeddedShadowServer implements ShadowServer {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedShadowServer.class);
    /** Not {@code postgres}: candidates name that one, and may have it as an ordinary role. */
    private static final String SUPERUSER = "seamwright_shadow";

    private static final String HOME = "postgres";
    private static final Powers POWERS = new Powers(true, true, 180_000);
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "off"),
            Map.entry("synchronous_commit", "off"),
            Map.entry("full_page_writes", "off"),
            Map.entry("autovacuum", "off"), // its workers would act as superusers in the candidate's database
            Map.entry("shared_buffers", "32MB"),
            Map.entry("max_connections", "30"),
            Map.entry(
                    "max_locks_per_transaction",
                    "4096"), // a dump of ten thousand tables is one transaction; 33 MB at most
            Map.entry("max_wal_size", "256MB"),
            Map.entry("min_wal_size", "32MB"),
            Map.entry("temp_file_limit", "256MB"),
            Map.entry("max_prepared_transactions", "0"),
            Map.entry("max_parallel_workers", "0"), // a session takes one process's memory and processor, no more
            Map.entry("max_parallel_maintenance_workers", "0"),
            Map.entry("wal_level", "logical"), // a review may show what a replication role reads
            Map.entry("max_replication_slots", "4"),
            Map.entry("max_slot_wal_keep_size", "64MB"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("max_notify_queue_pages", "64"),
            Map.entry("max_logical_replication_workers", "0"), // no subscription ever connects by itself
            Map.entry(
                    "scram_iterations",
                    "1"), // random passwords of a server on loopback: no one needs to be slowed down
            Map.entry("log_min_messages", "fatal"), // a candidate's errors are answers, and would fill the log
            Map.entry("log_min_error_statement", "panic"));

    private final Path directory;
    private final long memoryBytes;
    private @Nullable EmbeddedPostgres server;

    EmbeddedShadowServer(Path directory, long memoryBytes) {
        this.directory = directory;
        this.memoryBytes = memoryBytes;
    }

    @Override
    public Powers powers() {
        return POWERS;
    }

    @Override
    public String home() {
        return HOME;
    }

    @Override
    public Connection open(String database) throws SQLException {
        var running = running();
        var login = properties();
        login.setProperty("user", running.superuser());
        login.setProperty("password", running.password());
        // also at the login itself: a candidate may have made a trigger for it
        login.setProperty("options", "-c event_triggers=off -c search_path=pg_catalog");
        return DriverManager.getConnection(url(database), login);
    }

    @Override
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(running().port(), database);
    }

    @Override
    public Properties properties() {
        return new Properties();
    }

    private synchronized EmbeddedPostgres running() {
        var running = server;
        if (running == null) {
            if (Files.exists(directory.resolve("cluster")) && !Files.exists(marker())) {
                log.info("the shadow's directory is of an earlier version, it is made anew directory={}", directory);
                delete();
            }
            running = EmbeddedPostgres.start(settings());
            server = running;
            prepare(running);
        }
        return running;
    }

    private EmbeddedPostgres.Settings settings() {
        var settings =
                EmbeddedPostgres.Settings.in(directory).superuser(SUPERUSER).memoryBytes(memoryBytes);
        for (var setting : SETTINGS.entrySet()) {
            settings = settings.with(setting.getKey(), setting.getValue());
        }
        return settings;
    }

    /** Says with which settings of {@code initdb} the directory was made. */
    private Path marker() {
        return directory.resolve("shadow-2");
    }

    private void prepare(EmbeddedPostgres running) {
        try (var admin = DriverManager.getConnection(running.superuserUrl(), running.superuser(), running.password())) {
            Names.execute(admin, "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC");
            if (!Files.exists(marker())) {
                Files.createFile(marker());
            }
        } catch (SQLException | IOException failure) {
            close();
            throw new IllegalStateException(
                    "The shadow's server in %s cannot be prepared.".formatted(directory), failure);
        }
    }

    @Override
    public synchronized void spoiled(String cause) {
        log.warn("the shadow's server is thrown away cause={}", cause);
        close();
        delete();
    }

    private void delete() {
        try {
            Trees.delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot delete the shadow's directory " + directory, failure);
        }
    }

    @Override
    public synchronized void close() {
        var last = server;
        server = null;
        if (last != null) {
            last.close();
        }
    }
}
