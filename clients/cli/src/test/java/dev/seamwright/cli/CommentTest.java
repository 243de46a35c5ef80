package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.ForgeStandIn;
import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comment in a pull request of GitHub and a merge request of GitLab, played by a stand-in. */
class CommentTest {
    private static final String YES = "{\"summary\":{\"deployable\":true},\"matrix\":[]}";
    private static final String NO = """
            {"summary": {"deployable": false, "reason": "failed"}, "matrix": [
              {"consumer": {"name": "web", "version": {"number": "%s"}}, "provider": {"name": "orders", "version": {"number": "4"}},
               "verificationResult": {"success": false}}]}""";

    @TempDir
    private Path directory = Path.of("");

    private final StubBroker broker = start(StubBroker::new);
    private final ForgeStandIn forge = start(ForgeStandIn::new);

    private interface Starting<T> {
        T start() throws IOException;
    }

    private static <T> T start(Starting<T> starting) {
        try {
            return starting.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
        forge.close();
    }

    private TestCli build(String system, String head) throws IOException {
        Files.writeString(directory.resolve("event.json"), """
                {"pull_request": {"number": 7, "head": {"repo": {"full_name": "%s/web"}}, "base": {"repo": {"full_name": "acme/web"}}}}
                """.formatted(head));
        return system.equals("github")
                ? new TestCli(directory)
                        .with("GITHUB_ACTIONS", "true")
                        .with("GITHUB_API_URL", forge.url())
                        .with("GITHUB_REPOSITORY", "acme/web")
                        .with("GITHUB_EVENT_PATH", "event.json")
                        .with("GITHUB_TOKEN", ForgeStandIn.TOKEN)
                : new TestCli(directory)
                        .with("GITLAB_CI", "true")
                        .with("CI_API_V4_URL", forge.url() + "/api/v4")
                        .with("CI_MERGE_REQUEST_PROJECT_ID", "5")
                        .with("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", head.equals("acme") ? "5" : "6")
                        .with("CI_MERGE_REQUEST_IID", "3")
                        .with("SEAMWRIGHT_GITLAB_TOKEN", ForgeStandIn.TOKEN);
    }

    private TestCli.Outcome ask(TestCli cli, String version, String answer) {
        broker.on("GET /matrix", 200, answer.contains("%s") ? answer.formatted(version) : answer);
        return cli.run(
                "can-i-deploy",
                "-a",
                "web",
                "-e",
                version,
                "--to-environment",
                "prod",
                "-b",
                broker.url(),
                "--comment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab"})
    void one_comment_is_edited_when_the_verdict_changes_and_only_then(String system) throws IOException {
        forge.say("Looks good to me.");
        var cli = build(system, "acme");
        assertEquals(1, ask(cli, "1", NO).code());
        assertEquals(2, forge.comments().size());
        var first = forge.comments().get(1);
        assertTrue(first.startsWith("<!-- seamwright:gate:"), first);
        assertTrue(first.contains("\n### ❌ NO: deploy web 1 to prod\n"), first);

        assertEquals(1, ask(cli, "2", NO).code());
        assertEquals(first, forge.comments().get(1), "another version with the same verdict");
        assertEquals(1, forge.writes().size());

        assertEquals(0, ask(cli, "3", YES).code());
        var green = forge.comments().get(1);
        assertEquals(
                "✅ **web may be deployed to prod**",
                green.lines().skip(2).findFirst().orElse(""));
        assertEquals(3, green.lines().count(), green);
        assertEquals(2, forge.writes().size());

        assertEquals(0, ask(cli, "4", YES).code());
        assertEquals(2, forge.writes().size());
        assertEquals(2, forge.comments().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab"})
    void the_comment_is_found_behind_many_others(String system) throws IOException {
        var cli = build(system, "acme");
        for (var i = 0; i < 250; i++) {
            forge.say("Comment " + i);
        }
        ask(cli, "1", NO);
        ask(cli, "2", YES);
        assertEquals(251, forge.comments().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab"})
    void the_build_of_a_fork_has_its_verdict_without_a_comment(String system) throws IOException {
        var outcome = ask(build(system, "somebody"), "1", NO);
        assertAll(
                () -> assertEquals(1, outcome.code()),
                () -> assertTrue(outcome.out().startsWith("NO: "), outcome.out()),
                () -> assertTrue(outcome.err().contains("whose builds may not write here"), outcome.err()),
                () -> assertTrue(forge.comments().isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab"})
    void what_goes_wrong_with_the_comment_changes_no_exit_code(String system) throws IOException {
        forge.beReadOnly();
        var refused = ask(build(system, "acme"), "1", YES);
        forge.close();
        var away = ask(build(system, "acme"), "1", YES);
        var nowhere = ask(new TestCli(directory), "1", YES);
        assertAll(
                () -> assertEquals(0, refused.code()),
                () -> assertTrue(refused.err().contains("no permission to comment"), refused.err()),
                () -> assertEquals(0, away.code()),
                () -> assertTrue(away.err().contains("did not answer"), away.err()),
                () -> assertEquals(0, nowhere.code()),
                () -> assertTrue(nowhere.err().contains("No comment: "), nowhere.err()),
                () -> assertFalse(refused.err().contains(ForgeStandIn.TOKEN)));
    }

    @Test
    void a_large_verdict_fits_into_a_comment() throws IOException {
        var row = NO.substring(NO.indexOf('[') + 1, NO.lastIndexOf(']')).formatted("1");
        var rows = new StringBuilder(row);
        for (var i = 0; i < 1500; i++) {
            rows.append(',').append(row.replace("orders", "orders-" + i));
        }
        ask(build("github", "acme"), "1", "{\"summary\":{\"deployable\":false},\"matrix\":[" + rows + "]}");
        assertTrue(forge.comments().getFirst().length() <= 65_000);
    }

    @Test
    void an_outage_is_told_too() throws IOException {
        var cli = build("github", "acme");
        ask(cli, "1", YES);
        broker.on("GET /matrix", 503, "{}");
        cli.run("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "prod", "-b", broker.url(), "--comment");
        assertTrue(
                forge.comments().getFirst().contains("NO VERDICT"),
                forge.comments().getFirst());
    }
}
