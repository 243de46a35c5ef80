package dev.seamwright.contracts.openapi;

import java.util.List;
import java.util.Map;

/**
 * Where an API is served.
 *
 * @param url with variables in braces; it may be relative. 2.0 writes it in parts
 */
public record Server(Node node, String url, Map<String, Variable> variables) {
    /** What a variable stands for; {@code values} is empty when it may be anything. */
    public record Variable(String defaultValue, List<String> values) {}
}
