package dev.seamwright.verifier.comparison;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.SecurityRequirement;
import dev.seamwright.contracts.openapi.SecurityScheme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a request carries what proves who sends it: all of one requirement. What OAuth 2, OpenID Connect and mutual TLS send is not
 * described by documents, so it is taken to be there.
 */
final class Credentials {
    private final Map<String, SecurityScheme> schemes;

    Credentials(OpenApiDocument document) {
        this.schemes = document.securitySchemes();
    }

    /** What is missing, in words, for the requirement that lacks least; empty if nothing is. */
    Optional<String> missing(Operation operation, Exchange exchange, Map<String, String> cookies) {
        List<String> least = null;
        for (var requirement : operation.security()) {
            var missing = missing(requirement, exchange, cookies);
            if (missing.isEmpty()) {
                return Optional.empty();
            }
            if (least == null || missing.size() < least.size()) {
                least = missing;
            }
        }
        return Optional.ofNullable(least).map(words -> String.join(" and ", words));
    }

    private List<String> missing(SecurityRequirement requirement, Exchange exchange, Map<String, String> cookies) {
        var missing = new ArrayList<String>();
        for (var name : requirement.schemes().keySet()) {
            var scheme = schemes.get(name);
            if (scheme != null) {
                missing(scheme, exchange, cookies).ifPresent(missing::add);
            }
        }
        return missing;
    }

    private static Optional<String> missing(SecurityScheme scheme, Exchange exchange, Map<String, String> cookies) {
        var key = scheme.parameter().orElse("");
        return switch (scheme.type()) {
            case "apiKey" ->
                switch (scheme.in().orElse("")) {
                    case "header" -> absent(exchange.request().header(key).isPresent(), "the header " + key);
                    case "query" -> absent(exchange.query().containsKey(key), "the query parameter " + key);
                    case "cookie" ->
                        // the texts of cookies in pacts are often no cookies at all, so that any will do
                        absent(
                                cookies.containsKey(key)
                                        || exchange.request()
                                                .header("cookie")
                                                .filter(text -> text.contains(key))
                                                .isPresent(),
                                "the cookie " + key);
                    default -> Optional.empty();
                };
            case "http" -> {
                var word = scheme.scheme().orElse("").toLowerCase(Locale.ROOT);
                var given =
                        exchange.request().header("authorization").orElse("").toLowerCase(Locale.ROOT);
                yield absent(given.startsWith(word + " "), "the header Authorization: %s".formatted(word));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<String> absent(boolean given, String words) {
        return given ? Optional.empty() : Optional.of(words);
    }

    /** Names that carry credentials in that place, in lower case. */
    Set<String> names(Operation operation, String in) {
        var names = new HashSet<String>();
        for (var requirement : operation.security()) {
            for (var name : requirement.schemes().keySet()) {
                var scheme = schemes.get(name);
                if (scheme != null && scheme.in().orElse("").equals(in)) {
                    names.add(scheme.parameter().orElse("").toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }
}
