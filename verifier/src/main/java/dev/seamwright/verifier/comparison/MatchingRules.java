package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The matching rules of a request or a response, of any version of the specification. The rule that is meant for a place is found as Pact does
 * it: the expression that names most of its steps, the longer one among equals; a rule for a type holds for everything below its place.
 */
final class MatchingRules {
    private static final int MAX_STEPS = 60;

    /** Rules held against places, over all of a body; what is beyond is told as not compared. */
    private static final long MAX_LOOKS = 5_000_000;

    static final MatchingRules NONE = new MatchingRules();

    private final List<Rule> body = new ArrayList<>();
    private final Map<String, Rule> header = new HashMap<>();
    private final Map<String, Rule> query = new HashMap<>();
    private final List<Rule> path = new ArrayList<>();
    private final List<Rule> status = new ArrayList<>();
    private long looks;

    /** A matcher as it is written, under the name that version 4 gives it. */
    record Matcher(String type, JsonNode json) {
        private static Matcher of(JsonNode json) {
            if (json.path("match").isTextual()) {
                return new Matcher(json.path("match").textValue(), json);
            }
            // version 2 leaves the name out
            var type = json.has("regex")
                    ? "regex"
                    : json.has("timestamp")
                            ? "timestamp"
                            : json.has("date") ? "date" : json.has("time") ? "time" : "type";
            return new Matcher(type, json);
        }

        boolean isType() {
            return type.equals("type");
        }
    }

    /**
     * What holds at a place.
     *
     * @param steps where, below the body
     * @param matchers all of which must match, or one of them if {@code one}
     * @param pointer where it stands, below the matching rules
     */
    record Rule(List<Step> steps, List<Matcher> matchers, boolean one, String pointer) {}

    /** A rule for a place, and whether it is one for a place above. */
    record Found(Rule rule, boolean fromAbove) {}

    private MatchingRules() {}

    static MatchingRules of(JsonNode json) {
        if (!json.isObject() || json.isEmpty()) {
            return NONE;
        }
        var rules = new MatchingRules();
        json.properties().forEach(member -> {
            var pointer = "/" + escaped(member.getKey());
            if (member.getKey().startsWith("$")) {
                rules.addOfTwo(member.getKey(), rule(List.of(), member.getValue(), pointer));
            } else {
                rules.addCategory(member.getKey(), member.getValue(), pointer);
            }
        });
        return rules;
    }

    private void addCategory(String category, JsonNode json, String pointer) {
        switch (category) {
            case "path" -> path.add(rule(List.of(), json, pointer));
            case "status" -> status.add(rule(List.of(), json, pointer));
            case "header", "headers", "query" ->
                json.properties().forEach(member -> addNamed(category, member.getKey(), member.getValue(), pointer));
            case "body" ->
                json.properties()
                        .forEach(member -> Step.parse(member.getKey())
                                .ifPresent(steps -> body.add(
                                        rule(steps, member.getValue(), pointer + "/" + escaped(member.getKey())))));
            default -> {
                // metadata, of messages
            }
        }
    }

    private void addNamed(String category, String key, JsonNode json, String pointer) {
        var steps = Step.parse(key);
        var name = steps.isPresent() && !steps.get().isEmpty()
                ? steps.get().getFirst().name()
                : key;
        var rule = rule(List.of(), json, pointer + "/" + escaped(key));
        if (category.equals("query")) {
            query.put(name, rule);
        } else {
            header.put(name.toLowerCase(Locale.ROOT), rule);
        }
    }

    private void addOfTwo(String expression, Rule rule) {
        var steps = Step.parse(expression).orElse(List.of());
        if (steps.isEmpty()) {
            return;
        }
        var rest = steps.subList(1, steps.size());
        switch (steps.getFirst().name()) {
            case "body" -> body.add(new Rule(List.copyOf(rest), rule.matchers(), false, rule.pointer()));
            case "path" -> path.add(rule);
            case "status" -> status.add(rule);
            case "query" -> rest.stream().findFirst().ifPresent(step -> query.put(step.name(), rule));
            case "header", "headers" ->
                rest.stream()
                        .findFirst()
                        .ifPresent(step -> header.put(step.name().toLowerCase(Locale.ROOT), rule));
            default -> {
                // nothing that travels over HTTP
            }
        }
    }

    private static Rule rule(List<Step> steps, JsonNode json, String pointer) {
        var matchers = new ArrayList<Matcher>();
        if (json.path("matchers").isArray()) {
            json.path("matchers").forEach(matcher -> matchers.add(Matcher.of(matcher)));
        } else if (json.isObject()) {
            matchers.add(Matcher.of(json));
        }
        return new Rule(
                steps, List.copyOf(matchers), json.path("combine").asText("AND").equalsIgnoreCase("OR"), pointer);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    Optional<Rule> header(String name) {
        return Optional.ofNullable(header.get(name.toLowerCase(Locale.ROOT)));
    }

    Optional<Rule> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<Rule> path() {
        return path.stream().findFirst();
    }

    Optional<Rule> status() {
        return status.stream().findFirst();
    }

    /** Whether there were too many rules for too many places: then not all that hold were found. */
    boolean isExhausted() {
        return looks > MAX_LOOKS;
    }

    boolean hasBodyRules() {
        return !body.isEmpty();
    }

    /** The rule that holds at a place of the body. */
    Optional<Found> body(List<Step> place) {
        looks += body.size();
        if (isExhausted()) {
            return Optional.empty();
        }
        Rule best = null;
        var bestWeight = -1L;
        for (var rule : body) {
            var weight = weight(rule.steps(), place);
            if (weight > bestWeight
                    || (weight == bestWeight
                            && best != null
                            && rule.steps().size() > best.steps().size())) {
                best = rule;
                bestWeight = weight;
            }
        }
        if (best == null || bestWeight < 0) {
            return Optional.empty();
        }
        if (best.steps().size() == place.size()) {
            return Optional.of(new Found(best, false));
        }
        return best.matchers().stream().anyMatch(Matcher::isType)
                ? Optional.of(new Found(best, true))
                : Optional.empty();
    }

    /** Whether a rule names all members of a place by a star, so that their own names do not matter. */
    boolean hasStarBelow(List<Step> place) {
        return body.stream()
                .anyMatch(rule -> rule.steps().size() > place.size()
                        && rule.steps().get(place.size()).any()
                        && !rule.steps().get(place.size()).index()
                        && weight(rule.steps().subList(0, place.size()), place) >= 0);
    }

    /** Negative if the expression does not lead to the place, or to one above it. */
    private static long weight(List<Step> expression, List<Step> place) {
        if (expression.size() > place.size() || expression.size() > MAX_STEPS) {
            return -1;
        }
        var weight = 1L;
        for (var i = 0; i < expression.size(); i++) {
            if (!expression.get(i).covers(place.get(i))) {
                return -1;
            }
            weight *= expression.get(i).any() ? 1 : 2;
        }
        return weight;
    }
}
