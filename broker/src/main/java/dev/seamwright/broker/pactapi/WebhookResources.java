package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.webhook.Delivery;
import dev.seamwright.broker.webhook.Webhook;
import dev.seamwright.broker.webhook.WebhookService;
import dev.seamwright.broker.webhook.WebhookService.TrialResult;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Pact API's resources for webhooks and for what they sent. */
final class WebhookResources {
    private static final String HIDDEN =
            "The response is not shown, because webhooks may call any public host. Its status is in the logs; the operator can list the hosts.";

    private final WebhookService webhooks;

    WebhookResources(WebhookService webhooks) {
        this.webhooks = webhooks;
    }

    ObjectNode webhook(Webhook webhook, Links links) {
        var self = links.to("webhooks", webhook.id());
        var hal = new Hal().put("uuid", webhook.id()).put("description", webhook.description());
        side(hal, "consumer", webhook.consumer());
        side(hal, "provider", webhook.provider());
        hal.put("enabled", webhook.enabled())
                .put("request", request(webhook.request()))
                .put("events", events(webhook));
        format(hal, webhook);
        hal.putIfPresent("signingSecret", webhook.request().signingSecret())
                .times(webhook.createdAt(), webhook.updatedAt())
                .link("self", self, webhook.title())
                .link(
                        "pb:execute",
                        self + "/execute",
                        "Test the execution of the webhook with the latest matching pact or verification by sending a POST request to this URL");
        var consumer = name(webhook.consumer());
        var provider = name(webhook.provider());
        if (consumer != null) {
            hal.link("pb:consumer", links.to("pacticipants", consumer), "Consumer", consumer);
        }
        if (provider != null) {
            hal.link("pb:provider", links.to("pacticipants", provider), "Provider", provider);
        }
        if (consumer != null && provider != null) {
            hal.link(
                    "pb:pact-webhooks",
                    links.to("webhooks", "provider", provider, "consumer", consumer),
                    "All webhooks for the pact between %s and %s".formatted(consumer, provider));
        }
        return hal.link("pb:webhooks", links.to("webhooks"), "All webhooks")
                .curies(links)
                .build();
    }

    ObjectNode webhooks(List<Webhook> list, Links links, String self, String title) {
        var items = Hal.array();
        var refs = Hal.array();
        for (var webhook : list) {
            items.add(webhook(webhook, links));
            refs.add(Hal.link(links.to("webhooks", webhook.id()))
                    .put("title", "A webhook")
                    .put("name", webhook.title()));
        }
        return new Hal()
                .embed("webhooks", items)
                .link("self", self, title)
                .link("pb:create", self, "POST to create a webhook here")
                .link("pb:webhooks", refs)
                .curies(links)
                .build();
    }

    ObjectNode delivery(Delivery delivery, Links links) {
        var self = links.to("triggered-webhooks", delivery.id());
        var name = delivery.title();
        var hal = new Hal()
                .put("uuid", delivery.id().toString())
                .put("name", name)
                .put("status", delivery.status().word())
                .put("attemptsMade", delivery.attempts())
                .put("attemptsRemaining", webhooks.attemptsRemaining(delivery))
                .put("triggerType", "resource_creation")
                .put("eventName", delivery.event())
                .put("triggeredAt", Hal.time(delivery.createdAt()));
        if (delivery.nextAttemptAt() != null) {
            hal.put("nextAttemptAt", Hal.time(delivery.nextAttemptAt()));
        }
        hal.link("pb:logs", self + "/logs", "Webhook execution logs", name)
                .link("pb:redeliver", self + "/redeliver", "POST to send it again", name);
        if (delivery.webhook() != null) {
            hal.link("pb:webhook", links.to("webhooks", delivery.webhookId()), "Webhook", name);
        }
        return hal.build();
    }

    ObjectNode deliveries(List<Delivery> list, Links links, String self, String title) {
        return new Hal()
                .embed("triggeredWebhooks", array(list, links))
                .link("self", self, title)
                .curies(links)
                .build();
    }

    ObjectNode status(Participant consumer, Participant provider, List<Delivery> list, Links links, String self) {
        var summary = Hal.object();
        summary.put("successful", count(list, Delivery.Status.SUCCESS));
        summary.put("failed", count(list, Delivery.Status.FAILURE));
        summary.put("retrying", count(list, Delivery.Status.RETRYING));
        summary.put("notRun", count(list, Delivery.Status.NOT_RUN));
        var errors = Hal.array();
        for (var delivery : list) {
            switch (delivery.status()) {
                case FAILURE, RETRYING ->
                    errors.add(Hal.link(links.to("triggered-webhooks", delivery.id(), "logs"))
                            .put("title", "Error logs")
                            .put("name", delivery.title()));
                case NOT_RUN, SUCCESS -> {}
            }
        }
        var c = consumer.name().value();
        var p = provider.name().value();
        return new Hal()
                .put("summary", summary)
                .embed("triggeredWebhooks", array(list, links))
                .link("self", self, "Webhooks status")
                .link("pb:error-logs", errors)
                .link(
                        "pb:pact-webhooks",
                        links.to("webhooks", "provider", p, "consumer", c),
                        "Webhooks for the pact between %s and %s".formatted(c, p))
                .link("pb:consumer", links.to("pacticipants", c), "Consumer", c)
                .link("pb:provider", links.to("pacticipants", p), "Provider", p)
                .curies(links)
                .build();
    }

