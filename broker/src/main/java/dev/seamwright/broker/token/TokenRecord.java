package dev.seamwright.broker.token;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token, without its secret.
 *
 * @param createdBy the principal that made it
 * @param expiresAt null: never
 * @param revokedAt null: it is not revoked
 * @param lastUsedAt null: never, as far as was written down; up to a minute old
 */
public record TokenRecord(
        UUID id,
        String name,
        Scope scope,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    /** Whether it lets its bearer in: {@code active}, or why not. */
    public String status(Instant now) {
        if (revokedAt != null) {
            return "revoked";
        }
        return expiresAt == null || expiresAt.isAfter(now) ? "active" : "expired";
    }
}
