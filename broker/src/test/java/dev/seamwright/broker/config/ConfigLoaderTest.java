package dev.seamwright.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.BrokerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path home;

    private Configuration load(Map<String, String> flags, Map<String, String> environment) {
        return ConfigLoader.load(flags, environment, home);
    }

    private String mistake(Map<String, String> flags, Map<String, String> environment) {
        var invalid = assertThrows(InvalidConfiguration.class, () -> BrokerConfig.of(load(flags, environment)));
        return String.valueOf(invalid.getMessage());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(home.resolve("test.conf"), text);
    }

    @Test
    void a_flag_wins_over_a_variable_over_the_file_over_the_default() throws IOException {
        var file = file("port = 1\nhost = ::1\ndata-dir = /file\n# a comment\n").toString();
        var settings = load(
                Map.of("port", "3", "config", file), Map.of("SEAMWRIGHT_PORT", "2", "SEAMWRIGHT_HOST", "127.0.0.2"));
        assertEquals(3, settings.get(Settings.PORT));
        assertEquals("127.0.0.2", settings.get(Settings.HOST));
        assertEquals(Path.of("/file"), settings.get(Settings.DATA_DIR));
        assertEquals(Settings.Auth.NONE, settings.get(Settings.AUTH));
        assertTrue(settings.print().contains("flag --port"), settings.print());
        assertTrue(settings.print().contains("SEAMWRIGHT_HOST"), settings.print());
        assertTrue(settings.print().contains("data-dir in " + file), settings.print());
    }

    @Test
    void the_file_is_found_by_variable_or_in_the_home_directory() throws IOException {
        Files.createDirectory(home.resolve(".seamwright"));
        Files.writeString(home.resolve(".seamwright/seamwright.conf"), "port = 11");
        assertEquals(11, load(Map.of(), Map.of()).get(Settings.PORT));
        var other = file("port = 12").toString();
        assertEquals(12, load(Map.of(), Map.of("SEAMWRIGHT_CONFIG", other)).get(Settings.PORT));
        assertTrue(mistake(Map.of("config", "/no/such"), Map.of()).contains("/no/such: there is no such file"));
    }

    @Test
    void an_unknown_key_is_a_mistake_that_names_the_nearest_one() throws IOException {
        var mistakes = mistake(
                Map.of("config", file("prot = 1\nauth = on\nauth = token").toString()),
                Map.of("SEAMWRIGHT_DATABASE_ULR", "x", "SEAMWRIGHT_TOKEN", "of the client", "PATH", "/bin"));
        assertEquals(3, mistakes.lines().count(), mistakes);
        assertTrue(
                mistakes.contains("SEAMWRIGHT_DATABASE_ULR is not known; did you mean SEAMWRIGHT_DATABASE_URL?"),
                mistakes);
        assertTrue(mistakes.contains("unknown key 'prot'; did you mean 'port'?"), mistakes);
        assertTrue(mistakes.contains("gives 'auth' twice"), mistakes);
        assertFalse(mistakes.contains("SEAMWRIGHT_TOKEN "), mistakes);
    }

    @Test
    void a_wrong_value_is_named_with_its_place() {
        var mistakes = mistake(Map.of("auth", "maybe"), Map.of("SEAMWRIGHT_PORT", "99999"));
        assertTrue(mistakes.contains("port = '99999' (SEAMWRIGHT_PORT): it is not between 0 and 65535."), mistakes);
        assertTrue(mistakes.contains("auth = 'maybe' (flag --auth): it is not one of none|token."), mistakes);
    }

    @Test
    void a_secret_comes_from_a_file_and_is_never_printed() throws IOException {
        var secret = Files.writeString(home.resolve("secret"), "s3cret\n").toString();
        var settings = load(
                Map.of("database-url", "postgresql://app:pa55@db/x?password=pa55&sslmode=require"),
                Map.of("SEAMWRIGHT_OPERATOR_TOKEN_FILE", secret));
        assertEquals("s3cret", settings.get(Settings.OPERATOR_TOKEN));
        assertFalse(settings.print().contains("s3cret"), settings.print());
        assertFalse(settings.print().contains("pa55"), settings.print());
        assertTrue(settings.print().contains("postgresql://app:********@db/x?password=********&sslmode=require"));

        var both = mistake(
                Map.of(), Map.of("SEAMWRIGHT_OPERATOR_TOKEN_FILE", secret, "SEAMWRIGHT_OPERATOR_TOKEN", "other"));
        assertEquals("SEAMWRIGHT_OPERATOR_TOKEN and SEAMWRIGHT_OPERATOR_TOKEN_FILE are both given; give one.", both);
        assertTrue(mistake(Map.of("operator-token-file", "/no/such"), Map.of())
                .contains("Cannot read /no/such, named by flag --operator-token-file: there is no such file."));
    }

    @Test
    void other_machines_are_let_in_only_with_authentication_or_on_request() {
        var refused = mistake(Map.of("host", "0.0.0.0"), Map.of());
        assertTrue(refused.contains("--auth token") && refused.contains("--insecure"), refused);
        assertTrue(BrokerConfig.of(load(Map.of("host", "0.0.0.0", "auth", "token"), Map.of()))
                .auth());
        var insecure = BrokerConfig.of(load(Map.of("host", "0.0.0.0", "insecure", "true"), Map.of()));
        assertEquals(Duration.ofSeconds(5), insecure.operations().drain());
        assertEquals(
                Duration.ZERO,
                BrokerConfig.of(load(Map.of("host", "localhost"), Map.of()))
                        .operations()
                        .drain());
        assertTrue(mistake(Map.of("host", "no.such.host.invalid"), Map.of()).contains("not an address"));
    }

    @Test
    void a_database_is_named_by_a_url_with_its_login_or_beside_it() {
        var inUrl = BrokerConfig.of(load(
                Map.of(
                        "database-url",
                        "postgres://app:p%40ss+1@h1:5432,h2/broker?target_session_attrs=read-write&sslmode=require"),
                Map.of()));
        var database = inUrl.database();
        assertNotNull(database);
        assertEquals(
                "jdbc:postgresql://h1:5432,h2/broker?targetServerType=primary&sslmode=require",
                database.server().url());
        assertEquals("app", database.server().user());
        assertEquals("p@ss+1", database.server().password());
        assertNull(database.owner());

        var beside = BrokerConfig.of(load(
                        Map.of(
                                "database-url", "jdbc:postgresql://db/broker?user=app&password=1",
                                "database-password", "2",
                                "database-owner-user", "boss",
                                "database-owner-password", "3",
                                "database-prepared-statements", "off"),
                        Map.of()))
                .database();
        assertNotNull(beside);
        assertEquals("2", beside.server().password());
        assertNotNull(beside.owner());
        assertEquals("jdbc:postgresql://db/broker", beside.owner().url());
        assertEquals("boss", beside.owner().user());
        assertEquals("3", beside.owner().password());
        assertFalse(beside.preparedStatements());
    }

    @Test
    void a_database_that_is_half_described_is_a_mistake() {
        assertTrue(mistake(Map.of("database-url", "postgresql://db/broker"), Map.of())
                .contains("names no user"));
        assertTrue(
                mistake(Map.of("database-url", "mysql://db/broker"), Map.of()).contains("not like postgresql://"));
        assertEquals(
                "database-user is given without database-url, which it belongs to.",
                mistake(Map.of("database-user", "app"), Map.of()));
    }

    @Test
    void the_distance_of_words_counts_letters() {
        assertEquals(0, Words.distance("port", "port"));
        assertEquals(3, Words.distance("kitten", "sitting"));
        assertEquals(4, Words.distance("", "port"));
        assertEquals("port", Words.nearest("prot", List.of("host", "port", "demo")));
    }

    @Test
    void the_documentation_has_the_table_of_all_settings() throws IOException {
        var page = Path.of("../docs/configuration.md");
        var begin = "<!-- settings -->\n";
        var end = "<!-- end of settings -->";
        var text = Files.readString(page);
        var from = text.indexOf(begin) + begin.length();
        var updated = text.substring(0, from) + Settings.table() + text.substring(text.indexOf(end));
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(page, updated);
        }
        assertEquals(updated, Files.readString(page), "run this test with -Dgolden=update");
    }
}
