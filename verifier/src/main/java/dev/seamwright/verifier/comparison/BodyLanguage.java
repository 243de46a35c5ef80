package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.verifier.comparison.MatchingRules.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bodies that a consumer accepts, or sends, as a schema: its example, read with its matching rules.
 *
 * <p>Without a rule a value stands for itself; a response may have members that the consumer does not name. Two things are wider here than in
 * Pact, since JSON Schema compares numbers by their worth: {@code integer} takes 1.0, and {@code decimal} takes 1.
 */
final class BodyLanguage {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String SEMVER =
            "^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$";

    private final MatchingRules rules;
    private final boolean response;
    private final List<Claim> claims = new ArrayList<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    /**
     * What a consumer says of every value at a place, with a matcher of its own.
     *
     * @param steps to the place in the example
     * @param values that the matcher takes; null besides, which another policy is about
     * @param rule where the rule stands, below the matching rules
     * @param words the matcher, for people
     */
    record Claim(List<Step> steps, Schema values, String rule, String words) {}

    /**
     * The language of a body.
     *
     * @param unknown matchers that are not understood; what they say is left out, so that {@code schema} is too wide
     */
    record Language(Schema schema, List<Claim> claims, Set<String> unknown) {}

    private BodyLanguage(MatchingRules rules, boolean response) {
        this.rules = rules;
        this.response = response;
    }

    static Language ofResponse(JsonNode example, MatchingRules rules) {
        return of(example, rules, true);
    }

    static Language ofRequest(JsonNode example, MatchingRules rules) {
        return of(example, rules, false);
    }

    private static Language of(JsonNode example, MatchingRules rules, boolean response) {
        var language = new BodyLanguage(rules, response);
        var schema = Schema.of(language.at(example, List.of()));
        if (rules.isExhausted()) {
            language.unknown.add("so many matching rules for so large a body");
        }
        return new Language(schema, List.copyOf(language.claims), Set.copyOf(language.unknown));
    }

    /** What a rule says of a text that stands alone, a header for example; empty if it says nothing or cannot be read. */
    static Optional<Claim> ofText(String example, MatchingRules.Rule rule) {
        var language = new BodyLanguage(MatchingRules.NONE, true);
        var text = JSON.textNode(example);
        var parts = rule.matchers().stream()
                .map(matcher -> language.matched(matcher, text, List.of()))
                .toList();
        if (parts.isEmpty() || !language.unknown.isEmpty()) {
            return Optional.empty();
        }
        var whole = JSON.objectNode();
        parts.forEach(whole.putArray(rule.one() ? "anyOf" : "allOf")::add);
        language.claim(whole, rule, text, List.of());
        return language.claims.stream().findFirst();
    }

    private ObjectNode at(JsonNode example, List<Step> place) {
        var found = rules.body(place);
        if (found.isEmpty()) {
            return equal(example, place);
        }
        var rule = found.get().rule();
        if (found.get().fromAbove()) {
            return type(example, place, JSON.objectNode());
        }
        var parts = new ArrayList<ObjectNode>();
        for (var matcher : rule.matchers()) {
            parts.add(matched(matcher, example, place));
        }
        if (parts.isEmpty()) {
            return equal(example, place);
        }
        var whole = parts.getFirst();
        if (parts.size() > 1) {
            whole = JSON.objectNode();
            parts.forEach(whole.putArray(rule.one() ? "anyOf" : "allOf")::add);
        }
        claim(whole, rule, example, place);
        return whole;
    }

    /** Places within arrays and maps stand for others, so that what is claimed of them is claimed of all. */
    private void claim(ObjectNode values, MatchingRules.Rule rule, JsonNode example, List<Step> place) {
        var says = rule.matchers().stream().map(Matcher::type).toList();
        if (example.isContainerNode()
                || example.isNull()
                || says.stream().anyMatch(type -> type.equals("equality") || type.equals("null"))) {
            return;
        }
        var orNull = JSON.objectNode();
        orNull.putArray("anyOf").add(values.deepCopy()).addObject().put("type", "null");
        claims.add(new Claim(
                List.copyOf(place),
                Schema.of(orNull),
                rule.pointer(),
                String.join(rule.one() ? " or " : " and ", says)));
    }

