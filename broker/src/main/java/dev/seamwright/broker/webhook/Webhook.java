package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.ParticipantName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request to make when something happens between certain participants.
 *
 * @param id what the API calls its uuid
 * @param consumer whose events; null: everyone's
 * @param provider whose events; null: everyone's
 * @param events at least one
 * @param format how it is told; null: by the template in the request
 */
public record Webhook(
        String id,
        @Nullable String description,
        boolean enabled,
        @Nullable Side consumer,
        @Nullable Side provider,
        List<WebhookEventType> events,
        @Nullable Format format,
        Request request,
        Instant createdAt,
        Instant updatedAt) {

    /** What stands for a secret that is set: secrets are never shown. */
    public static final String STARS = "**********";

    private static final Pattern SECRET_HEADER =
            Pattern.compile("authorization|token|api-?key|secret|cookie|password|signature");
    private static final Pattern STARRED = Pattern.compile("\\*+");

    public Webhook {
        events = List.copyOf(events);
    }

    /** Whether a header's value is a secret, by the header's name. */
    public static boolean isSecretHeader(String name) {
        return SECRET_HEADER.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    static boolean isStarred(@Nullable String value) {
        return value != null && STARRED.matcher(value).matches();
    }

    /** One participant, or all that have a label; exactly one of the two is set. */
    public record Side(
            @Nullable ParticipantName name, @Nullable LabelName label) {}

    /**
     * The request, before the variables in it are replaced.
     *
     * @param headers in the order given; the values of secret ones are {@link #STARS} wherever a webhook is shown
     * @param body any JSON value, a string for what is not JSON; null: none
     * @param password for basic authentication; {@link #STARS} when shown
     * @param signingSecret for Standard Webhooks signatures, {@code whsec_…}; {@link #STARS} when shown
     */
    public record Request(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable JsonNode body,
            @Nullable String username,
            @Nullable String password,
            @Nullable String signingSecret) {

        public Request {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        /** For people: {@code POST https://ci.example.com/hook}. */
        public String title() {
            return method + " " + url;
        }

        /** Without headers, body and credentials: they are no matter for logs. */
        @Override
        public String toString() {
            return title();
        }
    }

    /** What people see as its name. */
    public String title() {
        return description == null || description.isBlank() ? request.title() : description;
    }
}
