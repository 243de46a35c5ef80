package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.ParticipantName;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as a client describes it, checked against the operator's policy, not yet against what is stored.
 *
 * @param request with secrets as given; a starred one stands for the stored secret
 * @param keepsPassword the password was left out, so a stored one stays
 */
record WebhookDraft(
        @Nullable String description,
        boolean enabled,
        Webhook.@Nullable Side consumer,
        Webhook.@Nullable Side provider,
        List<WebhookEventType> events,
        @Nullable Format format,
        Webhook.Request request,
        boolean keepsPassword,
        boolean keepsSigningSecret) {

    /** As a webhook that is not stored. */
    Webhook unsaved(Instant now) {
        return new Webhook("", description, enabled, consumer, provider, events, format, request, now, now);
    }

    private static final int LONGEST_CONTEXT = 255;
    private static final int LONGEST_URL = 4096;
    private static final int MOST_HEADERS = 50;
    private static final Pattern ABSOLUTE =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}"); // RFC 9110 §5.6.2
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e\\t]{0,8000}");
    /** Belong to the connection, or are written by us. */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");

    /**
     * Reads a webhook of the Pact Broker's API.
     *
     * @throws InvalidInput with everything that is wrong
     */
    static WebhookDraft read(JsonNode json, WebhookPolicy policy) {
        if (!(json instanceof ObjectNode object)) {
            throw new InvalidInput("", "The body must be a JSON object that describes a webhook.");
        }
        return new Reader(policy).read(object);
    }

    /** Reads, and notes what is wrong, so that a client learns it all at once. */
    private static final class Reader {
        private final WebhookPolicy policy;
        private final List<InvalidInput.Detail> errors = new ArrayList<>();

        Reader(WebhookPolicy policy) {
            this.policy = policy;
        }

        WebhookDraft read(ObjectNode json) {
            var description = text(json, "description", "/description");
            var enabled = flag(json.get("enabled"));
            var consumer = side(json, "consumer");
            var provider = side(json, "provider");
            var events = events(json.get("events"));
            var request = json.get("request") instanceof ObjectNode object ? object : null;
            if (request == null) {
                error("/request", "Is missing: give an object with method and url.");
                throw new InvalidInput(errors);
            }
            var signing = signingSecret(json);
            var format = format(json);
            if (format != null) {
                request.putIfAbsent("method", TextNode.valueOf("POST"));
            }
            var call = request(request, signing);
            if (format != null) {
                check(format, call);
            }
            if (!errors.isEmpty()) {
                throw new InvalidInput(errors);
            }
            return new WebhookDraft(
                    description,
                    enabled,
                    consumer,
                    provider,
                    events,
                    format,
                    call,
                    !request.has("password"),
                    !json.has("signingSecret"));
        }

        private @Nullable Format format(ObjectNode json) {
            var word = text(json, "format", "/format");
            var options = json.get("formatOptions");
            if (word == null) {
                if (options != null && !options.isNull()) {
                    error("/formatOptions", "Belongs to a format, and there is none.");
                }
                return null;
            }
            var kind = Format.Kind.of(word);
            if (kind.isEmpty()) {
                error(
                        "/format",
                        "'%s' is not a format: use %s, or none with a template as the request's body."
                                .formatted(
                                        word,
                                        String.join(
                                                ", ",
                                                List.of(Format.Kind.values()).stream()
                                                        .map(Format.Kind::word)
                                                        .toList())));
                return null;
            }
            var object = JsonNodeFactory.instance.objectNode();
            if (options instanceof ObjectNode given) {
                object = given;
            } else if (options != null && !options.isNull()) {
                error("/formatOptions", "Must be an object with 'environment' and 'context'.");
            }
            var environment = text(object, "environment", "/formatOptions/environment");
            var context = text(object, "context", "/formatOptions/context");
            if (context != null && (context.isBlank() || context.length() > LONGEST_CONTEXT)) {
                error("/formatOptions/context", "Must have 1 to %d characters.".formatted(LONGEST_CONTEXT));
            }
            return new Format(
                    kind.get(),
                    environment == null
                            ? null
                            : checked("/formatOptions/environment", environment, EnvironmentName::new),
                    context);
        }

        private void check(Format format, Webhook.Request call) {
            if (call.body() != null) {
                error(
                        "/request/body",
                        "Is made by the format '%s': leave it out."
                                .formatted(format.kind().word()));
            }
            if (!call.method().equals("POST")) {
                error(
                        "/request/method",
                        "Is chosen by the format '%s': leave it out."
                                .formatted(format.kind().word()));
            }
            if (call.url().contains("${") || !format.kind().takes(call.url())) {
                error("/request/url", "Must be %s.".formatted(format.kind().form()));
            }
        }

        private Webhook.Request request(ObjectNode json, @Nullable String signing) {
            var method = text(json, "method", "/request/method");
            var upper = method == null ? "" : method.toUpperCase(Locale.ROOT);
            if (!policy.methods().contains(upper)) {
                error(
                        "/request/method",
                        method == null
                                ? "Is missing: use %s.".formatted(listed(policy.methods()))
                                : "'%s' is not allowed: use %s.".formatted(method, listed(policy.methods())));
            }
            var url = text(json, "url", "/request/url");
            if (url == null || url.isBlank()) {
                error("/request/url", "Is missing: give the URL to call.");
            } else {
                url(url);
            }
            var headers = headers(json.get("headers"));
            var body = json.get("body");
            var present = body == null || body.isNull() ? null : body;
            if (present != null) {
                Variables.check(
                        present.isTextual() ? present.textValue() : present.toString(), "/request/body", errors);
            }
            var username = text(json, "username", "/request/username");
            if (username != null && username.indexOf(':') >= 0) {
                error("/request/username", "Has a colon, which basic authentication cannot carry (RFC 7617).");
            }
            return new Webhook.Request(
                    upper,
                    url == null ? "" : url.trim(),
                    headers,
                    present,
                    emptyToNull(username),
                    emptyToNull(text(json, "password", "/request/password")),
                    emptyToNull(signing));
        }

        private void url(String given) {
            var before = errors.size();
            Variables.check(given, "/request/url", errors);
            var form = ABSOLUTE.matcher(given.trim());
            if (!form.matches()) {
                error("/request/url", "Is not an absolute URL, such as https://ci.example.com/hook.");
                return;
            }
            var scheme = form.group(1).toLowerCase(Locale.ROOT);
            if (!policy.schemes().contains(scheme)) {
                error(
                        "/request/url",
                        "Its scheme '%s' is not allowed: use %s.".formatted(scheme, listed(policy.schemes())));
            }
            if (form.group(2).contains("${")) {
                error("/request/url", "The host cannot have variables: give it as it is, and use variables behind it.");
            }
            if (given.length() > LONGEST_URL) {
                error("/request/url", "Is longer than %d characters.".formatted(LONGEST_URL));
            }
            if (errors.size() > before) {
                return;
            }
            try {
                var uri = new URI(Variables.sample(given.trim()));
                if (uri.getHost() == null || uri.getPort() > 65535 || uri.getPort() == 0) {
                    error("/request/url", "Has no valid host and port; write other alphabets as punycode (xn--…).");
                } else if (uri.getRawUserInfo() != null) {
                    error(
                            "/request/url",
                            "Holds credentials: give them as username and password, which are stored safely.");
                } else {
                    new AddressGuard(policy)
                            .refuseHost(uri.getHost())
                            .ifPresent(reason -> error("/request/url", "Cannot be called: " + reason + "."));
                }
            } catch (URISyntaxException e) {
                error(
                        "/request/url",
                        "Is not a URL (RFC 3986): %s at character %d; percent-encode it."
                                .formatted(e.getReason(), e.getIndex() + 1));
            }
        }

        private Map<String, String> headers(@Nullable JsonNode json) {
            var headers = new LinkedHashMap<String, String>();
            if (json == null || json.isNull()) {
                return headers;
            }
            if (!json.isObject() || json.size() > MOST_HEADERS) {
                error("/request/headers", "Must be an object with at most %d headers.".formatted(MOST_HEADERS));
                return headers;
            }
            var seen = new LinkedHashSet<String>();
            json.properties().forEach(entry -> {
                var name = entry.getKey();
                var place = "/request/headers/" + name.replace("~", "~0").replace("/", "~1");
                var value = entry.getValue();
                if (!HEADER_NAME.matcher(name).matches()) {
                    error("/request/headers", "There is a name that no header can have (RFC 9110, 5.1).");
                } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                    error(place, "Is given twice; the case of a header's name does not matter.");
                } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                    error(place, "Cannot be set: the sender writes this header itself.");
                } else if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
                    error(place, "Must be a string.");
                } else if (!HEADER_VALUE.matcher(value.asText()).matches()) {
                    error(place, "Has characters that no header can carry: use printable ASCII on one line.");
                } else {
                    Variables.check(value.asText(), place, errors);
                    headers.put(name, value.asText());
                }
            });
            return headers;
        }

        private @Nullable String signingSecret(ObjectNode json) {
            var secret = text(json, "signingSecret", "/signingSecret");
            if (secret == null || secret.isEmpty() || Webhook.isStarred(secret)) {
                return secret;
            }
            try {
                Signature.key(secret);
            } catch (IllegalArgumentException e) {
                error("/signingSecret", "Must be 'whsec_' and 24 to 64 bytes in base 64 (Standard Webhooks).");
            }
            return secret;
        }

        private List<WebhookEventType> events(@Nullable JsonNode json) {
            if (json == null || json.isNull()) {
                return List.of(WebhookEventType.CONTRACT_CONTENT_CHANGED);
            }
            if (!json.isArray() || json.isEmpty()) {
                error(
                        "/events",
                        "Must be an array with at least one event: [{\"name\": \"contract_content_changed\"}].");
                return List.of();
            }
            var events = new LinkedHashSet<WebhookEventType>();
            for (var i = 0; i < json.size(); i++) {
                var name = json.get(i).path("name").asText("");
                var place = "/events/%d/name".formatted(i);
                WebhookEventType.of(name)
                        .ifPresentOrElse(
                                events::add,
                                () -> error(
                                        place,
                                        "'%s' is not an event: use %s."
                                                .formatted(
                                                        name,
                                                        String.join(
                                                                ", ",
                                                                List.of(WebhookEventType.values()).stream()
                                                                        .map(WebhookEventType::word)
                                                                        .toList()))));
            }
            return List.copyOf(events);
        }

        private Webhook.@Nullable Side side(ObjectNode json, String member) {
            var value = json.get(member);
            if (value == null || value.isNull()) {
                return null;
            }
            var place = "/" + member;
            if (!value.isObject()) {
                error(place, "Must be an object with a name or a label.");
                return null;
            }
            var name = text((ObjectNode) value, "name", place + "/name");
            var label = text((ObjectNode) value, "label", place + "/label");
            if ((name == null) == (label == null)) {
                error(place + (name == null ? "/name" : "/label"), "Give either a name or a label.");
                return null;
            }
            return name != null
                    ? checked(place + "/name", name, n -> new Webhook.Side(new ParticipantName(n), null))
                    : checked(place + "/label", String.valueOf(label), l -> new Webhook.Side(null, new LabelName(l)));
        }

        private <T> @Nullable T checked(String place, String text, Function<String, T> read) {
            try {
                return read.apply(text);
            } catch (InvalidInput e) {
                e.details().forEach(detail -> error(place, detail.detail()));
                return null;
            }
        }

        private boolean flag(@Nullable JsonNode value) {
            if (value == null || value.isNull()) {
                return true;
            }
            if (!value.isBoolean()) {
                error("/enabled", "Must be true or false.");
            }
            return value.booleanValue();
        }

        private @Nullable String text(ObjectNode object, String member, String place) {
            var value = object.get(member);
            if (value == null || value.isNull()) {
                return null;
            }
            if (!value.isTextual()) {
                error(place, "Must be a string.");
                return null;
            }
            if (value.textValue().indexOf('\0') >= 0) {
                error(place, "Has a NUL character, which cannot be stored.");
                return null;
            }
            return value.textValue();
        }

        private static @Nullable String emptyToNull(@Nullable String text) {
            return text == null || text.isEmpty() ? null : text;
        }

        private static String listed(Set<String> words) {
            return String.join(" or ", words.stream().sorted().toList());
        }

        private void error(String pointer, String detail) {
            errors.add(new InvalidInput.Detail(pointer, detail));
        }
    }
}
