package dev.seamwright.broker.db;

import dev.seamwright.broker.db.DatabaseSettings.Login;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;

/** The embedded default: a PostgreSQL in the data directory, with the broker's database and logins made at the first start. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String NAME = "seamwright";
    private static final String OWNER = "seamwright_owner";
    private static final String SERVER = "seamwright_app";

    private final EmbeddedPostgres postgres;
    private final DatabaseSettings settings;

    private EmbeddedDatabase(EmbeddedPostgres postgres, DatabaseSettings settings) {
        this.postgres = postgres;
        this.settings = settings;
    }

    /** Starts the server below {@code dataDir}; makes what is missing. */
    public static EmbeddedDatabase start(Path dataDir, int poolSize) {
        var postgres = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(dataDir.resolve("postgres")));
        try {
            var url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + NAME;
            var owner = new Login(url, OWNER, secret(dataDir.resolve("secrets/database-owner")));
            var server = new Login(url, SERVER, secret(dataDir.resolve("secrets/database-app")));
            create(postgres, owner, server);
            return new EmbeddedDatabase(postgres, new DatabaseSettings(server, owner, poolSize, true));
        } catch (RuntimeException failure) {
            postgres.close();
            throw failure;
        }
    }

    private static void create(EmbeddedPostgres postgres, Login owner, Login server) {
        try (var superuser =
                DriverManager.getConnection(postgres.superuserUrl(), postgres.superuser(), postgres.password())) {
            login(superuser, owner, "CREATEROLE");
            login(superuser, server, "NOINHERIT");
            if (!exists(superuser, "SELECT 1 FROM pg_database WHERE datname = ?", NAME)) {
                execute(superuser, "CREATE DATABASE " + NAME + " OWNER " + OWNER);
            }
            execute(superuser, "GRANT " + SERVER + " TO " + OWNER + " WITH ADMIN OPTION");
        } catch (SQLException failure) {
            throw new Transactor.DatabaseFailure(failure);
        }
    }

    // The password is set at every start: a data directory whose secrets were lost heals by itself.
    private static void login(Connection superuser, Login login, String attributes) throws SQLException {
        var verb = exists(superuser, "SELECT 1 FROM pg_roles WHERE rolname = ?", login.user()) ? "ALTER" : "CREATE";
        execute(
                superuser,
                "%s ROLE %s LOGIN NOSUPERUSER NOBYPASSRLS %s PASSWORD '%s'"
                        .formatted(verb, login.user(), attributes, login.password()));
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A hexadecimal secret of 256 bits from a file that only its owner reads; made when it is missing. */
    public static String secret(Path file) {
        try {
            if (Files.exists(file)) {
                return Files.readString(file).trim();
            }
            var directory = file.toAbsolutePath().getParent();
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            var secret = HexFormat.of().formatHex(bytes);
            var written = Files.createTempFile(directory, "secret", ".tmp"); // 0600
            Files.writeString(written, secret);
            Files.move(written, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep a secret in " + file, e);
        }
    }

    public DatabaseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        postgres.close();
    }
}
