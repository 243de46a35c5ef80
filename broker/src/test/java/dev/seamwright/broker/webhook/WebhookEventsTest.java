package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events publishing and verifying raise. */
class WebhookEventsTest {
    private static final String BODY =
            "${pactbroker.eventName} ${pactbroker.consumerVersionNumber} ${pactbroker.providerVersionNumber}"
                    + " ${pactbroker.providerVersionDescriptions}";

    static TestBroker broker;
    Given given;
    Receiver receiver;
    int seen;

    @BeforeAll
    static void start() {
        broker = WebhookFixture.broker();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        given = new Given(broker).inNewWorkspace();
        receiver = new Receiver();
    }

    @AfterEach
    void stopReceiver() {
        receiver.close();
    }

    private String webhook(String sides, String... events) {
        var webhook = JsonNodeFactory.instance.objectNode();
        var names = webhook.putArray("events");
        for (var event : events) {
            names.addObject().put("name", event);
        }
        webhook.putObject("request")
                .put("method", "POST")
                .put("url", receiver.url("/"))
                .put("body", BODY);
        return sides.isEmpty()
                ? webhook.toString()
                : sides + "," + webhook.toString().substring(1);
    }

    private void listen(String... events) {
        var answer = given.post("/webhooks", webhook("", events));
        assertEquals(201, answer.status(), answer.body());
    }

    private Answer publish(String version, String branch, String content) {
        var answer = given.post("/contracts/publish", publication(version, branch, content));
        assertEquals(200, answer.status(), answer.body());
        return answer;
    }

    private static String publication(String version, String branch, String content) {
        var pact = Given.document("Foo", "Bar", content).getBytes(StandardCharsets.UTF_8);
        return """
                {"pacticipantName":"Foo","pacticipantVersionNumber":"%s","branch":"%s","contracts":[{"consumerName":"Foo",
                 "providerName":"Bar","specification":"pact","contentType":"application/json","content":"%s"}]}""".formatted(version, branch, Base64.getEncoder().encodeToString(pact));
    }

    /** What was received since the last time: the bodies, sorted. */
    private List<String> received(int count) {
        var sorted = receiver.await(seen + count).stream()
                .skip(seen)
                .map(request -> request.body().strip())
                .sorted()
                .toList();
        seen += count;
        return sorted;
    }

    @Test
    void a_changed_content_is_told_by_comparing_with_the_pact_before_on_the_branch() {
        listen("contract_published", "contract_content_changed");
        var first = publish("1", "main", "a");
        assertEquals(List.of("contract_content_changed 1", "contract_published 1"), received(2));
        assertTrue(
                first.body()
                        .contains(
                                "Events detected: contract_published, contract_content_changed (first pact from branch main)"),
                first.body());
        assertTrue(first.body().contains("2 webhooks were triggered."), first.body());

        publish("2", "main", "a");
        assertEquals(List.of("contract_published 2"), received(1));
        publish("3", "main", "b");
        assertEquals(List.of("contract_content_changed 3", "contract_published 3"), received(2));
        publish("4", "feat", "b");
        assertEquals(List.of("contract_content_changed 4", "contract_published 4"), received(2));
        publish("4", "feat", "b");
        assertEquals(List.of("contract_published 4"), received(1));
        publish("5", "main", "b");
        assertEquals(List.of("contract_published 5"), received(1));
    }

    @Test
    void without_a_branch_the_pact_before_with_the_tag_counts_and_without_a_tag_the_newest() {
        listen("contract_content_changed");
        given.pact("Foo", "1", "Bar", "a");
        assertEquals(List.of("contract_content_changed 1"), received(1));
        given.pact("Foo", "2", "Bar", "a");
        given.pact("Foo", "3", "Bar", "b");
        assertEquals(List.of("contract_content_changed 3"), received(1));
    }

    @Test
    void a_contract_that_needs_verification_is_told_once_for_each_provider_version_without_a_result() {
        listen("contract_requiring_verification_published");
        given.version("Bar", "7");
        given.onBranch("Bar", "8", "main");
        given.environment("production");
        given.deployed("Bar", "8", "production");
        given.released("Bar", "7", "production");
        publish("1", "main", "a");
        assertEquals(
                List.of(
                        "contract_requiring_verification_published 1 7 released in production",
                        "contract_requiring_verification_published 1 8 deployed to production, newest version from main branch main"),
                received(2));
        given.verified("Foo", "1", "Bar", "8", false);
        publish("2", "main", "a");
        assertEquals(List.of("contract_requiring_verification_published 2 7 released in production"), received(1));
        given.verified("Foo", "1", "Bar", "7", true);
        var last = publish("3", "main", "a");
        assertTrue(last.body().contains("No enabled webhook was triggered"), last.body());
    }

    @Test
    void a_result_is_told_to_the_consumer_versions_that_it_was_made_for_else_to_the_newest() {
        listen("provider_verification_published", "provider_verification_succeeded", "provider_verification_failed");
        given.pact("Foo", "1", "Bar", "a");
        given.pact("Foo", "2", "Bar", "a");
        given.verified("Foo", "1", "Bar", "9", true);
        assertEquals(
                List.of("provider_verification_published 1 9", "provider_verification_succeeded 1 9"), received(2));
        var content = given.get("/pacts/provider/Bar/consumer/Foo/version/1")
                .json()
                .at("/_links/pb:pact-version/href")
                .asText();
        given.post(content + "/verification-results", "{\"success\":false,\"providerApplicationVersion\":\"10\"}");
        assertEquals(List.of("provider_verification_failed 2 10", "provider_verification_published 2 10"), received(2));
    }

    @Test
    void a_webhook_for_others_or_a_disabled_one_hears_nothing() {
        given.version("Other", "1");
        assertEquals(
                201,
                given.post("/webhooks", webhook("{\"provider\":{\"name\":\"Other\"}", "contract_published"))
                        .status());
        assertEquals(
                201,
                given.post("/webhooks", webhook("{\"enabled\":false", "contract_published"))
                        .status());
        var answer = publish("1", "main", "a");
        assertTrue(answer.body().contains("No enabled webhook was triggered"), answer.body());
        assertFalse(answer.body().contains("Events detected"), answer.body());
        assertEquals(List.of(), receiver.received());
    }

    @Test
    void links_in_events_begin_with_the_url_that_the_publisher_used() {
        var webhook = webhook("", "contract_published").replace(BODY, "${pactbroker.pactUrl}");
        assertEquals(201, broker.post("/webhooks", webhook).status());
        broker.post(
                "/contracts/publish",
                publication("1", "main", "a"),
                "X-Forwarded-Host",
                "contracts.example",
                "X-Forwarded-Proto",
                "https");
        var url = receiver.await(1).getFirst().body();
        assertTrue(url.contains("https://contracts.example/pacts/provider/Bar/consumer/Foo/pact-version/"), url);
    }
}
