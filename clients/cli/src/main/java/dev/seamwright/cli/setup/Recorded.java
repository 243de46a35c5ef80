package dev.seamwright.cli.setup;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the broker remembers of a set-up: whatever was applied under its name.
 *
 * @param revision 0: nothing was yet
 */
record Recorded(String name, int revision, SortedMap<ThingKey, Mark> members) {

    /**
     * What is remembered of one member.
     *
     * @param seenAt when it was changed last, at the time when its secrets were set; empty: it has none
     * @param secrets fingerprints by field; none also where they may not be seen
     */
    record Mark(String seenAt, Map<String, String> secrets) {
        static final Mark NONE = new Mark("", Map.of());

        Mark {
            Map<String, String> copy = Fields.map(); // one spelling of a header is as good as another
            copy.putAll(secrets);
            secrets = Collections.unmodifiableMap(copy);
        }
    }

    Recorded {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    static Recorded none(String name) {
        return new Recorded(name, 0, new TreeMap<>());
    }
}
