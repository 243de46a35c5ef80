package dev.seamwright.schemadiff.postgres.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same statements on Debian's PostgreSQL 15 and on the embedded 18. */
@Tag("slow")
class OtherServersTest {
    private static final String HOME = "seamwright.postgres.home";
    private static final String DEBIAN = "/usr/lib/postgresql/15";

    private static List<Path> texts() throws IOException {
        var texts = new ArrayList<Path>();
        for (var root : List.of("diff", "rules")) {
            try (var folders = Files.list(Path.of("src/test/resources", root))) {
                folders.sorted()
                        .flatMap(folder -> Stream.of(folder.resolve("before.sql"), folder.resolve("after.sql")))
                        .forEach(texts::add);
            }
        }
        return texts;
    }

    @Test
    void identical_statements_on_two_major_versions_make_one_schema(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var older = debian(directory.resolve("data"));
        try (older) {
            int compared = 0;
            var differences = new ArrayList<String>();
            execute(older, "postgres", "CREATE ROLE rules_reader");
            try (var connection = TestDatabases.create()) {
                TestDatabases.execute(connection, "DROP ROLE IF EXISTS rules_reader; CREATE ROLE rules_reader");
            }
            for (var text : texts()) {
                var sql = Files.readString(text);
                var before = onOlder(older, sql);
                if (before.isPresent()) {
                    compared++;
                    var diff = SchemaDiff.between(before.get(), onCurrent(sql));
                    if (!diff.isEmpty()) {
                        differences.add(text + " " + diff.changes());
                    }
                }
            }
            assertEquals(List.of(), differences);
            assertTrue(compared > 250, "only %d of the texts load on both".formatted(compared));
        }
    }

    private static EmbeddedPostgres debian(Path data) {
        assertTrue(Files.isDirectory(Path.of(DEBIAN)), "needs Debian's package postgresql-15");
        System.setProperty(HOME, DEBIAN);
        try {
            return EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(data).with("fsync", "off"));
        } finally {
            System.clearProperty(HOME);
        }
    }

    /** Empty when the older server does not know what the statements say. */
    private static Optional<DatabaseSchema> onOlder(EmbeddedPostgres server, String sql) throws SQLException {
        execute(server, "postgres", "DROP DATABASE IF EXISTS texts WITH (FORCE)");
        execute(server, "postgres", "CREATE DATABASE texts TEMPLATE template0");
        try {
            execute(server, "texts", sql);
        } catch (SQLException unknown) {
            return Optional.empty();
        }
        try (var connection =
                DriverManager.getConnection(url(server, "texts"), server.superuser(), server.password())) {
            return Optional.of(Capture.of(connection));
        }
    }

    private static DatabaseSchema onCurrent(String sql) throws SQLException {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, sql);
            return Capture.of(connection);
        }
    }

    private static void execute(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (var connection =
                DriverManager.getConnection(url(server, database), server.superuser(), server.password())) {
            TestDatabases.execute(connection, sql);
        }
    }

    private static String url(EmbeddedPostgres server, String database) {
        return server.superuserUrl().replaceFirst("/postgres$", "/" + database);
    }
}
