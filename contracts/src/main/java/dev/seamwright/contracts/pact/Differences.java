package dev.seamwright.contracts.pact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.pact.InteractionChange.Difference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/** Compares JSON member by member; arrays are compared place by place. */
final class Differences {
    static final int MOST = 100;

    private final List<Difference> found = new ArrayList<>();
    private final int most;

    private Differences(int most) {
        this.most = most;
    }

    /** The first differences; the {@code _id} of an interaction is none. */
    static List<Difference> between(JsonNode before, JsonNode after) {
        return between(before, after, MOST);
    }

    static List<Difference> between(JsonNode before, JsonNode after, int most) {
        var differences = new Differences(most);
        differences.compare("", before, after);
        return differences.found;
    }

    private void compare(String pointer, JsonNode old, JsonNode current) {
        if (found.size() >= most || pointer.equals("/_id")) {
            return;
        }
        if (old.isObject() && current.isObject()) {
            var names = new LinkedHashSet<String>();
            old.fieldNames().forEachRemaining(names::add);
            current.fieldNames().forEachRemaining(names::add);
            for (var name : names) {
                compare(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), old.path(name), current.path(name));
            }
        } else if (old.isArray() && current.isArray()) {
            for (int i = 0; i < Math.max(old.size(), current.size()); i++) {
                compare(pointer + "/" + i, old.path(i), current.path(i));
            }
        } else if (!same(old, current)) {
            found.add(new Difference(pointer, old, current));
        }
    }

    /** Numbers are the same only digit by digit: {@code 1.0} is another example than {@code 1}. */
    private static boolean same(JsonNode old, JsonNode current) {
        if (old.getNodeType() != current.getNodeType()) {
            return false;
        }
        return old.isNumber() ? Arrays.equals(Json.write(old), Json.write(current)) : old.equals(current);
    }
}
