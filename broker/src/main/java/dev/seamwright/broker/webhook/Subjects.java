package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.webhook.DeliveryStore.Subject;
import dev.seamwright.broker.webhook.DeliveryStore.Told;
import dev.seamwright.contracts.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of the variables for what an event is about. */
final class Subjects {
    private Subjects() {}

    /** As the database knows them now: tags and branches may come after the event. */
    static Variables variables(Tx tx, String event, Subject subject) {
        var known = tx.store(DeliveryStore.class)
                .known(
                        subject.consumerVersionId(),
                        subject.contentId(),
                        subject.providerVersionId(),
                        subject.verificationId())
                .map(DeliveryStore.Known::columns)
                .orElse(Map.of());
        return variables(event, known, subject.providerVersionDescriptions(), Links.on(subject.baseUrl()));
    }

    /** As the event told them. */
    static Variables variables(String event, ObjectNode data, String baseUrl) {
        var known = new HashMap<String, String>();
        var participant = data.path("participant").textValue();
        put(known, "consumer", data.path("consumer").asText(participant));
        put(known, "consumer_version", data.path("consumerVersion").textValue());
        put(known, "provider", data.path("provider").asText(participant));
        put(known, "provider_version", data.path("providerVersion").textValue());
        put(known, "environment", data.path("environment").textValue());
        put(known, "data", data.toString());
        return variables(event, known, null, Links.on(baseUrl));
    }

    /** What a receiver gets of an event that has no template: the payload of Standard Webhooks. */
    static ObjectNode payload(String event, Instant at, ObjectNode data) {
        var payload = JsonNodeFactory.instance.objectNode();
        payload.put("type", event).put("timestamp", at.toString()).set("data", data);
        return payload;
    }

    static ObjectNode data(Told told) {
        return (ObjectNode) Json.parse(told.data().getBytes(StandardCharsets.UTF_8));
    }

    /** For trying out a webhook when nothing was published that it could tell about. */
    static Variables example(String event, String baseUrl) {
        var names = Map.of(
                "consumer", "example-consumer",
                "consumer_version", "1.0.0-example",
                "provider", "example-provider",
                "pact_sha", "0000000000000000000000000000000000000000");
        return variables(event, names, null, Links.on(baseUrl));
    }

    private static Variables variables(
            String event, Map<String, String> known, @Nullable String descriptions, Links links) {
        var values = new HashMap<String, String>();
        values.put("eventName", event);
        put(values, "consumerName", known.get("consumer"));
        put(values, "providerName", known.get("provider"));
        put(values, "consumerVersionNumber", known.get("consumer_version"));
        put(values, "providerVersionNumber", known.get("provider_version"));
        put(values, "consumerVersionTags", known.get("consumer_tags"));
        put(values, "providerVersionTags", known.get("provider_tags"));
        put(values, "consumerVersionBranch", known.get("consumer_branch"));
        put(values, "providerVersionBranch", known.get("provider_branch"));
        put(values, "providerVersionDescriptions", descriptions);
        put(values, "consumerLabels", known.get("consumer_labels"));
        put(values, "providerLabels", known.get("provider_labels"));
        put(values, "currentlyDeployedProviderVersionNumber", known.get("deployed"));
        put(values, "environmentName", known.get("environment"));
        put(values, "eventData", known.get("data"));
        var verificationBuild = known.get("verification_build");
        put(values, "buildUrl", verificationBuild == null ? known.get("consumer_build") : verificationBuild);
        statuses(values, known.get("success"));
        urls(values, known, links);
        return new Variables(values);
    }

    /** @param success PostgreSQL's {@code t} or {@code f}; null: not verified yet */
    private static void statuses(Map<String, String> values, @Nullable String success) {
        var passed = "t".equals(success);
        values.put("githubVerificationStatus", success == null ? "pending" : passed ? "success" : "failure");
        values.put("gitlabVerificationStatus", success == null ? "pending" : passed ? "success" : "failed");
        values.put("bitbucketVerificationStatus", success == null ? "INPROGRESS" : passed ? "SUCCESSFUL" : "FAILED");
        values.put("azureDevOpsVerificationStatus", success == null ? "pending" : passed ? "succeeded" : "failed");
    }

    private static void urls(Map<String, String> values, Map<String, String> known, Links links) {
        var provider = known.get("provider");
        var consumer = known.get("consumer");
        var sha = known.get("pact_sha");
        var version = known.get("consumer_version");
        if (provider == null || consumer == null || sha == null || version == null) {
            return;
        }
        values.put(
                "pactUrl",
                links.to(
                        "pacts",
                        "provider",
                        provider,
                        "consumer",
                        consumer,
                        "pact-version",
                        sha,
                        "metadata",
                        metadata(version)));
        var job = known.get("job");
        if (job != null) {
            values.put("jobUrl", links.to("api", "v1", "jobs", job));
        }
        var number = known.get("verification");
        if (number != null) {
            values.put(
                    "verificationResultUrl",
                    links.to(
                            "pacts",
                            "provider",
                            provider,
                            "consumer",
                            consumer,
                            "pact-version",
                            sha,
                            "verification-results",
                            number));
        }
    }

    /** What a result for this pact is about, as the Pact API writes it: the query {@code cvn=<consumer version>} in base64url. */
    private static String metadata(String consumerVersion) {
        var query = "cvn=" + URLEncoder.encode(consumerVersion, StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(query.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
