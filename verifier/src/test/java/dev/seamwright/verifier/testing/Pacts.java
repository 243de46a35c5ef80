package dev.seamwright.verifier.testing;

import dev.seamwright.contracts.pact.Pact;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pacts between web and orders. */
public final class Pacts {
    private Pacts() {}

    /** @param version of the specification, as in {@code 3.0.0} */
    public static Pact of(String version, String... interactions) {
        return document(version, "interactions", List.of(interactions));
    }

    /** Messages as version 3 has them. */
    public static Pact messages(String... messages) {
        return document("3.0.0", "messages", List.of(messages));
    }

    private static Pact document(String version, String array, List<String> items) {
        return Pact.parse(
                """
                {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "%s": [%s],
                 "metadata": {"pactSpecification": {"version": "%s"}}}
                """.formatted(array, String.join(",\n", items), version).getBytes(StandardCharsets.UTF_8));
    }

    /** A GET that is answered with JSON, in the words of versions 1 to 3. */
    public static String get(String description, String path, String body) {
        return """
                {"description": "%s", "request": {"method": "GET", "path": "%s"},
                 "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": %s}}
                """.formatted(description, path, body);
    }

    /** The same in the words of version 4. */
    public static String getV4(String description, String path, String body) {
        return """
                {"type": "Synchronous/HTTP", "description": "%s", "request": {"method": "GET", "path": "%s"},
                 "response": {"status": 200, "headers": {"Content-Type": ["application/json"]},
                   "body": {"contentType": "application/json", "encoded": false, "content": %s}}}
                """.formatted(description, path, body);
    }
}
