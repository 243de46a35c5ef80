package dev.seamwright.broker.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

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
        if (contract.evidence() != null) {
            json.set("evidence", evidence(contract.evidence()));
        }
        return json;
    }

    /** Evidence, without what the verifier wrote where that is not known. */
    static ObjectNode evidence(Evidence.Published published) {
        var evidence = published.evidence();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("success", evidence.success());
        if (evidence.verifier() != null) {
            json.put("verifier", evidence.verifier());
        }
        if (evidence.verifierVersion() != null) {
            json.put("verifierVersion", evidence.verifierVersion());
        }
        var results = evidence.results();
        if (results != null) {
            if (results.format() != null) {
                json.put("format", results.format());
            }
            if (results.contentType() != null) {
                json.put("contentType", results.contentType());
            }
            json.put("content", new String(results.content(), StandardCharsets.UTF_8));
        }
        return json.put("publishedAt", published.publishedAt().toString());
    }
}
