package dev.seamwright.broker.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.HostileDocuments;
import dev.seamwright.broker.testing.HostileDocuments.Case;
import dev.seamwright.broker.testing.HostileDocuments.Fate;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.broker.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is no OpenAPI document is refused by every way to publish one: with its place, and without a trace in any table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePublicationTest {
    /** A guard against what never ends, not a measure of speed. */
    private static final Duration GUARD = Duration.ofMinutes(2);

    private static final Pattern PLACE = Pattern.compile(
            "line [1-9]\\d*, column [1-9]\\d*|at byte offset \\d+|\"pointer\":\"/contracts/0/content\"|\"contract.content\":\\[");
    private static final int LONGEST_ANSWER = 8_000;

    private final TestBroker broker = TestBroker.start();

    @SuppressWarnings("NullAway.Init")
    private Connection database;

    @BeforeAll
    void look_behind_its_back() throws SQLException {
        var superuser = TestDatabase.superuser(broker.database());
        database = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password());
    }

    @AfterAll
    void stop() throws SQLException {
        database.close();
        broker.close();
    }

    @Test
    void by_our_own_api() {
        publishAll((hostile, provider) -> broker.sendBytes(
                "POST",
                "/api/v1/participants/%s/versions/1/contracts".formatted(provider),
                contract(hostile.document())));
    }

    @Test
    void by_the_api_for_provider_contracts() {
        publishAll((hostile, provider) ->
                broker.post("/provider-contracts/provider/%s/publish".formatted(provider), """
                {"pacticipantVersionNumber":"1","branch":"main","tags":["dev"],
                 "contract":{"content":"%s","contentType":"application/yaml","specification":"oas",
                   "selfVerificationResults":{"success":true,"verifier":"tool"}}}
                """.formatted(
                                Base64.getEncoder().encodeToString(hostile.document()))));
    }

    private void publishAll(BiFunction<Case, String, Answer> publish) {
        var before = rows();
        assertTrue(before.size() > 20, before::toString);
        var refused = new ArrayList<String>();
        var number = 0;
        for (var hostile : HostileDocuments.all()) {
            var provider =
                    "p%d".formatted(++number); // of its own, so that nothing is compared with what was taken before
            if (hostile.fate() == Fate.READ) {
                continue;
            }
            var answer = assertTimeoutPreemptively(GUARD, () -> publish.apply(hostile, provider), hostile::name);
            if (answer.status() == 200) {
                assertNotEquals(Fate.REFUSED, hostile.fate(), hostile::name);
                before = rows();
                continue;
            }
            refused.add(hostile.name());
            var shown = hostile.name() + ": " + answer.status() + " " + answer.body();
            assertTrue(answer.status() >= 400 && answer.status() < 500, shown);
            assertTrue(PLACE.matcher(answer.body()).find(), shown);
            assertTrue(answer.body().length() < LONGEST_ANSWER, shown);
            assertFalse(answer.body().contains("Exception"), shown);
            assertEquals(before, rows(), hostile::name);
        }
        assertTrue(refused.size() >= 180, () -> "only " + refused.size());
    }

    /** The request with the very bytes of the document, which need be no text. */
    private static byte[] contract(byte[] document) {
        var body = new ByteArrayOutputStream();
        body.writeBytes("{\"contracts\":[{\"kind\":\"openapi\",\"content\":\"".getBytes(StandardCharsets.US_ASCII));
        for (var unit : document) {
            if (unit >= 0 && unit < ' ') {
                body.writeBytes("\\u%04x".formatted(unit).getBytes(StandardCharsets.US_ASCII));
            } else {
                if (unit == '"' || unit == '\\') {
                    body.write('\\');
                }
                body.write(unit);
            }
        }
        body.writeBytes("\"}]}".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    /** How many rows each table of the broker has. */
    private Map<String, Long> rows() {
        try (var statement = database.createStatement()) {
            var tables = new ArrayList<String>();
            try (var found = statement.executeQuery("""
                    SELECT format('%I.%I', schemaname, tablename)
                      FROM pg_tables
                     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
                     ORDER BY 1
                    """)) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            var counts = new TreeMap<String, Long>();
            var all = tables.stream()
                    .map(table -> "SELECT '%s', count(*) FROM %s".formatted(table.replace("'", "''"), table))
                    .collect(Collectors.joining(" UNION ALL "));
            try (var found = statement.executeQuery(all)) {
                while (found.next()) {
                    counts.put(found.getString(1), found.getLong(2));
                }
            }
            return counts;
        } catch (SQLException failure) {
            throw new IllegalStateException("the tables cannot be counted", failure);
        }
    }
}
