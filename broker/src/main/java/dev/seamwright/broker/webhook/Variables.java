package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a webhook's request, {@code ${pactbroker.consumerName}} and so on, and their values for one delivery. A value
 * stays what it is: form-escaped in the URL, without control characters in headers, and escaped as a part of a string in a
 * JSON body. (The Pact Broker puts values into bodies as they are, so that a quotation mark in a branch name breaks the JSON.)
 */
final class Variables {
    /** All names, after the {@code pactbroker.}. */
    static final Set<String> NAMES = Set.of(
            "consumerName",
            "providerName",
            "consumerVersionNumber",
            "providerVersionNumber",
            "consumerVersionTags",
            "providerVersionTags",
            "consumerVersionBranch",
            "providerVersionBranch",
            "providerVersionDescriptions",
            "consumerLabels",
            "providerLabels",
            "pactUrl",
            "verificationResultUrl",
            "githubVerificationStatus",
            "gitlabVerificationStatus",
            "bitbucketVerificationStatus",
            "azureDevOpsVerificationStatus",
            "eventName",
            "buildUrl",
            "currentlyDeployedProviderVersionNumber",
            "jobUrl",
            "environmentName",
            "eventData");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\s*pactbroker\\.([A-Za-z]+)\\s*}");
    private static final Pattern ANY_VARIABLE = Pattern.compile("\\$\\{\\s*((?:pactbroker|user)\\.[^}]*?)\\s*}");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]+");

    private final Map<String, String> values;

    /** @param values by name; a variable without one is empty */
    Variables(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Notes the variables in {@code text} that do not exist. */
    static void check(String text, String pointer, List<InvalidInput.Detail> errors) {
        var match = ANY_VARIABLE.matcher(text);
        while (match.find()) {
            var name = match.group(1);
            if (name.startsWith("user.")) {
                errors.add(new InvalidInput.Detail(
                        pointer,
                        "${%s} is not known here: put the secret itself into a header such as Authorization, or into the password; it is stored encrypted."
                                .formatted(name)));
            } else if (!NAMES.contains(name.substring("pactbroker.".length()))) {
                errors.add(new InvalidInput.Detail(
                        pointer,
                        "There is no variable ${%s}; there are: %s."
                                .formatted(
                                        name,
                                        String.join(
                                                ", ", NAMES.stream().sorted().toList()))));
            }
        }
    }

    /** The text with every variable replaced by a word that needs no escaping. */
    static String sample(String text) {
        return VARIABLE.matcher(text).replaceAll("x");
    }

    /** Empty when it has none. */
    String value(String name) {
        return values.getOrDefault(name, "");
    }

    String url(String template) {
        return replace(template, value -> URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    String header(String template) {
        return CONTROL.matcher(replace(template, value -> value))
                .replaceAll(" ")
                .trim();
    }

    /** The body as it is sent; empty when there is none. */
    String body(@Nullable JsonNode template) {
        if (template == null) {
            return "";
        }
        if (!template.isTextual()) {
            return json(template.toString());
        }
        var text = template.textValue();
        return isJson(template) ? json(text) : replace(text, value -> value);
    }

    private String json(String template) {
        return replace(
                template, value -> new String(JsonStringEncoder.getInstance().quoteAsString(value)));
    }

    /** Whether the body is sent as JSON: it is not a string, or it is one that holds a JSON object or array. */
    static boolean isJson(@Nullable JsonNode body) {
        if (body == null || !body.isTextual()) {
            return body != null;
        }
        var text = body.textValue().strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return false;
        }
        try {
            Json.parse(text.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (InvalidInput other) {
            return false;
        }
    }

    // one pass: a value that looks like a variable is not replaced again
    private String replace(String template, UnaryOperator<String> escape) {
        return VARIABLE.matcher(template)
                .replaceAll(match -> NAMES.contains(match.group(1))
                        ? Matcher.quoteReplacement(escape.apply(values.getOrDefault(match.group(1), "")))
                        : Matcher.quoteReplacement(match.group()));
    }
}
