package dev.seamwright.broker.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.broker.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenRoutesTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private ApiClient operator;

    @BeforeAll
    void start() {
        log.start();
        root().setLevel(Level.DEBUG);
        root().addAppender(log);
        broker = TestBroker.startWithAuth();
        operator = ApiClient.of(broker).as(TestBroker.OPERATOR_TOKEN);
    }

    @AfterAll
    void stop() {
        broker.close();
        root().detachAppender(log);
        root().setLevel(Level.INFO);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private Answer create(String name, String scope) {
        var answer = operator.post("/tokens", "{\"name\":\"%s\",\"scope\":\"%s\"}".formatted(name, scope));
        assertEquals(201, answer.status(), answer.body());
        return answer;
    }

    private static String secret(Answer created) {
        return created.json().get("secret").asText();
    }

    private static String id(Answer created) {
        return created.json().at("/token/id").asText();
    }

    @Test
    void a_new_token_lets_its_bearer_in_with_its_scope() {
        var created = create("reader", "read");
        assertEquals("no-store", created.header("Cache-Control"));
        var caller = ApiClient.of(broker).as(secret(created)).get("/caller").json();
        assertEquals("token:reader", caller.get("principal").asText());
        assertEquals("read", caller.get("scope").asText());
        assertEquals("default", caller.get("workspace").asText());
        assertFalse(caller.get("operator").asBoolean());
    }

    @Test
    void the_secret_is_shown_once() {
        var created = create("once", "read");
        var shown = operator.get("/tokens/" + id(created));
        assertEquals(created.json().get("token"), shown.json());
        assertFalse(shown.body().contains(secret(created)));
        assertFalse(operator.get("/tokens").body().contains(secret(created)));
    }

    @Test
    void a_retry_is_not_told_the_secret_again() {
        var retried = operator.with("Idempotency-Key", UUID.randomUUID().toString());
        var body = "{\"name\":\"retried\",\"scope\":\"read\"}";
        var created = retried.post("/tokens", body);
        assertEquals(201, created.status());
        var again = retried.post("/tokens", body);
        assertEquals(409, again.status());
        assertEquals("true", again.header("Idempotency-Replayed"));
        assertTrue(again.json().get("detail").asText().contains(id(created)), again.body());
    }

    @Test
    void a_revoked_token_is_refused_at_once_and_stays_in_the_list() {
        var created = create("revoked", "admin");
        var bearer = ApiClient.of(broker).as(secret(created));
        assertEquals(200, bearer.get("/caller").status());
        assertEquals(204, operator.delete("/tokens/" + id(created)).status());
        assertEquals(401, bearer.get("/caller").status());
        assertEquals(204, operator.delete("/tokens/" + id(created)).status());
        var listed = operator.get("/tokens/" + id(created)).json();
        assertEquals("revoked", listed.get("status").asText());
        assertEquals(
                201,
                operator.post("/tokens", "{\"name\":\"revoked\",\"scope\":\"read\"}")
                        .status());
    }

    @Test
    void an_expired_token_is_refused_at_once() throws InterruptedException {
        var expiry = Instant.now().plusMillis(1500).truncatedTo(ChronoUnit.MICROS);
        var created = operator.post(
                "/tokens", "{\"name\":\"short\",\"scope\":\"read\",\"expiresAt\":\"%s\"}".formatted(expiry));
        var bearer = ApiClient.of(broker).as(secret(created));
        assertEquals(200, bearer.get("/caller").status());
        Thread.sleep(Duration.between(Instant.now(), expiry).plusMillis(50));
        assertEquals(401, bearer.get("/caller").status());
        var shown = operator.get("/tokens/" + id(created)).json();
        assertEquals("expired", shown.get("status").asText());
        assertEquals(expiry.toString(), shown.get("expiresAt").asText());
    }

    @Test
    void the_last_use_is_known() {
        var created = create("used", "read");
        assertNull(operator.get("/tokens/" + id(created)).json().get("lastUsedAt"));
        var before = Instant.now();
        ApiClient.of(broker).as(secret(created)).get("/caller");
        var used = operator.get("/tokens/" + id(created)).json().get("lastUsedAt");
        assertFalse(Instant.parse(used.asText()).isBefore(before.truncatedTo(ChronoUnit.MILLIS)));
    }

    @Test
    void two_live_tokens_cannot_share_a_name() {
        create("twin", "read");
        var second = operator.post("/tokens", "{\"name\":\"twin\",\"scope\":\"read\"}");
        assertEquals(409, second.status());
        assertTrue(second.json().get("detail").asText().contains("'twin'"));
    }

    @Test
    void tokens_below_admin_make_none() {
        for (var scope : List.of("read", "publish")) {
            var bearer = ApiClient.of(broker).as(secret(create("below-" + scope, scope)));
            for (var wanted : List.of("read", "publish", "admin")) {
                var body = "{\"name\":\"wider\",\"scope\":\"%s\"}".formatted(wanted);
                assertEquals(403, bearer.post("/tokens", body).status());
            }
            assertEquals(403, bearer.get("/tokens").status());
        }
    }

    @Test
    void pages_lead_through_all_tokens() {
        for (var i = 0; i < 5; i++) {
            create("page-" + i, "read");
        }
        var all = operator.get("/tokens?limit=1000").json().get("items");
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = operator.get("/tokens?limit=2" + cursor).json();
            page.get("items").forEach(token -> seen.add(token.get("id").asText()));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
        } while (!cursor.isEmpty());
        assertEquals(all.findValuesAsText("id"), seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"name\":\"x\"}",
                "{\"name\":\"x\",\"scope\":\"all\"}",
                "{\"name\":\" \",\"scope\":\"read\"}",
                "{\"name\":\"a\\nb\",\"scope\":\"read\"}",
                "{\"name\":7,\"scope\":\"read\"}",
                "{\"name\":\"x\",\"scope\":\"read\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "{\"name\":\"x\",\"scope\":\"read\",\"expiresAt\":\"+999999999-01-01T00:00:00Z\"}",
                "{\"name\":\"x\",\"scope\":\"read\",\"expiresAt\":\"soon\"}",
                "{\"name\":\"x\",\"scope\":\"read\""
            })
    void a_wrong_token_is_refused_by_name(String body) {
        var answer = operator.wrong("POST", "/tokens", body);
        assertEquals(400, answer.status(), answer.body());
        assertTrue(answer.json().has("errors"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-1",
                "limit=1001",
                "limit=many",
                "cursor=x",
                "cursor=W10",
                "cursor=WyJhIiwiYiJd"
            })
    void a_wrong_page_is_refused_by_name(String query) {
        assertEquals(400, operator.wrong("GET", "/tokens?" + query, null).status());
    }

    @Test
    void an_unknown_token_is_not_found() {
        assertEquals(404, operator.get("/tokens/" + UUID.randomUUID()).status());
        assertEquals(404, operator.delete("/tokens/" + UUID.randomUUID()).status());
        assertEquals(404, operator.wrong("GET", "/tokens/none", null).status());
    }

    @Test
    void basic_authentication_takes_the_token_as_password_or_user() {
        var secret = secret(create("basic", "read"));
        for (var pair : List.of("anybody:" + secret, secret + ":", secret, secret + ":x-oauth-basic", ":" + secret)) {
            var header = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            var caller = ApiClient.of(broker).with("Authorization", header).get("/caller");
            assertEquals(200, caller.status(), pair.replace(secret, "TOKEN"));
            assertEquals("token:basic", caller.json().get("principal").asText());
        }
    }

    @Test
    void wrong_credentials_are_refused_alike() {
        var unknown = Token.generate(1).reveal();
        var elsewhere = Token.generate(4711).reveal();
        var answers = new ArrayList<String>();
        for (var credential : List.of(
                "Bearer " + unknown,
                "Bearer " + elsewhere,
                "Bearer nonsense",
                "Basic " + Base64.getEncoder().encodeToString("a:b".getBytes(StandardCharsets.UTF_8)))) {
            var answer = ApiClient.of(broker).with("Authorization", credential).get("/caller");
            assertEquals(401, answer.status());
            assertTrue(String.valueOf(answer.header("WWW-Authenticate")).startsWith("Basic "));
            answers.add(answer.json().get("detail").asText());
        }
        assertEquals(1, answers.stream().distinct().count(), answers.toString());
        for (var credential : List.of("Bearer", "Basic !", "Basic", "Digest x", "")) {
            assertEquals(
                    401,
                    ApiClient.of(broker)
                            .with("Authorization", credential)
                            .get("/caller")
                            .status(),
                    credential);
        }
    }

    @Test
    void no_secret_is_in_the_database_or_the_log() throws SQLException {
        var key = operator.with("Idempotency-Key", UUID.randomUUID().toString());
        var created = key.post("/tokens", "{\"name\":\"hidden\",\"scope\":\"publish\"}");
        var secret = secret(created);
        var bearer = ApiClient.of(broker).as(secret);
        bearer.get("/caller");
        bearer.wrong("POST", "/tokens", "{");
        operator.delete("/tokens/" + id(created));
        bearer.get("/caller");
        var random = secret.substring(10, 40);
        var hex = HexFormat.of().formatHex(random.getBytes(StandardCharsets.US_ASCII));
        var rows = 0;
        var superuser = TestDatabase.superuser(broker.database());
        try (var connection = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password());
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var row = statement.executeQuery(
                    "SELECT c.oid::regclass FROM pg_class c WHERE relkind = 'r' AND relnamespace IN ('seamwright'::regnamespace, 'seamwright_ops'::regnamespace)")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            for (var table : tables) {
                try (var row = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    for (; row.next(); rows++) {
                        var text = row.getString(1);
                        assertFalse(text.contains(random) || text.contains(hex), table + " holds a token's secret");
                    }
                }
            }
        }
        assertTrue(rows > 5, "rows looked at: " + rows);
        var lines = List.copyOf(log.list);
        assertFalse(lines.isEmpty());
        for (var line : lines) {
            assertFalse(line.getFormattedMessage().contains(random), line.getLoggerName() + " logged a token's secret");
        }
    }
}
