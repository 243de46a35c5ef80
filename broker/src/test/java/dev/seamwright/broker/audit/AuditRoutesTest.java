package dev.seamwright.broker.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import dev.seamwright.contracts.Sha256;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRoutesTest {
    private static void write(ApiClient api, int entries) {
        for (var i = 0; i < entries; i++) {
            assertEquals(
                    201,
                    api.post("/tokens", "{\"name\":\"t%d\",\"scope\":\"read\"}".formatted(i))
                            .status());
        }
    }

    @Test
    void every_change_is_an_entry_newest_first() {
        try (var broker = TestBroker.start()) {
            var api = ApiClient.of(broker);
            write(api, 2);
            var items = api.get("/audit/entries").json().get("items");
            assertEquals(List.of("2", "1"), items.findValuesAsText("seq"));
            var newest = items.get(0);
            assertEquals("local", newest.get("principal").asText());
            assertEquals("token.create", newest.at("/changes/0/action").asText());
            assertEquals("t1", newest.at("/changes/0/name").asText());
        }
    }

    @Test
    void an_export_is_verified_without_the_broker() {
        try (var broker = TestBroker.start()) {
            var api = ApiClient.of(broker);
            write(api, 7);
            var chain = new AuditChain();
            var cursor = "";
            do {
                var page = api.get("/audit/entries?order=ascending&limit=3" + cursor)
                        .json();
                for (var item : page.get("items")) {
                    chain.add(new AuditChain.Link(
                            item.get("seq").asLong(),
                            item.get("entry").asText(),
                            Sha256.parse(item.get("hash").asText())));
                }
                cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
            } while (!cursor.isEmpty());
            var verified = api.get("/audit/verify").json();
            assertTrue(verified.get("intact").asBoolean());
            assertEquals(7, verified.get("entries").asLong());
            assertEquals(
                    new AuditChain.Intact(7, Sha256.parse(verified.get("head").asText())), chain.result());
        }
    }

    @Test
    void filters_leave_what_they_name() {
        try (var broker = TestBroker.start()) {
            var api = ApiClient.of(broker);
            write(api, 3);
            var first = api.get("/audit/entries?order=ascending&limit=1").json().at("/items/0");
            var token = first.at("/changes/0/token").asText();
            api.delete("/tokens/" + token);
            assertEquals(List.of("4"), seqs(api, "?action=token.revoke"));
            assertEquals(List.of("3", "2", "1"), seqs(api, "?action=token.create"));
            assertEquals(List.of(), seqs(api, "?action=token.creat"));
            assertEquals(List.of("4", "3", "2", "1"), seqs(api, "?principal=local"));
            assertEquals(List.of(), seqs(api, "?principal=loca"));
            assertEquals(List.of(), seqs(api, "?principal=%22"));
            var at = first.get("at").asText();
            assertEquals(List.of(), seqs(api, "?until=" + at));
            assertEquals(List.of("4", "3", "2", "1"), seqs(api, "?since=" + at));
            assertEquals(
                    400,
                    api.wrong("GET", "/audit/entries?since=yesterday", null).status());
            assertEquals(
                    400, api.wrong("GET", "/audit/entries?order=random", null).status());
        }
    }

    private static List<String> seqs(ApiClient api, String query) {
        return api.get("/audit/entries" + query).json().get("items").findValuesAsText("seq");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET entry = replace(entry, 'local', 'other') WHERE seq = 3",
                "UPDATE audit_entry SET entry = 'gone' WHERE seq = 3",
                "UPDATE audit_entry SET at = at + interval '1 hour' WHERE seq = 3",
                "UPDATE audit_entry SET hash = sha256(hash) WHERE seq = 3",
                "DELETE FROM audit_entry WHERE seq = 3",
                "DELETE FROM audit_entry WHERE seq >= 3",
                "UPDATE audit_entry SET seq = CASE seq WHEN 3 THEN 104 ELSE 103 END WHERE seq IN (3, 4);"
                        + " UPDATE audit_entry SET seq = seq - 100 WHERE seq > 100"
            })
    void what_a_superuser_changes_shows_with_its_place(String tampering) throws SQLException {
        try (var broker = TestBroker.start()) {
            var api = ApiClient.of(broker);
            write(api, 5);
            var superuser = TestDatabase.superuser(broker.database());
            try (var connection = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password());
                    var statement = connection.createStatement()) {
                statement.execute("SET search_path = seamwright; " + tampering);
            }
            var verified = api.get("/audit/verify").json();
            assertFalse(verified.get("intact").asBoolean());
            assertEquals(3, verified.get("brokenAt").asLong(), verified.toString());
            assertEquals(2, verified.get("entries").asLong());
            assertFalse(verified.get("cause").asText().isEmpty());
            assertEquals(200, api.get("/audit/entries").status());
        }
    }

    @Test
    void the_server_can_add_to_the_log_and_nothing_else() throws SQLException {
        try (var broker = TestBroker.start()) {
            write(ApiClient.of(broker), 1);
            var login = broker.database().server();
            try (var connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                    var statement = connection.createStatement()) {
                statement.execute("SELECT set_config('seamwright.workspace', '1', false)");
                for (var sql : List.of(
                        "UPDATE seamwright.audit_entry SET entry = ''",
                        "DELETE FROM seamwright.audit_entry",
                        "TRUNCATE seamwright.audit_entry")) {
                    assertEquals("42501", sqlState(statement, sql), sql);
                }
            }
        }
    }

    private static String sqlState(java.sql.Statement statement, String sql) {
        try {
            statement.execute(sql);
            return "done";
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        }
    }

    @Test
    void the_log_is_for_admins() {
        try (var broker = TestBroker.start()) {
            var api = ApiClient.of(broker);
            var secrets = new ArrayList<String>();
            for (var scope : List.of("read", "publish")) {
                JsonNode created = api.post("/tokens", "{\"name\":\"%1$s\",\"scope\":\"%1$s\"}".formatted(scope))
                        .json();
                secrets.add(created.get("secret").asText());
            }
            for (var secret : secrets) {
                assertEquals(403, api.as(secret).get("/audit/entries").status());
                assertEquals(403, api.as(secret).get("/audit/verify").status());
            }
        }
    }
}