    private ObjectNode matched(Matcher matcher, JsonNode example, List<Step> place) {
        var json = matcher.json();
        return switch (matcher.type()) {
            case "type" -> type(example, place, json);
            case "equality" -> JSON.objectNode().set("const", example);
            case "regex" -> text("^(?:" + anyLine(json.path("regex").asText("")) + ")$");
            case "include" -> text(DatePatterns.literal(json.path("value").asText("")));
            case "integer" -> ofType("integer");
            case "decimal", "number" -> ofType("number");
            case "boolean" -> ofType("boolean");
            case "null" -> ofType("null");
            case "date" -> date(json, "date", "yyyy-MM-dd");
            case "time" -> date(json, "time", "HH:mm:ss");
            case "timestamp", "datetime" -> date(json, "timestamp", "yyyy-MM-dd'T'HH:mm:ss");
            case "semver" -> text(SEMVER);
            case "notEmpty", "not-empty" -> notEmpty(example, place);
            case "contentType", "content-type" -> JSON.objectNode();
            case "values" -> map(example, place);
            case "eachValue", "each-value" -> eachValue(matcher, example, place);
            case "eachKey", "each-key" -> eachKey(matcher, example, place);
            case "arrayContains", "array-contains" -> arrayContains(matcher, example);
            default -> {
                unknown.add(matcher.type());
                yield JSON.objectNode();
            }
        };
    }

    private static ObjectNode ofType(String type) {
        return JSON.objectNode().put("type", type);
    }

    private static ObjectNode text(String pattern) {
        return ofType("string").put("pattern", pattern);
    }

