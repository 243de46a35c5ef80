package dev.seamwright.broker.webhook;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened between a consumer and a provider; ids are internal ones.
 *
 * @param contentId the contract's content
 * @param providerVersionId the version that must verify, or that has verified; null: none is known
 * @param providerVersionDescriptions why it must verify, for people: {@code latest version from main branch}; null: nothing to say
 * @param verificationId the result, for the three verification events; else null
 * @param baseUrl what links in the request begin with, without a slash at the end
 */
public record WebhookEvent(
        WebhookEventType type,
        long consumerId,
        long providerId,
        long consumerVersionId,
        long contentId,
        @Nullable Long providerVersionId,
        @Nullable String providerVersionDescriptions,
        @Nullable Long verificationId,
        String baseUrl) {}
