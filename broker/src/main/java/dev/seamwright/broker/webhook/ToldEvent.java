package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that happened, with what there is to tell of it. Whoever waits for events of these sides hears of it; what is about one
 * participant has it on both sides.
 *
 * @param consumerId internal
 * @param providerId internal
 * @param data what receivers get; no secrets. Its members for the names of both sides (as in {@code consumerVersion}, without the version), their
 *     versions, a {@code participant} and an {@code environment} are variables of requests where they are there
 */
public record ToldEvent(WebhookEventType type, long consumerId, long providerId, ObjectNode data) {
    /** About one participant. */
    public static ToldEvent of(WebhookEventType type, long participantId, ObjectNode data) {
        return new ToldEvent(type, participantId, participantId, data);
    }
}
