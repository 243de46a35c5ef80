package dev.seamwright.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void a_parameter_of_junit_wins_over_the_environment() {
        var settings = settings(
                Map.of("seamwright.brokerUrl", "http://one"),
                Map.of("SEAMWRIGHT_BROKER_URL", "http://two", "SEAMWRIGHT_BRANCH", " main "));
        assertEquals(Optional.of("http://one"), settings.get("brokerUrl"));
        assertEquals(Optional.of("main"), settings.get("branch"));
        assertEquals(Optional.empty(), settings.get("version"));
    }

    @Test
    void a_list_has_commas() {
        var settings = settings(Map.of("seamwright.schema", "db/migration, db/roles.sql,"), Map.of());
        assertEquals(List.of("db/migration", "db/roles.sql"), settings.list("schema"));
    }

    @ParameterizedTest
    @CsvSource({
        "never,  CI,           true,       false",
        "always, NONE,         true,       true",
        "ci,     NONE,         true,       false",
        "ci,     CI,           true,       true",
        "ci,     CI,           false,      false",
        "ci,     CI,           '',         false",
        "ci,     TF_BUILD,     True,       true",
        "ci,     JENKINS_URL,  https://ci, true"
    })
    void a_run_is_published_when_it_is_asked_for(String when, String variable, String value, boolean published) {
        assertEquals(
                published,
                settings(Map.of("seamwright.publish", when), Map.of(variable, value))
                        .publishes());
    }

    @Test
    void nothing_is_published_and_no_build_fails_unless_it_is_asked_for() {
        var settings = settings(Map.of(), Map.of("CI", "true"));
        assertFalse(settings.publishes());
        assertFalse(settings.failsBuild());
        assertTrue(settings(Map.of(), Map.of("SEAMWRIGHT_FAIL_BUILD", "true")).failsBuild());
    }

    @Test
    void another_word_for_when_is_told() {
        var wrong = assertThrows(
                ExtensionConfigurationException.class,
                settings(Map.of(), Map.of("SEAMWRIGHT_PUBLISH", "yes"))::publishes);
        assertEquals(
                "seamwright.publish (or SEAMWRIGHT_PUBLISH) is 'yes'; it can be never, ci or always.",
                wrong.getMessage());
    }

    private static Settings settings(Map<String, String> parameters, Map<String, String> environment) {
        return new Settings(name -> Optional.ofNullable(parameters.get(name)), environment);
    }
}
