package dev.seamwright.client.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How often and when a request is sent again.
 *
 * @param most attempts, the first one included
 * @param firstPause before the second attempt; each later pause is twice as long. A part of it, from the half to the whole, is drawn
 * @param longestPause that is waited for; a broker that wants more is given up at once
 * @param random draws from 0 to 1
 */
public record Attempts(
        int most, Duration firstPause, Duration longestPause, Pause pause, DoubleSupplier random, Clock clock) {
    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    /** How long to wait after an attempt that failed, the first one being 1; empty: give up. */
    Optional<Duration> pauseAfter(int attempt, Optional<Duration> wanted) {
        if (attempt >= most || (wanted.isPresent() && wanted.get().compareTo(longestPause) > 0)) {
            return Optional.empty();
        }
        return Optional.of(wanted.orElseGet(() -> {
            var whole = Math.min(firstPause.toMillis() << Math.min(attempt - 1, 20), longestPause.toMillis());
            return Duration.ofMillis(Math.round(whole * (0.5 + random.getAsDouble() / 2)));
        }));
    }

    /** Reads {@code Retry-After} (RFC 9110 §10.2.3), seconds or a date; empty when it says nothing that is understood. */
    Optional<Duration> wanted(Optional<String> retryAfter) {
        return retryAfter.map(String::strip).flatMap(text -> {
            if (text.matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            try {
                var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                var left = Duration.between(Instant.now(clock), until);
                return Optional.of(left.isNegative() ? Duration.ZERO : left);
            } catch (DateTimeException noDate) {
                return Optional.empty();
            }
        });
    }
}
