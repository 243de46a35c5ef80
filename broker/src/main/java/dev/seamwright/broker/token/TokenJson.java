package dev.seamwright.broker.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tokens as our API shows them. */
public final class TokenJson {
    private TokenJson() {}

    public static ObjectNode of(TokenRecord token, Instant now) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", token.id().toString());
        json.put("name", token.name());
        json.put("scope", token.scope().word());
        json.put("status", token.status(now));
        json.put("createdAt", token.createdAt().toString());
        json.put("createdBy", token.createdBy());
        time(json, "expiresAt", token.expiresAt());
        time(json, "revokedAt", token.revokedAt());
        time(json, "lastUsedAt", token.lastUsedAt());
        return json;
    }

    private static void time(ObjectNode json, String member, @Nullable Instant at) {
        if (at != null) {
            json.put(member, at.toString());
        }
    }
}
