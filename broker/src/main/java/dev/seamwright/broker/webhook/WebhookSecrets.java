package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.webhook.SecretBox.Sealed;
import dev.seamwright.broker.webhook.WebhookStore.Stored;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.WebOrigin;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
     * The draft's request with the stored secrets where it has stars, or leaves a secret out. They follow it to no other host.
     *
     * @param before null: nothing is stored yet
     * @param errors gets the stars for which nothing is stored, and the secrets that have to be given again for another host
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
        var kept = new Kept(old, given, errors);
        var headers = new LinkedHashMap<String, String>();
        given.headers().entrySet().forEach(header -> {
            var value = isStarred(header) ? kept.header(header.getKey()) : header.getValue();
            if (value != null) {
                headers.put(header.getKey(), value);
            }
        });
        return new Webhook.Request(
                given.method(),
                given.url(),
                headers,
                given.body(),
                given.username(),
                keepsPassword ? kept.password() : given.password(),
                keepsSigning ? kept.signingSecret() : given.signingSecret());
    }

    /** What a request keeps of the one that was stored before it. */
    private static final class Kept {
        private final Webhook.@Nullable Request old;
        private final Webhook.Request given;
        private final List<InvalidInput.Detail> errors;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        Kept(Webhook.@Nullable Request old, Webhook.Request given, List<InvalidInput.Detail> errors) {
            this.old = old;
            this.given = given;
            this.errors = errors;
            if (old != null) {
                headers.putAll(old.headers());
            }
        }

        @Nullable
        String header(String name) {
            return take(headers.get(name), true, "/request/headers/" + name, "leave it out");
        }

        @Nullable
        String password() {
            var stored = old == null ? null : old.password();
            return take(stored, Webhook.isStarred(given.password()), "/request/password", "give null");
        }

        @Nullable
        String signingSecret() {
            var stored = old == null ? null : old.signingSecret();
            return take(stored, Webhook.isStarred(given.signingSecret()), "/signingSecret", "give null");
        }

        private @Nullable String take(@Nullable String stored, boolean isStarred, String pointer, String without) {
            if (stored == null && isStarred) {
                error(pointer, "Stars stand for a stored secret, and none is stored: give the secret.");
            }
            if (stored != null && old != null && !WebOrigin.isSame(old.url(), given.url())) {
                error(
                        pointer,
                        "Is stored for %s, and the request goes to another host, %s: give it again, or %s to send none."
                                .formatted(host(old), host(given), without));
            }
            return stored;
        }

        private static String host(Webhook.Request request) {
            return WebOrigin.of(request.url()).map(WebOrigin::toString).orElse("none");
        }

        private void error(String pointer, String detail) {
            errors.add(new InvalidInput.Detail(pointer, detail));
        }
    }

    private static boolean isStarred(Map.Entry<String, String> header) {
        return Webhook.isSecretHeader(header.getKey()) && Webhook.isStarred(header.getValue());
    }

    private static String owner(int workspaceId, String webhookId) {
        return "webhook/" + workspaceId + "/" + webhookId;
    }
}
