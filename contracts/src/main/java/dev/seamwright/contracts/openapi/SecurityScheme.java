package dev.seamwright.contracts.openapi;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A way to prove who one is.
 *
 * @param name its name in the document, which is not seen on the wire
 * @param type "apiKey", "http", "oauth2", "openIdConnect" or "mutualTLS"; 2.0's {@code basic} is {@code http}
 * @param in where an API key travels
 * @param parameter how the API key is called there
 * @param scheme of HTTP authentication, in lower case
 * @param flows of OAuth 2, by the names that 3.x gives them
 */
public record SecurityScheme(
        Node node,
        String name,
        String type,
        Optional<String> in,
        Optional<String> parameter,
        Optional<String> scheme,
        Optional<String> bearerFormat,
        Map<String, Flow> flows,
        Optional<String> openIdConnectUrl) {
    /** A flow of OAuth 2. */
    public record Flow(
            Optional<String> authorizationUrl,
            Optional<String> tokenUrl,
            Optional<String> refreshUrl,
            Set<String> scopes) {}
}
