package dev.seamwright.broker.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Contracts as our API shows them. */
public final class ContractJson {
    private ContractJson() {}

    public static ObjectNode of(PublishedContract contract) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", contract.kind().word());
        json.put("sha256", contract.sha256().hex());
        json.put("participant", contract.participant().value());
        json.put("version", contract.version().value());
        if (contract.kind().needsProvider()) {
            json.put("provider", contract.provider().value());
        }
        json.put("revision", contract.revision());
        json.put("publishedAt", contract.publishedAt().toString());
        return json;
    }
}
