package dev.seamwright.broker.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a webhook can be triggered by: the Pact Broker's six events. */
public enum WebhookEventType {
    CONTRACT_PUBLISHED,
    CONTRACT_CONTENT_CHANGED,
    CONTRACT_REQUIRING_VERIFICATION_PUBLISHED,
    PROVIDER_VERIFICATION_PUBLISHED,
    PROVIDER_VERIFICATION_SUCCEEDED,
    PROVIDER_VERIFICATION_FAILED;

    /** As the API spells it: {@code contract_published}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<WebhookEventType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }
}
