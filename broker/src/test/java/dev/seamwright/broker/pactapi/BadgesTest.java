package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BadgesTest {
    private static final String PAIR = "/pacts/provider/Bar/consumer/Foo";

    static TestBroker broker;
    Given given;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        given = new Given(broker).inNewWorkspace();
    }

    private Answer svg(String path) {
        var answer = given.get(path);
        assertEquals(200, answer.status(), answer.body());
        assertEquals("image/svg+xml;charset=utf-8", answer.header("Content-Type"));
        assertTrue(answer.body().startsWith("<svg xmlns="), answer.body());
        return answer;
    }

    private void shows(String path, String title) {
        var answer = svg(path);
        assertTrue(answer.body().contains("<title>" + title + "</title>"), title + "\n" + answer.body());
    }

    @Test
    void a_pacts_badge_tells_how_its_content_stands() {
        shows(PAIR + "/latest/badge", "Foo/Bar pact: unknown");
        given.pact("Foo", "1", "Bar", "a");
        shows(PAIR + "/latest/badge.svg", "Foo/Bar pact: unknown");
        given.verified("Foo", "1", "Bar", "9", true);
        shows(PAIR + "/latest/badge.svg", "Foo/Bar pact: verified");
        given.tagged("Foo", "1", "prod");
        given.pact("Foo", "2", "Bar", "b");
        shows(PAIR + "/latest/badge", "Foo/Bar pact: changed");
        given.verified("Foo", "2", "Bar", "9", false);
        shows(PAIR + "/latest/badge", "Foo/Bar pact: failed");
        shows(PAIR + "/latest-untagged/badge", "Foo/Bar pact: failed");
        shows(PAIR + "/latest/prod/badge", "Foo (prod)/Bar pact: verified");
        shows(PAIR + "/latest/none/badge", "Foo (none)/Bar pact: unknown");
    }

    @Test
    void a_matrix_badge_tells_the_result_of_the_provider_version_with_the_tag() {
        var path = "/matrix/provider/Bar/latest/live/consumer/Foo/latest/prod/badge";
        given.pact("Foo", "1", "Bar", "a");
        given.tagged("Foo", "1", "prod");
        given.verified("Foo", "1", "Bar", "9", false);
        shows(path, "Foo (prod)/Bar (live) pact: unknown");
        given.tagged("Bar", "9", "live");
        shows(path, "Foo (prod)/Bar (live) pact: failed");
        given.verified("Foo", "1", "Bar", "9", true);
        shows(path, "Foo (prod)/Bar (live) pact: verified");
    }

    @Test
    void verdicts_are_shown_as_badges() {
        var toTag = "/pacticipants/Foo/latest-version/dev/can-i-deploy/to/prod/badge";
        var toEnvironment =
                "/pacticipants/Foo/branches/feat%2Fx/latest-version/can-i-deploy/to-environment/production/badge";
        shows(toTag, "can-i-deploy: unknown");
        given.environment("production");
        given.pact("Foo", "1", "Bar", "a");
        given.tagged("Foo", "1", "dev");
        given.onBranch("Foo", "1", "feat/x");
        given.verified("Foo", "1", "Bar", "9", true);
        shows(toTag, "can-i-deploy: dev to prod");
        assertTrue(svg(toTag).body().contains("#b3261e"), "the provider is not there");
        given.tagged("Bar", "9", "prod");
        assertTrue(svg(toTag).body().contains("#2c7a3f"));
        shows(toEnvironment, "can-i-deploy: feat/x to production");
        assertTrue(svg(toEnvironment).body().contains("#b3261e"));
        given.deployed("Bar", "9", "production");
        assertTrue(svg(toEnvironment).body().contains("#2c7a3f"));

        var merge = "/pacticipants/Foo/main-branch/can-i-merge/badge";
        shows(merge, "can-i-merge: failed");
        given.onBranch("Foo", "1", "main");
        given.onBranch("Bar", "9", "main");
        shows(merge, "can-i-merge: success");
        assertEquals("max-age=30", svg(merge).header("Cache-Control"));
    }

    @Test
    void labels_are_chosen_shortened_and_escaped() {
        given.pact("Foo Loader", "1", "Bar", "a");
        var path = "/pacts/provider/Bar/consumer/Foo%20Loader/latest/badge";
        shows(path + "?initials=true", "fl/Bar pact: unknown");
        shows(path + "?label=consumer", "Foo Loader pact: unknown");
        shows(path + "?label=provider", "Bar pact: unknown");
        shows(path + "?label=the%20contract", "the contract: unknown");
        var hostile = svg(path + "?label=%3Cscript%3Ealert(1)%3C/script%3E%22%20onload=%22x%0A%E2%80%AE");
        assertFalse(hostile.body().contains("<script"), hostile.body());
        assertTrue(hostile.body().contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x\uFFFD\uFFFD"));
        assertEquals("default-src 'none'", hostile.header("Content-Security-Policy"));
        var name = svg("/pacts/provider/%3Cb%3E/consumer/%3C%2Fsvg%3E/latest/badge");
        assertFalse(name.body().contains("<b>"), name.body());
        assertTrue(svg(path + "?label=" + "x".repeat(5000)).body().length() < 2000);
    }

    @Test
    void a_badge_needs_the_same_token_as_what_it_shows() {
        try (var closed = TestBroker.startWithAuth()) {
            assertEquals(401, closed.get(PAIR + "/latest/badge.svg").status());
            assertEquals(
                    200,
                    closed.get(PAIR + "/latest/badge.svg", "Authorization", "Bearer " + TestBroker.OPERATOR_TOKEN)
                            .status());
        }
    }
}
