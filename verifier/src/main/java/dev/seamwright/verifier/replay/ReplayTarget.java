package dev.seamwright.verifier.replay;

import dev.seamwright.contracts.InvalidInput;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider is, and how it is asked. URLs are http or https.
 *
 * @param baseUrl paths of requests are put behind it; it has no slash at its end
 * @param stateUrl takes provider states; absent: states are not set up
 * @param tearsDown whether states are taken back after each interaction
 * @param messageUrl gives messages; absent: the base URL does, with a slash at its end
 * @param headers sent with every request, those for states and messages too
 */
public record ReplayTarget(
        String baseUrl,
        @Nullable String stateUrl,
        boolean tearsDown,
        @Nullable String messageUrl,
        List<RequestHeader> headers) {
    /** @throws InvalidInput when one of them is no URL to send requests to */
    public ReplayTarget {
        baseUrl = url("base-url", baseUrl).replaceAll("/+$", "");
        stateUrl = stateUrl == null ? null : url("state-url", stateUrl);
        messageUrl = messageUrl == null ? null : url("message-url", messageUrl);
        headers = List.copyOf(headers);
    }

    /** A provider without states. */
    public static ReplayTarget at(String baseUrl) {
        return new ReplayTarget(baseUrl, null, false, null, List.of());
    }

    static String url(String name, String text) {
        try {
            var uri = new URI(text.strip());
            var isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getRawFragment() == null) {
                return uri.toString();
            }
        } catch (URISyntaxException _) {
            // the message below says all that helps
        }
        throw new InvalidInput(name, "'" + text + "' is no http or https URL; write it like http://127.0.0.1:8080");
    }
}
