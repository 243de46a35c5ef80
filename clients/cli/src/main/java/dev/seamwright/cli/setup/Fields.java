package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names of fields in plans, and what is the same in them. */
final class Fields {
    static final String URL = "request.url";
    static final String METHOD = "request.method";
    static final String HEADER = "request.headers.";
    static final String BODY = "request.body";
    static final String USERNAME = "request.username";
    static final String PASSWORD = "request.password";
    static final String SIGNING_SECRET = "signingSecret";

    /** What the label begins with that says which team owns a participant. */
    static final String TEAM = "team-";

    /** What our API has of a participant besides its name. */
    static final List<String> PARTICIPANT_DETAILS =
            List.of("kind", "displayName", "mainBranch", "repositoryUrl", "repositoryName", "repositoryNamespace");

    /** What the broker shows in place of a secret. */
    static final String STARS = "**********";

    private Fields() {}

    /** Whether both say the same: the order of members and how a number is kept do not matter. */
    static boolean same(JsonNode before, JsonNode after) {
        return Arrays.equals(Json.canonical(before), Json.canonical(after));
    }

    static boolean isStarred(JsonNode value) {
        return value.isTextual() && value.textValue().equals(STARS);
    }

    /** An array whose order says nothing. */
    static JsonNode sorted(JsonNode array) {
        var sorted = JsonNodeFactory.instance.arrayNode();
        array.valueStream().map(JsonNode::asText).sorted().forEach(sorted::add);
        return sorted;
    }

    /** By field; the case of a field does not matter, as that of a header does not. */
    static <V> Map<String, V> map() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }
}
