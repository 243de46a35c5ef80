package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.webhook.Judgement.Answer;
import dev.seamwright.broker.webhook.Telling.Judged;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events as GitHub, GitLab and Slack are told them. */
class FormatsTest {
    private static final String COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8";
    private static final String EVENTS = "contract_published provider_verification_published verdict_changed";

    private final StandIns told = new StandIns();
    private final TestBroker broker = WebhookFixture.broker();
    private final Given given = new Given(broker);

    @AfterEach
    void close() {
        broker.close();
        told.close();
        assertEquals(List.of(), told.refused);
    }

    private String webhook(String format, String url, String header, String events) {
        return webhook(format, url, header, events, "\"formatOptions\":{\"environment\":\"production\"},");
    }

    private String webhook(String format, String url, String header, String events, String more) {
        var names = List.of(events.split(" ")).stream()
                .map("{\"name\":\"%s\"}"::formatted)
                .toList();
        var answer = broker.post("/webhooks", """
                {"format":"%s",%s"events":[%s],"request":{"url":"%s","headers":{%s}}}""".formatted(format, more, String.join(",", names), url, header));
        assertEquals(201, answer.status(), answer.body());
        assertEquals(format, answer.json().get("format").asText());
        return answer.json().get("uuid").asText();
    }

    private static final String GITHUB = "\"Authorization\":\"Bearer github-token\"";

    /** Orders 1 runs in production; the pull request's commit needs it. */
    private void shop() {
        given.environment("production");
        given.version("orders", "1");
        given.deployed("orders", "1", "production");
    }

    private String comment(long id) {
        return String.valueOf(told.comments.get(id));
    }

    private void settled() {
        try (var fixture = new WebhookFixture(broker.database())) {
            var open = Eventually.get(
                    () -> fixture.deliveries().stream()
                            .filter(delivery -> delivery.status() == Delivery.Status.NOT_RUN
                                    || delivery.status() == Delivery.Status.RETRYING)
                            .toList(),
                    List::isEmpty);
            assertEquals(List.of(), open);
        }
    }

    @Test
    void a_commit_status_is_pending_until_the_verdict_is_known_and_keeps_its_context() {
        shop();
        webhook("github-status", told.repository(), GITHUB, EVENTS);
        given.pact("web", "1.2+" + COMMIT, "orders", "list");
        Receiver.waitFor("the first status", () -> told.statuses.size() == 1);
        given.verified("web", "1.2+" + COMMIT, "orders", "1", false);
        Receiver.waitFor("the second status", () -> told.statuses.size() == 2);
        given.verified("web", "1.2+" + COMMIT, "orders", "1", true);
        Receiver.waitFor("the third status", () -> told.statuses.size() == 3);

        assertEquals(
                List.of("pending", "failure", "success"),
                told.statuses.stream().map(StandIns.Status::state).toList());
        assertTrue(told.statuses.stream()
                .allMatch(status ->
                        status.commit().equals(COMMIT) && status.context().equals("seamwright/web/production")));
        var last = told.statuses.getLast();
        assertEquals("web may be deployed to production", last.description());
        assertEquals(
                200,
                broker.get(last.targetUrl().replaceFirst("http://[^/]+", broker.url()))
                        .status());
    }

    @Test
    void a_gate_that_could_not_run_is_an_error_and_never_a_success() {
        shop();
        webhook(
                "github-status",
                told.repository(),
                GITHUB,
                "contract_published",
                "\"formatOptions\":{\"environment\":\"nowhere\",\"context\":\"contracts\"},");
        given.pact("web", COMMIT, "orders", "list");
        Receiver.waitFor("the status", () -> !told.statuses.isEmpty());
        assertEquals("error", told.statuses.getFirst().state());
        assertEquals("contracts", told.statuses.getFirst().context());
    }

    @Test
    void a_version_without_a_commit_is_a_failure_that_says_so_and_is_not_repeated() {
        shop();
        webhook("github-status", told.repository(), GITHUB, "contract_published");
        given.pact("web", "1.2.3", "orders", "list");
        settled();
        try (var fixture = new WebhookFixture(broker.database())) {
            var delivery = fixture.deliveries().getFirst();
            assertEquals(Delivery.Status.FAILURE, delivery.status());
            assertEquals(1, delivery.attempts());
        }
        assertEquals(List.of(), told.statuses);
    }

