package dev.seamwright.broker.token;

import dev.seamwright.contracts.InvalidInput;
import java.util.Locale;

/** What a token may do; each scope includes the ones before it. */
public enum Scope {
    /** Ask: every read, verdicts and pacts for verification. */
    READ,
    /** Record: contracts, verifications, branches, tags, deployments and releases. */
    PUBLISH,
    /** Manage: delete, environments, webhooks, tokens and the audit log. */
    ADMIN;

    public boolean includes(Scope other) {
        return compareTo(other) >= 0;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidInput when the word names no scope */
    public static Scope of(String word) {
        for (var scope : values()) {
            if (scope.word().equals(word)) {
                return scope;
            }
        }
        throw new InvalidInput("/scope", "Unknown scope '%s': use read, publish or admin.".formatted(word));
    }
}
