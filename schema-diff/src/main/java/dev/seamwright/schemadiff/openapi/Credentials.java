package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.SecurityRequirement;
import dev.seamwright.contracts.openapi.SecurityScheme;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a caller shows to be let in: alternatives, each a set of proofs, by what they look like on the wire and not by their names.
 *
 * @param proofs what is shown, with the scopes that it has
 */
record Credentials(Map<String, Set<String>> proofs) {
    static List<Credentials> of(OpenApiDocument document, Operation operation) {
        return operation.security().isEmpty()
                ? List.of(new Credentials(Map.of()))
                : operation.security().stream()
                        .map(requirement -> of(document, requirement))
                        .toList();
    }

    private static Credentials of(OpenApiDocument document, SecurityRequirement requirement) {
        var proofs = new LinkedHashMap<String, Set<String>>();
        requirement.schemes().forEach((name, scopes) -> {
            var scheme = document.securitySchemes().get(name);
            proofs.computeIfAbsent(
                            scheme == null ? "undeclared scheme " + name : wire(scheme), any -> new LinkedHashSet<>())
                    .addAll(scopes);
        });
        return new Credentials(proofs);
    }

    private static String wire(SecurityScheme scheme) {
        return switch (scheme.type()) {
            case "apiKey" ->
                "API key in %s %s"
                        .formatted(scheme.in().orElse("?"), scheme.parameter().orElse("?"));
            case "http" -> "Authorization: " + scheme.scheme().orElse("?");
            case "oauth2" -> "OAuth 2 token";
            case "openIdConnect" -> "token of " + scheme.openIdConnectUrl().orElse("?");
            case "mutualTLS" -> "client certificate";
            default -> scheme.type();
        };
    }

    /** Whether who shows these is let in where {@code wanted} is asked for. */
    boolean satisfy(Credentials wanted) {
        return wanted.proofs().entrySet().stream()
                .allMatch(want -> proofs.containsKey(want.getKey())
                        && proofs.get(want.getKey()).containsAll(want.getValue()));
    }

    @Override
    public String toString() {
        return proofs.isEmpty()
                ? "no credentials"
                : proofs.entrySet().stream()
                        .map(proof -> proof.getValue().isEmpty()
                                ? proof.getKey()
                                : "%s with scopes %s".formatted(proof.getKey(), String.join(" ", proof.getValue())))
                        .collect(Collectors.joining(" and "));
    }
}
