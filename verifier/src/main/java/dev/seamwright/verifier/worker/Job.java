package dev.seamwright.verifier.worker;

import java.time.Duration;

/**
 * A pact that somebody wants to see verified.
 *
 * @param contractUrl of the pact, as the broker names it
 * @param token of the lease
 * @param lease how long it lasts from each heartbeat on
 */
public record Job(
        String id,
        String provider,
        String providerVersion,
        String consumer,
        String contractUrl,
        String token,
        Duration lease) {
    @Override
    public String toString() {
        return "%s (%s with %s %s)".formatted(id, consumer, provider, providerVersion);
    }
}