    ObjectNode logs(Delivery delivery, List<Delivery.Attempt> attempts, Links links) {
        var list = Hal.array();
        for (var attempt : attempts) {
            list.addObject()
                    .put("run", attempt.run())
                    .put("number", attempt.number())
                    .put("success", attempt.success())
                    .put("attemptedAt", Hal.time(attempt.at()))
                    .put("log", attempt.log());
        }
        var hal = new Hal();
        delivery(delivery, links).properties().forEach(member -> {
            if (!member.getKey().equals("_links")) {
                hal.put(member.getKey(), member.getValue());
            }
        });
        return hal.put("logs", text(attempts))
                .put("attempts", list)
                .link("self", links.to("triggered-webhooks", delivery.id(), "logs"), "Webhook execution logs")
                .build();
    }

    /** All attempts, one after the other, for people. */
    static String text(List<Delivery.Attempt> attempts) {
        var text = new StringBuilder();
        for (var attempt : attempts) {
            text.append("[%s] attempt %d%s: %s\n"
                    .formatted(
                            Hal.time(attempt.at()),
                            attempt.number(),
                            attempt.run() == 1 ? "" : " of redelivery " + (attempt.run() - 1),
                            attempt.success() ? "delivered" : "failed"));
            text.append(attempt.log().stripTrailing()).append("\n\n");
        }
        return text.toString();
    }

    /** @param webhookId null: of one that is not stored */
    ObjectNode trial(TrialResult result, @Nullable String webhookId, Links links) {
        var request = Hal.object();
        request.set("headers", headers(result.requestHeaders()));
        request.set("body", body(result.requestBody()));
        request.put("url", result.url());
        var hal = new Hal().put("request", request);
        if (!result.showsResponse()) {
            hal.put("message", HIDDEN);
        } else if (result.status() != null) {
            var response = Hal.object();
            response.put("status", result.status());
            response.set("headers", headers(result.responseHeaders()));
            response.set("body", body(result.responseBody()));
            hal.put("response", response);
        }
        if (result.error() != null) {
            hal.put("error", Hal.object().put("message", result.error()));
        }
        hal.put("logs", result.log()).put("success", result.success());
        if (webhookId == null) {
            hal.link("try-again", links.to("webhooks", "execute"), "Execute the webhook again");
        } else {
            hal.link("pb:webhook", links.to("webhooks", webhookId))
                    .link("try-again", links.to("webhooks", webhookId, "execute"), "Execute the webhook again");
        }
        return hal.build();
    }

    private JsonNode array(List<Delivery> list, Links links) {
        var items = Hal.array();
        list.forEach(delivery -> items.add(delivery(delivery, links)));
        return items;
    }

    private static int count(List<Delivery> list, Delivery.Status status) {
        return (int) list.stream().filter(d -> d.status() == status).count();
    }

    private static JsonNode request(Webhook.Request request) {
        var json = Hal.object();
        json.put("method", request.method()).put("url", request.url());
        json.set("headers", headers(request.headers()));
        if (request.body() != null) {
            json.set("body", request.body());
        }
        if (request.username() != null) {
            json.put("username", request.username());
        }
        if (request.password() != null) {
            json.put("password", request.password());
        }
        return json;
    }

    private static JsonNode headers(Map<String, String> headers) {
        var json = Hal.object();
        headers.forEach(json::put);
        return json;
    }

    private static void format(Hal hal, Webhook webhook) {
        var format = webhook.format();
        if (format == null) {
            return;
        }
        hal.put("format", format.kind().word());
        var options = Hal.object();
        if (format.environment() != null) {
            options.put("environment", format.environment().value());
        }
        if (format.context() != null) {
            options.put("context", format.context());
        }
        if (!options.isEmpty()) {
            hal.put("formatOptions", options);
        }
    }

    private static JsonNode events(Webhook webhook) {
        var events = Hal.array();
        webhook.events().forEach(event -> events.addObject().put("name", event.word()));
        return events;
    }

    private static void side(Hal hal, String member, Webhook.@Nullable Side side) {
        if (side == null) {
            return;
        }
        var json = Hal.object();
        if (side.name() != null) {
            json.put("name", side.name().value());
        }
        if (side.label() != null) {
            json.put("label", side.label().value());
        }
        hal.put(member, json);
    }

    private static @Nullable String name(Webhook.@Nullable Side side) {
        return side == null || side.name() == null ? null : side.name().value();
    }

    /** As JSON when it is JSON, else as a string. */
    private static JsonNode body(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidInput other) {
            return TextNode.valueOf(text);
        }
    }
}
