package dev.seamwright.broker.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The members of a set-up in the form of the API, checked, each with its members in one order, sorted by kind and name.
 *
 * @param json a JSON array
 */
record SetupMembers(JsonNode json) {
    private static final List<String> KINDS = List.of("participant", "environment", "webhook");
    private static final int MOST = 20_000;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_SECRETS = 100;

    /** @throws InvalidInput with everything that is wrong */
    static SetupMembers read(ObjectNode body) {
        if (!(body.get("members") instanceof ArrayNode given) || given.size() > MOST) {
            throw new InvalidInput("/members", "Must be an array of at most %d members.".formatted(MOST));
        }
        var errors = new ArrayList<InvalidInput.Detail>();
        var sorted = new TreeMap<String, ObjectNode>();
        for (var i = 0; i < given.size(); i++) {
            var pointer = "/members/" + i;
            try {
                var member = member(pointer, given.get(i));
                var key = KINDS.indexOf(member.get("kind").textValue())
                        + member.get("name").textValue();
                if (sorted.put(key, member) != null) {
                    throw new InvalidInput(pointer, "Stands here twice: leave one out.");
                }
            } catch (InvalidInput wrong) {
                errors.addAll(wrong.details());
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
        var json = JsonNodeFactory.instance.arrayNode();
        json.addAll(sorted.values());
        return new SetupMembers(json);
    }

    private static ObjectNode member(String pointer, JsonNode given) {
        if (!(given instanceof ObjectNode)) {
            throw new InvalidInput(pointer, "Must be an object with a kind and a name.");
        }
        var kind = text(given.path("kind"), pointer + "/kind");
        if (!KINDS.contains(kind)) {
            throw new InvalidInput(pointer + "/kind", "Must be one of %s.".formatted(String.join(", ", KINDS)));
        }
        var member = JsonNodeFactory.instance.objectNode();
        member.put("kind", kind);
        member.put("name", text(given.path("name"), pointer + "/name"));
        if (given.hasNonNull("seenAt")) {
            var place = pointer + "/seenAt";
            member.put(
                    "seenAt",
                    Requests.time(place, text(given.path("seenAt"), place)).toString());
        }
        secrets(pointer + "/secrets", given.path("secrets"), member);
        return member;
    }

    private static void secrets(String pointer, JsonNode given, ObjectNode member) {
        if (given.isMissingNode() || given.isNull()) {
            return;
        }
        if (!given.isObject() || given.size() > MOST_SECRETS) {
            throw new InvalidInput(pointer, "Must be an object with at most %d texts.".formatted(MOST_SECRETS));
        }
        var sorted = new TreeMap<String, String>();
        given.properties().forEach(secret -> {
            var place = pointer + "/" + secret.getKey().replace("~", "~0").replace("/", "~1");
            sorted.put(Requests.oneLine(place, secret.getKey()), text(secret.getValue(), place));
        });
        var secrets = member.putObject("secrets");
        sorted.forEach(secrets::put);
    }

    private static String text(JsonNode node, String pointer) {
        if (!node.isTextual() || node.textValue().isBlank() || node.textValue().length() > LONGEST_NAME) {
            throw new InvalidInput(pointer, "Must be a string of 1 to %d characters.".formatted(LONGEST_NAME));
        }
        return Requests.oneLine(pointer, node.textValue());
    }
}
