package dev.seamwright.contracts.openapi;

import java.util.List;
import java.util.Map;

/** Names of schemes, all of which are needed, each with its scopes. Without any, nothing is needed. */
public record SecurityRequirement(Node node, Map<String, List<String>> schemes) {}
