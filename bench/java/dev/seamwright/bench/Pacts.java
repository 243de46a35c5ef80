package dev.seamwright.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.pact.Pact;

/** Pact documents (specification 3) as a consumer's tests write them. */
final class Pacts {
    private Pacts() {}

    /** Another content for each {@code revision}. */
    static ObjectNode json(String consumer, String provider, long revision, int interactions) {
        var pact = JsonNodeFactory.instance.objectNode();
        pact.putObject("consumer").put("name", consumer);
        pact.putObject("provider").put("name", provider);
        var list = pact.putArray("interactions");
        for (var i = 0; i < interactions; i++) {
            var interaction = list.addObject();
            interaction.put("description", "a request for order %d, revision %d".formatted(i, revision));
            interaction
                    .putArray("providerStates")
                    .addObject()
                    .put("name", "order %d of %s exists and is paid for".formatted(i, consumer));
            var request = interaction.putObject("request");
            request.put("method", i % 3 == 0 ? "POST" : "GET").put("path", "/orders/%d/lines".formatted(i));
            request.putObject("headers").put("Accept", "application/json");
            var response = interaction.putObject("response").put("status", 200);
            response.putObject("headers").put("Content-Type", "application/json;charset=utf-8");
            var body = response.putObject("body");
            body.put("id", i).put("customer", "customer of " + consumer).put("revision", revision);
            body.putArray("lines").addObject().put("article", "A-1001").put("quantity", 2).put("price", 12.5);
            var rules = response.putObject("matchingRules").putObject("body");
            for (var path : new String[] {"$.id", "$.customer", "$.lines[*].article", "$.lines[*].quantity"}) {
                rules.putObject(path).put("combine", "AND").putArray("matchers").addObject().put("match", "type");
            }
        }
        pact.putObject("metadata").putObject("pactSpecification").put("version", "3.0.0");
        return pact;
    }

    static Pact pact(String consumer, String provider, long revision, int interactions) {
        return Pact.of(json(consumer, provider, revision, interactions));
    }
}
