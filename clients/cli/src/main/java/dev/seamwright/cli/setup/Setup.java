package dev.seamwright.cli.setup;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file says.
 *
 * @param things in the order of kinds, then of the file
 */
public record Setup(String name, boolean prune, List<Thing> things) {
    public Setup {
        things = List.copyOf(things);
    }

    /**
     * A participant, an environment or a webhook as it is to be.
     *
     * @param name in the broker; the id of a webhook
     * @param title in the file
     * @param fields only these are changed; of a webhook there are no others
     * @param place {@code file:line:column}
     */
    record Thing(Kind kind, String name, String title, Map<String, Value> fields, String place) {
        Thing {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        ThingKey key() {
            return new ThingKey(kind, name);
        }
    }
}
