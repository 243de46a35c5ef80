package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.webhook.SecretBox.Sealed;
import dev.seamwright.broker.webhook.WebhookStore.Stored;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the secrets of a request apart from the rest of it, and puts them back. They are sealed for one webhook of one workspace. */
final class WebhookSecrets {
    private static final String PASSWORD = "password";
    private static final String SIGNING = "signingSecret";
    private static final String HEADERS = "headers";

    private final SecretBox box;

    WebhookSecrets(SecretBox box) {
        this.box = box;
    }

    /** The secrets, sealed; null when there are none. */
    @Nullable
    Sealed seal(int workspaceId, String webhookId, Webhook.Request request) {
        var secrets = JsonNodeFactory.instance.objectNode();
        if (request.password() != null) {
            secrets.put(PASSWORD, request.password());
        }
        if (request.signingSecret() != null) {
            secrets.put(SIGNING, request.signingSecret());
        }
        request.headers().forEach((name, value) -> {
            if (Webhook.isSecretHeader(name)) {
                secrets.withObjectProperty(HEADERS).put(name, value);
            }
        });
        return secrets.isEmpty() ? null : box.seal(secrets.toString(), owner(workspaceId, webhookId));
    }

    /** The headers as they may be stored: null in place of a secret. */
    static ObjectNode openHeaders(Map<String, String> headers) {
        var open = JsonNodeFactory.instance.objectNode();
        headers.forEach((name, value) -> open.put(name, Webhook.isSecretHeader(name) ? null : value));
        return open;
    }

    /**
     * The request with its secrets.
     *
     * @throws SecretBox.Unreadable when they cannot be decrypted
     */
    Webhook.Request open(int workspaceId, Stored stored) {
        var request = stored.webhook().request();
        if (stored.secrets() == null) {
            return request;
        }
        var text =
                box.open(stored.secrets(), owner(workspaceId, stored.webhook().id()));
        var secrets = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        var headers = new LinkedHashMap<>(request.headers());
        secrets.path(HEADERS)
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().textValue()));
        return new Webhook.Request(
                request.method(),
                request.url(),
                headers,
                request.body(),
                request.username(),
                secrets.path(PASSWORD).textValue(),
                secrets.path(SIGNING).textValue());
    }

    /**
     * The draft's request with the stored secrets where it has stars, or leaves a secret out.
     *
     * @param before null: nothing is stored yet
     * @param errors gets the stars for which nothing is stored
     */
    Webhook.Request complete(
            int workspaceId, WebhookDraft draft, @Nullable Stored before, List<InvalidInput.Detail> errors) {
        var given = draft.request();
        var keepsPassword = draft.keepsPassword() || Webhook.isStarred(given.password());
        var keepsSigning = draft.keepsSigningSecret() || Webhook.isStarred(given.signingSecret());
        var keepsHeader = given.headers().entrySet().stream().anyMatch(WebhookSecrets::isStarred);
        if (!keepsPassword && !keepsSigning && !keepsHeader) {
            return given;
        }
        Webhook.@Nullable Request old = null;
        if (before != null) {
            try {
                old = open(workspaceId, before);
            } catch (SecretBox.Unreadable unreadable) {
                errors.add(new InvalidInput.Detail("/request", String.valueOf(unreadable.getMessage())));
                return given;
            }
        }
        var stored = new LinkedHashMap<String, String>();
        if (old != null) {
            old.headers().forEach((name, value) -> stored.put(name.toLowerCase(Locale.ROOT), value));
        }
        var headers = new LinkedHashMap<String, String>();
        given.headers().entrySet().forEach(header -> {
            var name = header.getKey();
            var kept = isStarred(header) ? stored.get(name.toLowerCase(Locale.ROOT)) : header.getValue();
            if (kept == null) {
                errors.add(nothingStored("/request/headers/" + name));
            } else {
                headers.put(name, kept);
            }
        });
        var password = keepsPassword ? (old == null ? null : old.password()) : given.password();
        if (password == null && Webhook.isStarred(given.password())) {
            errors.add(nothingStored("/request/password"));
        }
        var signing = keepsSigning ? (old == null ? null : old.signingSecret()) : given.signingSecret();
        if (signing == null && Webhook.isStarred(given.signingSecret())) {
            errors.add(nothingStored("/signingSecret"));
        }
        return new Webhook.Request(
                given.method(), given.url(), headers, given.body(), given.username(), password, signing);
    }

    private static boolean isStarred(Map.Entry<String, String> header) {
        return Webhook.isSecretHeader(header.getKey()) && Webhook.isStarred(header.getValue());
    }

    private static InvalidInput.Detail nothingStored(String pointer) {
        return new InvalidInput.Detail(
                pointer, "Stars stand for a stored secret, and none is stored: give the secret.");
    }

    private static String owner(int workspaceId, String webhookId) {
        return "webhook/" + workspaceId + "/" + webhookId;
    }
}
