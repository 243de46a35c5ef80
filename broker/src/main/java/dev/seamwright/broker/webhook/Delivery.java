package dev.seamwright.broker.webhook;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook that an event triggered; the Pact API calls it a triggered webhook. It outlives the webhook.
 *
 * @param webhook null: deleted since
 * @param event the event's name
 * @param run 1, and one more for each redelivery
 * @param attempts made in this run
 * @param nextAttemptAt null: none is planned
 */
public record Delivery(
        UUID id,
        String webhookId,
        @Nullable Webhook webhook,
        String event,
        Status status,
        int run,
        int attempts,
        @Nullable Instant nextAttemptAt,
        Instant createdAt,
        Instant updatedAt) {

    /** How far it has come. */
    public enum Status {
        /** Waits for its first attempt. */
        NOT_RUN,
        /** The last attempt failed; another one is planned. */
        RETRYING,
        /** The receiver took it. */
        SUCCESS,
        /** Given up; it can be redelivered. */
        FAILURE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    Delivery with(@Nullable Webhook itsWebhook) {
        return new Delivery(
                id, webhookId, itsWebhook, event, status, run, attempts, nextAttemptAt, createdAt, updatedAt);
    }

    /** What people see as its name. */
    public String title() {
        return webhook == null ? "Deleted webhook " + webhookId : webhook.title();
    }

    /**
     * One attempt.
     *
     * @param log request and response, without secrets
     * @param status of the response; null: there was none
     * @param error why there was no response; null: there was one, or nothing was sent
     * @param payload what was sent, without secrets; null: nothing was, or a broker of before sent it
     * @param response an excerpt, without secrets; null: there was none, or it is not shown
     */
    public record Attempt(
            int run,
            int number,
            boolean success,
            String log,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String payload,
            @Nullable String response,
            Instant at) {}
}
