package dev.seamwright.schemadiff.postgres.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import dev.seamwright.schemadiff.postgres.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same statements on Debian's PostgreSQL 15 and on the embedded 18. */
@Tag("slow")
class OtherServersTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    // 18 keeps the names of NOT NULL constraints, and streams to subscriptions unless it is told not to
    private static final List<String> DIFFERENT = List.of(
            "diff/not-null-name/after.sql",
            "diff/subscription/after.sql",
            "rules/column-not-null-constraint-changed/after.sql",
            "rules/subscription-changed/after.sql");

    /** Each text once, with one of the files that it stands in. */
    private static Map<String, Path> texts() throws IOException {
        var texts = new LinkedHashMap<String, Path>();
        for (var root : List.of("diff", "rules")) {
            try (var folders = Files.list(Path.of("src/test/resources", root))) {
                for (var folder : folders.sorted().toList()) {
                    for (var name : List.of("before.sql", "after.sql")) {
                        var file = folder.resolve(name);
                        texts.putIfAbsent(Files.readString(file), file);
                    }
                }
            }
        }
        return texts;
    }

    @Test
    void identical_statements_on_two_major_versions_make_one_schema() throws Exception {
        int compared = 0;
        var differences = new ArrayList<String>();
        for (var server : List.of(TestServer.debian(), TestServer.embedded())) {
            server.execute("postgres", "DROP ROLE IF EXISTS rules_reader; CREATE ROLE rules_reader");
        }
        try (var other = Executors.newSingleThreadExecutor()) {
            for (var text : texts().entrySet()) {
                var sql = text.getKey();
                var older = other.submit(() -> on(TestServer.debian(), sql));
                var after = on(TestServer.embedded(), sql);
                var before = older.get();
                // the older server does not know all that the statements say
                if (before.isPresent() && after.isPresent()) {
                    compared++;
                    var diff = SchemaDiff.between(before.get(), after.get());
                    if (!diff.isEmpty()) {
                        differences.add(Path.of("src/test/resources")
                                .relativize(text.getValue())
                                .toString());
                    }
                }
            }
        }
        assertEquals(DIFFERENT, differences);
        assertTrue(compared > 220, "only %d of the texts load on both".formatted(compared));
    }

    private static Optional<DatabaseSchema> on(TestServer server, String sql) throws SQLException {
        var database = "texts_" + DATABASES.incrementAndGet();
        server.execute("postgres", "CREATE DATABASE " + database + " TEMPLATE template0 STRATEGY FILE_COPY");
        try {
            server.execute(database, sql);
            try (var connection = server.connect(database)) {
                return Optional.of(Capture.of(connection));
            }
        } catch (SQLException unknown) {
            return Optional.empty();
        } finally {
            // that of a subscription cannot be dropped
            if (!sql.contains("SUBSCRIPTION")) {
                server.execute("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
            }
        }
    }
}
