package dev.seamwright.broker.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the operator lets webhooks do.
 *
 * @param schemes of their URLs, in lower case
 * @param methods of their requests, in upper case
 * @param hosts whom they may call. Empty: every public address. Else only what is listed: a host name (which may have a private
 *     address), {@code *.example.com} (public addresses of the names below), an address or a network such as {@code 10.1.0.0/16}, {@code *} for
 *     every public address. With a list, logs also show responses, because they can no longer come from anywhere
 * @param retries the pause before each further attempt, at most; it is at least a half of that
 * @param connectTimeout for each address
 * @param totalTimeout from the look-up of the host to the end of the response
 */
public record WebhookPolicy(
        Set<String> schemes,
        Set<String> methods,
        List<String> hosts,
        List<Duration> retries,
        Duration connectTimeout,
        Duration totalTimeout) {

    /** HTTPS POST to public addresses; seven attempts in 38 minutes. */
    public static final WebhookPolicy DEFAULT = new WebhookPolicy(
            Set.of("https"),
            Set.of("POST"),
            List.of(),
            List.of(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(20)),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15));

    /** @throws IllegalArgumentException when an entry of {@code hosts} is none of the listed forms */
    public WebhookPolicy {
        schemes = Set.copyOf(schemes);
        methods = Set.copyOf(methods);
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        retries = List.copyOf(retries);
        hosts.forEach(AddressGuard::requireHostPattern);
    }

    boolean showsResponses() {
        return !hosts.isEmpty();
    }
}
