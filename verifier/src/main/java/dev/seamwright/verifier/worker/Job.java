package dev.seamwright.verifier.worker;

import java.time.Duration;

/**
 * A contract that somebody wants to see verified.
 *
 * @param method {@code replay} of a pact, or {@code conformance} with a document
 * @param contractUrl of the contract, as the broker names it
 * @param token of the lease
 * @param lease how long it lasts from each heartbeat on
 */
public record Job(
        String id,
        String method,
        String provider,
        String providerVersion,
        String consumer,
        String contractUrl,
        String token,
        Duration lease) {
    @Override
    public String toString() {
        return "%s (%s of %s with %s %s)".formatted(id, method, consumer, provider, providerVersion);
    }
}