    /** A dot that takes ends of lines too: nobody means to refuse those who writes one. */
    static String anyLine(String regex) {
        var any = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < regex.length(); i++) {
            var c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                any.append(c).append(regex.charAt(++i));
                continue;
            }
            inClass = c == '[' || (inClass && c != ']');
            any.append(c == '.' && !inClass ? "[^]" : String.valueOf(c));
        }
        return any.toString();
    }

    private ObjectNode date(JsonNode json, String member, String usual) {
        var pattern = json.path("format").asText(json.path(member).asText(usual));
        var regex = DatePatterns.regex(pattern);
        if (regex.isEmpty()) {
            unknown.add(member + " " + pattern);
            return ofType("string");
        }
        return text(regex.get());
    }

    private ObjectNode notEmpty(JsonNode example, List<Step> place) {
        var schema = type(example, place, JSON.objectNode());
        if (example.isTextual()) {
            schema.put("minLength", 1);
        } else if (example.isArray()) {
            schema.put("minItems", 1);
        } else if (example.isObject()) {
            schema.put("minProperties", 1);
        }
        return schema;
    }

    private ObjectNode equal(JsonNode example, List<Step> place) {
        if (example.isObject()) {
            return members(example, place);
        }
        if (!example.isArray()) {
            return JSON.objectNode().set("const", example);
        }
        var schema = ofType("array").put("minItems", example.size()).put("maxItems", example.size());
        if (!example.isEmpty()) {
            prefix(schema, example, place);
        }
        return schema;
    }

    private void prefix(ObjectNode schema, JsonNode example, List<Step> place) {
        var items = schema.putArray("prefixItems");
        for (var i = 0; i < example.size(); i++) {
            items.add(at(example.get(i), with(place, Step.item(i))));
        }
    }

    private ObjectNode type(JsonNode example, List<Step> place, JsonNode bounds) {
        if (example.isObject()) {
            return members(example, place);
        }
        if (!example.isArray()) {
            return ofType(
                    example.isTextual()
                            ? "string"
                            : example.isNumber() ? "number" : example.isBoolean() ? "boolean" : "null");
        }
        var schema = ofType("array");
        if (bounds.path("min").isIntegralNumber()) {
            schema.put("minItems", Math.max(0, bounds.path("min").intValue()));
        }
        if (bounds.path("max").isIntegralNumber()) {
            schema.put("maxItems", Math.max(0, bounds.path("max").intValue()));
        }
        if (example.size() > 1) {
            prefix(schema, example, place);
        }
        if (!example.isEmpty()) {
            schema.set("items", at(example.get(0), with(place, Step.item(0))));
        }
        return schema;
    }

    private ObjectNode members(JsonNode example, List<Step> place) {
        if (rules.hasStarBelow(place) && !example.isEmpty()) {
            return map(example, place);
        }
        var schema = ofType("object");
        if (!example.isEmpty()) {
            var properties = schema.putObject("properties");
            var required = schema.putArray("required");
            example.properties().forEach(member -> {
                properties.set(member.getKey(), at(member.getValue(), with(place, Step.member(member.getKey()))));
                required.add(member.getKey());
            });
        }
        if (!response) {
            schema.put("additionalProperties", false);
        } else if (example.isEmpty() && rules.body(place).isEmpty()) {
            schema.put("maxProperties", 0); // an empty object without a rule takes nothing else
        }
        return schema;
    }

    /** An object whose names do not matter. */
    private ObjectNode map(JsonNode example, List<Step> place) {
        var schema = ofType(example.isArray() ? "array" : "object");
        if (example.isArray() && !example.isEmpty()) {
            schema.set("items", at(example.get(0), with(place, Step.item(0))));
        }
        example.properties().stream()
                .findFirst()
                .ifPresent(member -> schema.set(
                        "additionalProperties", at(member.getValue(), with(place, Step.member(member.getKey())))));
        return schema;
    }

    private ObjectNode eachValue(Matcher matcher, JsonNode example, List<Step> place) {
        var schema = ofType(example.isArray() ? "array" : "object");
        if (example.isEmpty()) {
            return schema;
        }
        var first = example.isArray() ? example.get(0) : example.elements().next();
        var step = example.isArray()
                ? Step.item(0)
                : Step.member(example.fieldNames().next());
        var values = all(matcher, first, with(place, step));
        schema.set(example.isArray() ? "items" : "additionalProperties", values);
        return schema;
    }

    private ObjectNode eachKey(Matcher matcher, JsonNode example, List<Step> place) {
        var schema = ofType("object");
        if (!example.isEmpty()) {
            var name = example.fieldNames().next();
            schema.set("propertyNames", all(matcher, JSON.textNode(name), with(place, Step.member(name))));
        }
        return schema;
    }

    /** What the rules within a matcher say, together with what else is said of the place. */
    private ObjectNode all(Matcher matcher, JsonNode example, List<Step> place) {
        var whole = JSON.objectNode();
        var parts = whole.putArray("allOf");
        for (var rule : inner(matcher)) {
            parts.add(rule.isType() && example.isContainerNode() ? types(example) : matched(rule, example, place));
        }
        if (parts.isEmpty()) {
            return at(example, place);
        }
        if (example.isContainerNode() && rules.body(place).isPresent()) {
            parts.add(at(example, place));
        }
        return whole;
    }

    /** An example of which the types count alone, all the way down. */
    private ObjectNode types(JsonNode example) {
        var everywhere = JSON.objectNode();
        everywhere
                .putObject("body")
                .putObject("$")
                .putArray("matchers")
                .addObject()
                .put("match", "type");
        return new BodyLanguage(MatchingRules.of(everywhere), response).at(example, List.of());
    }

    private static List<Matcher> inner(Matcher matcher) {
        var rules = new ArrayList<Matcher>();
        matcher.json().path("rules").forEach(rule -> {
            if (rule.path("match").isTextual()) {
                rules.add(new Matcher(rule.path("match").textValue(), rule));
            }
        });
        return rules;
    }

    /** Each variant is found somewhere in the array. */
    private ObjectNode arrayContains(Matcher matcher, JsonNode example) {
        var schema = ofType("array");
        var all = JSON.arrayNode();
        for (var variant : matcher.json().path("variants")) {
            var item = example.path(variant.path("index").asInt(-1));
            if (item.isMissingNode()) {
                continue;
            }
            var own = JSON.objectNode();
            own.set("body", variant.path("rules"));
            var inside = new BodyLanguage(MatchingRules.of(own), response);
            all.addObject().set("contains", inside.at(item, List.of()));
            unknown.addAll(inside.unknown);
        }
        if (!all.isEmpty()) {
            schema.set("allOf", all);
        }
        return schema;
    }

    private static List<Step> with(List<Step> place, Step step) {
        var longer = new ArrayList<>(place);
        longer.add(step);
        return longer;
    }
}
