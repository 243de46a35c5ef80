package dev.seamwright.schemadiff.postgres.seam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With pgvector, which Debian's PostgreSQL 15 has. */
@Tag("slow")
class VectorTest {
    private static final TestServer SERVER = TestServer.debian();
    private static final String DOCUMENTS = """
            CREATE EXTENSION vector;
            CREATE TABLE doc (id bigint PRIMARY KEY, tenant int, embedding vector(3));
            CREATE INDEX ON doc USING hnsw (embedding vector_cosine_ops);
            CREATE TABLE plain (id bigint PRIMARY KEY, embedding vector(3));
            """;

    static Stream<Path> cases() throws Exception {
        return SeamRulesTest.vectorCases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_rule_finds_what_its_folder_shows(Path folder) throws Exception {
        var database = SERVER.database(SeamRulesTest.read(folder, "before.sql"));
        try (var connection = SERVER.connect(database)) {
            if (Files.exists(folder.resolve("query.sql"))) {
                SeamRulesTest.shows(
                        folder,
                        VectorQueries.review(
                                connection,
                                SeamRulesTest.read(folder, "query.sql").strip()));
                return;
            }
            var before = Capture.of(connection);
            assertEquals(List.of(), Vectors.review(before, before));
            SERVER.execute(database, SeamRulesTest.read(folder, "change.sql"));
            SeamRulesTest.shows(folder, Vectors.review(before, Capture.of(connection)));
        }
    }

    @Test
    void a_query_by_the_distance_of_the_index_uses_it_and_one_by_another_distance_does_not() throws Exception {
        var database = SERVER.database(DOCUMENTS);
        try (var connection = SERVER.connect(database)) {
            assertEquals(
                    List.of(),
                    VectorQueries.review(connection, "SELECT id FROM doc ORDER BY embedding <=> $1 LIMIT 5"));
            assertEquals(
                    List.of(),
                    VectorQueries.review(
                            connection,
                            "SELECT id, embedding <-> $1 AS far FROM doc WHERE tenant = $2 ORDER BY embedding <=> $1 LIMIT 5"));
            var found = VectorQueries.review(connection, "SELECT id FROM doc ORDER BY embedding <#> $1 LIMIT 5");
            assertEquals("vector-index-unused", found.getFirst().rule().id());
            assertTrue(found.getFirst().witness().toString().contains("Sort"), found.toString());
            // descending order is served by no index on vectors
            assertEquals(
                    1,
                    VectorQueries.review(connection, "SELECT id FROM doc ORDER BY embedding <=> $1 DESC LIMIT 5")
                            .size());
            // no index at all is a choice: exact search
            assertEquals(
                    List.of(),
                    VectorQueries.review(connection, "SELECT id FROM plain ORDER BY embedding <-> $1 LIMIT 5"));
            assertTrue(connection.getAutoCommit());
        }
    }

    @Test
    void a_query_that_the_database_does_not_take_is_told_by_its_error() throws Exception {
        var database = SERVER.database(DOCUMENTS);
        try (var connection = SERVER.connect(database)) {
            var failure =
                    assertThrows(SQLException.class, () -> VectorQueries.review(connection, "SELECT nothing FROM doc"));
            assertEquals("42703", failure.getSQLState());
            assertEquals(
                    List.of(),
                    VectorQueries.review(connection, "SELECT id FROM doc ORDER BY embedding <=> $1 LIMIT 1"));
        }
    }
}
