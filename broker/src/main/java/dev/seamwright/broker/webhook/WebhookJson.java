package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.webhook.WebhookService.Listed;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Webhooks and deliveries as our API shows them. */
final class WebhookJson {
    private WebhookJson() {}

    static ObjectNode of(Listed listed) {
        var webhook = listed.webhook();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", webhook.id());
        if (webhook.description() != null) {
            json.put("description", webhook.description());
        }
        json.put("enabled", webhook.enabled());
        side(json, "consumer", webhook.consumer());
        side(json, "provider", webhook.provider());
        var events = json.putArray("events");
        webhook.events().forEach(event -> events.add(event.word()));
        var format = webhook.format();
        if (format != null) {
            json.put("format", format.kind().word());
        }
        json.put("method", webhook.request().method());
        json.put("url", shown(webhook));
        json.put("signed", webhook.request().signingSecret() != null);
        json.put("createdAt", webhook.createdAt().toString());
        json.put("updatedAt", webhook.updatedAt().toString());
        var last = listed.last();
        if (last != null) {
            json.putObject("lastDelivery")
                    .put("id", last.id().toString())
                    .put("event", last.event())
                    .put("state", last.status().word())
                    .put("updatedAt", last.updatedAt().toString());
        }
        return json;
    }

    /** Whoever knows the path of an incoming webhook of Slack's may write there. */
    private static String shown(Webhook webhook) {
        var url = webhook.request().url();
        var format = webhook.format();
        if (format == null || format.kind() != Format.Kind.SLACK) {
            return url;
        }
        var uri = URI.create(url);
        return "%s://%s/%s".formatted(uri.getScheme(), uri.getAuthority(), Webhook.STARS);
    }

    private static void side(ObjectNode json, String member, Webhook.@Nullable Side side) {
        if (side == null) {
            return;
        }
        var object = json.putObject(member);
        if (side.name() != null) {
            object.put("name", side.name().value());
        }
        if (side.label() != null) {
            object.put("label", side.label().value());
        }
    }

    static ObjectNode of(Delivery delivery) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", delivery.id().toString());
        json.put("webhook", delivery.webhookId());
        json.put("webhookDeleted", delivery.webhook() == null);
        json.put("event", delivery.event());
        json.put("state", delivery.status().word());
        json.put("run", delivery.run());
        json.put("attempts", delivery.attempts());
        if (delivery.nextAttemptAt() != null) {
            json.put("nextAttemptAt", delivery.nextAttemptAt().toString());
        }
        json.put("createdAt", delivery.createdAt().toString());
        json.put("updatedAt", delivery.updatedAt().toString());
        return json;
    }

    /** With what was sent last, and what became of each attempt. */
    static ObjectNode of(Delivery delivery, List<Delivery.Attempt> attempts) {
        var json = of(delivery);
        attempts.reversed().stream()
                .filter(attempt -> attempt.payload() != null)
                .findFirst()
                .ifPresent(attempt -> json.put("payload", attempt.payload()));
        var log = json.putArray("log");
        for (var attempt : attempts) {
            var item = log.addObject();
            item.put("run", attempt.run())
                    .put("number", attempt.number())
                    .put("success", attempt.success())
                    .put("at", attempt.at().toString());
            if (attempt.status() != null) {
                item.put("status", attempt.status());
            }
            if (attempt.error() != null) {
                item.put("error", attempt.error());
            }
            if (attempt.response() != null) {
                item.put("response", attempt.response());
            }
            item.put("text", attempt.log());
        }
        return json;
    }
}
