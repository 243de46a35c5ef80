package dev.seamwright.broker.impact;

import dev.seamwright.broker.impact.Impact.Certainty;
import dev.seamwright.broker.impact.Impact.Hit;
import dev.seamwright.broker.impact.Impact.Party;
import dev.seamwright.broker.impact.Impact.Touch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whom a change hits, gathered over the contracts on which it was tried. */
final class Collected {
    private static final Comparator<Party> ORDER = Comparator.comparing(
                    (Party party) -> party.name().value())
            .thenComparing(party -> party.version().value());

    private final Map<Party, Set<Touch>> touched = new LinkedHashMap<>();
    private final Set<Party> asked = new LinkedHashSet<>();

    /** The party was looked at. */
    void asked(Party party) {
        asked.add(party);
    }

    void touched(Party party, Touch touch) {
        asked.add(party);
        touched.computeIfAbsent(party, _ -> new LinkedHashSet<>()).add(touch);
    }

    /** Nobody can say of the party, and why. */
    void unknown(Party party, String why) {
        touched(party, new Touch("", "", List.of(), Certainty.UNKNOWN, why, "", ""));
    }

    /** Those that surely fail first, then by name. */
    List<Hit> hits() {
        var hits = new ArrayList<Hit>();
        touched.forEach((party, touches) -> {
            var sorted = touches.stream()
                    .sorted(Comparator.comparing(Touch::certainty))
                    .toList();
            hits.add(new Hit(party, sorted.getFirst().certainty(), sorted));
        });
        hits.sort(Comparator.comparing(Hit::certainty).thenComparing(Hit::consumer, ORDER));
        return hits;
    }

    List<Party> untouched() {
        return asked.stream()
                .filter(party -> !touched.containsKey(party))
                .sorted(ORDER)
                .toList();
    }

    /** Whether the party goes on working. */
    boolean isUntouched(Party party) {
        return asked.contains(party) && !touched.containsKey(party);
    }
}