    @Test
    void gitlab_is_told_in_its_own_words_and_its_refusal_of_the_same_state_is_no_failure() {
        shop();
        webhook(
                "gitlab-status",
                told.project(),
                "\"PRIVATE-TOKEN\":\"gitlab-token\"",
                "contract_published provider_verification_published");
        given.pact("web", COMMIT, "orders", "list");
        Receiver.waitFor("the first status", () -> told.statuses.size() == 1);
        given.pact("web", COMMIT, "orders", "list"); // pending already
        settled();
        given.verified("web", COMMIT, "orders", "1", false);
        Receiver.waitFor("the second status", () -> told.statuses.size() == 2);
        settled();
        assertEquals(
                List.of("pending", "failed"),
                told.statuses.stream().map(StandIns.Status::state).toList());
        try (var fixture = new WebhookFixture(broker.database())) {
            assertTrue(
                    fixture.deliveries().stream().allMatch(delivery -> delivery.status() == Delivery.Status.SUCCESS));
        }
        assertTrue(told.refused.stream().allMatch(refusal -> refusal.contains("Cannot transition")));
        told.refused.clear();
    }

    @Test
    void one_comment_is_edited_when_the_verdict_changes_and_only_then() {
        shop();
        told.pull(7, COMMIT);
        for (var other = 1; other <= 65; other++) {
            told.comments.put((long) other, "LGTM");
        }
        webhook("github-comment", told.repository(), GITHUB, EVENTS);
        given.pact("web", COMMIT, "orders", "list");
        Receiver.waitFor("the comment", () -> told.comments.size() == 66);
        settled();
        var id = told.comments.keySet().stream().max(Long::compare).orElseThrow();
        assertTrue(comment(id).contains("⏳"), comment(id));

        given.verified("web", COMMIT, "orders", "1", false);
        Receiver.waitFor("the comment to change", () -> comment(id).contains("❌"));
        assertTrue(comment(id).contains("| web | orders | pact | failed |"), comment(id));
        given.verified("web", COMMIT, "orders", "1", false); // the same
        settled();
        given.verified("web", COMMIT, "orders", "1", true);
        Receiver.waitFor("the comment to be green", () -> comment(id).contains("✅"));
        settled();

        assertFalse(comment(id).contains("|---"), "one line");
        assertEquals(66, told.comments.size());
        assertEquals(
                List.of("POST /issues/7/comments", "PATCH /issues/comments/" + id, "PATCH /issues/comments/" + id),
                told.writes);
    }

    @Test
    void of_two_comments_the_older_is_kept() {
        shop();
        told.pull(7, COMMIT);
        told.comments.put(5L, "<!-- seamwright:verdict:web:production -->\n<!-- state:0 -->\nold");
        told.comments.put(6L, "<!-- seamwright:verdict:web:production -->\n<!-- state:0 -->\nold");
        told.comments.put(8L, "<!-- seamwright:verdict:web:staging -->\nanother target");
        webhook("github-comment", told.repository(), GITHUB, "contract_published");
        given.pact("web", COMMIT, "orders", "list");
        settled();
        assertEquals(2, told.comments.size(), told.comments::toString);
        assertTrue(comment(5).contains("⏳"));
        assertEquals("<!-- seamwright:verdict:web:staging -->\nanother target", comment(8));
    }

    @Test
    void a_commit_in_no_open_pull_request_is_nothing_to_tell() {
        shop();
        webhook("github-comment", told.repository(), GITHUB, "contract_published");
        given.pact("web", COMMIT, "orders", "list");
        settled();
        assertEquals(Map.of(), told.comments);
        try (var fixture = new WebhookFixture(broker.database())) {
            assertEquals(
                    Delivery.Status.SUCCESS, fixture.deliveries().getFirst().status());
        }
    }

    @Test
    void a_long_comment_is_cut_with_a_link_and_names_do_no_harm() {
        var rows = IntStream.range(0, 3_000)
                .mapToObj(i -> new Judgement.Row("web", "a|b<script>@team`" + i, "pact", "failed"))
                .toList();
        var text = Comments.text(new Judged(
                new ParticipantName("web"),
                new VersionNumber(COMMIT),
                new EnvironmentName("production"),
                new Judgement(Answer.NO, "no", rows, 100),
                "https://broker.example/matrix"));
        assertTrue(text.length() <= 65_000, "" + text.length());
        assertTrue(text.matches("(?s).*and [0-9]+ more: \\[all of them]\\(https://broker.example/matrix\\)\n"));
        assertTrue(text.contains("a\\|b&lt;script&gt;&#64;team\\`0"), text.substring(0, 400));
        assertTrue(text.startsWith("<!-- seamwright:verdict:web:production -->\n<!-- state:"));
    }

