package dev.seamwright.recorder.testing;

import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.recorder.Recorder;
import dev.seamwright.schemadiff.postgres.recording.Literals;
import dev.seamwright.schemadiff.postgres.recording.Recording;
import dev.seamwright.schemadiff.postgres.recording.UsageRecorder;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import dev.seamwright.schemadiff.postgres.syntax.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL for the tests of a class. */
public final class TestServer implements AutoCloseable {
    private final EmbeddedPostgres server;

    private TestServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** A server with its data in the directory, which other users may enter then: under root it runs as another one. */
    public static TestServer in(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new TestServer(EmbeddedPostgres.start(
                EmbeddedPostgres.Settings.in(directory.resolve("data")).with("fsync", "off")));
    }

    /** Connections of the superuser. */
    public DataSource superuser() {
        return dataSource(server.superuser(), server.password());
    }

    /** Connections of a role. */
    public DataSource dataSource(String user, String password) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(server.superuserUrl());
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    /** Runs statements that nobody records. */
    public void execute(String sql) throws SQLException {
        try (var connection = superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What the command line makes of a recorder's file. */
    public Recording recording(Recorder recorder) throws SQLException, IOException {
        recorder.flush();
        var file = recorder.file();
        return recording(file.getFileName().toString(), Files.readString(file), Identity.UNKNOWN);
    }

    /** What the command line makes of a recording. */
    public Recording recording(String name, String text, Identity identity) throws SQLException {
        try (Connection parsing = superuser().getConnection();
                var asking = superuser().getConnection()) {
            return new UsageRecorder(new Literals(parsing), identity)
                    .ofRecordings(Map.of(name, text), Syntax.of(asking));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
