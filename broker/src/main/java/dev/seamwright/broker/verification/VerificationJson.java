package dev.seamwright.broker.verification;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;

/** Verifications as our API shows them. */
public final class VerificationJson {
    private VerificationJson() {}

    public static ObjectNode of(ListedVerification verification) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject("contract")
                .put("kind", verification.kind().word())
                .put("sha256", verification.sha256().hex());
        json.put("number", verification.number());
        json.put("consumer", verification.consumer().value());
        json.put("provider", verification.provider().value());
        json.put("providerVersion", verification.providerVersion().value());
        json.put("method", verification.method().word());
        json.put("success", verification.success());
        json.put("wip", verification.wip());
        json.put("pending", verification.pending());
        if (verification.buildUrl() != null) {
            json.put("buildUrl", verification.buildUrl());
        }
        if (verification.verifiedBy() != null) {
            json.put("verifiedBy", tool(verification.verifiedBy()));
        }
        json.put("verifiedAt", verification.verifiedAt().toString());
        return json;
    }

    /** The tool and its version, as one text, of the Pact API's {@code verifiedBy}. */
    private static String tool(String verifiedBy) {
        var json = Json.parse(verifiedBy.getBytes(StandardCharsets.UTF_8));
        return (json.path("implementation").asText() + " "
                        + json.path("version").asText())
                .strip();
    }
}