    @Test
    void slack_is_told_in_blocks() {
        shop();
        webhook("slack", told.url("/services/T0/B0/secret"), "", EVENTS + " job_dead seam_verdict_changed drift_found");
        given.pact("web <b>", "1", "orders", "list");
        Receiver.waitFor("the message", () -> !told.messages.isEmpty());
        var message = told.messages.getFirst();
        assertEquals(
                "contract published: *web &lt;b&gt;* 1 → *orders*: pending",
                message.get("text").asText());
        assertTrue(
                message.at("/blocks/1/text/text").asText().contains("• web &lt;b&gt; → orders (pact): unknown"),
                message::toString);
        settled();
        var id = broker.get("/api/v1/deliveries").json().at("/items/0/id").asText();
        var delivery = broker.get("/api/v1/deliveries/" + id).body();
        assertFalse(delivery.contains("B0/secret"), "whoever knows the address may write there: " + delivery);
    }

    @Test
    void a_repository_is_dispatched_with_the_pacts_url() {
        given.onBranch("orders", "7", "main");
        webhook("github-dispatch", told.repository(), GITHUB, "contract_requiring_verification_published", "");
        given.pact("web", "1", "orders", "list");
        Receiver.waitFor("the dispatch", () -> !told.dispatches.isEmpty());
        var dispatch = told.dispatches.getFirst();
        assertEquals("contract_requiring_verification_published", dispatch.event());
        assertEquals("7", dispatch.payload().get("providerVersion").asText());
        assertEquals(
                200,
                broker.get(dispatch.payload().get("pactUrl").asText().replaceFirst("http://[^/]+", broker.url()))
                        .status());
    }

    @Test
    void any_receiver_of_standard_webhooks_is_told_of_a_verification() {
        try (var receiver = new Receiver()) {
            shop();
            webhook("standard", receiver.url("/events"), "", "provider_verification_failed", "");
            given.pact("web", COMMIT, "orders", "list");
            given.verified("web", COMMIT, "orders", "1", false);
            var event = Json.parse(receiver.await(1).getFirst().body().getBytes(StandardCharsets.UTF_8));
            assertEquals("provider_verification_failed", event.get("type").asText());
            assertEquals("web", event.at("/data/consumer").asText());
            assertEquals("1", event.at("/data/providerVersion").asText());
            assertEquals("failure", event.at("/data/verificationStatus").asText());
            assertTrue(event.at("/data/verificationResultUrl").asText().startsWith(broker.url()), event::toString);
        }
    }

    @Test
    void what_a_format_makes_itself_is_not_taken() {
        var answer = broker.post("/webhooks", """
                {"format":"github-status","formatOptions":{"context":" "},
                 "request":{"method":"PUT","url":"%s","body":{}}}""".formatted(told.url("/acme/web")));
        assertEquals(400, answer.status(), answer.body());
        for (var place : List.of("context", "body", "method", "https://api.github.com/repos/OWNER/NAME")) {
            assertTrue(answer.body().contains(place), answer.body());
        }
        assertEquals(
                400,
                broker.post(
                                "/webhooks",
                                "{\"format\":\"irc\",\"request\":{\"url\":\"http://127.0.0.1/\",\"method\":\"POST\"}}")
                        .status());
    }

    @Test
    void a_webhook_with_a_format_can_be_tried() {
        shop();
        var id = webhook("github-status", told.repository(), GITHUB, "contract_published");
        given.pact("web", COMMIT, "orders", "list");
        Receiver.waitFor("the status", () -> told.statuses.size() == 1);
        var tried = broker.post("/webhooks/" + id + "/execute", "");
        assertEquals(200, tried.status(), tried.body());
        assertTrue(tried.json().get("success").asBoolean(), tried.body());
        assertEquals(2, told.statuses.size());
        assertFalse(tried.body().contains("github-token"), tried.body());
    }
}
