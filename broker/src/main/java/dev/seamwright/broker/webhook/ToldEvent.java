package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that happened, with what there is to tell of it. Whoever waits for events of these sides hears of it; what is about one
 * participant has it on both sides.
 *
 * @param consumerId internal
 * @param providerId internal
 * @param data what receivers get; no secrets. The members {@code consumer}, {@code consumerVersion}, {@code provider},
 *     {@code providerVersion}, {@code participant} and {@code environment} are names, and variables of requests where they are there
 */
public record ToldEvent(WebhookEventType type, long consumerId, long providerId, ObjectNode data) {
    /** About one participant. */
    public static ToldEvent of(WebhookEventType type, long participantId, ObjectNode data) {
        return new ToldEvent(type, participantId, participantId, data);
    }
}
