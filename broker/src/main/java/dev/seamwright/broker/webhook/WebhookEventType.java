package dev.seamwright.broker.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a webhook can be triggered by: the Pact Broker's six events, and ours, which carry what they tell. */
public enum WebhookEventType {
    CONTRACT_PUBLISHED,
    CONTRACT_CONTENT_CHANGED,
    CONTRACT_REQUIRING_VERIFICATION_PUBLISHED,
    PROVIDER_VERIFICATION_PUBLISHED,
    PROVIDER_VERIFICATION_SUCCEEDED,
    PROVIDER_VERIFICATION_FAILED,
    /** A verification job was given up. */
    JOB_DEAD,
    /** What runs of a participant in an environment may be deployed there, or may no longer. */
    VERDICT_CHANGED,
    /** The same of all that runs on both sides of a seam. */
    SEAM_VERDICT_CHANGED,
    /** What runs is not what was recorded. */
    DRIFT_FOUND,
    /** It is again. */
    DRIFT_ENDED;

    /** As the API spells it: {@code contract_published}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether verdicts are compared for whoever waits for it. */
    boolean isOfVerdicts() {
        return this == VERDICT_CHANGED || this == SEAM_VERDICT_CHANGED;
    }

    public static Optional<WebhookEventType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }
}
