package dev.seamwright.broker.seam;

import dev.seamwright.contracts.ParticipantName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Participants that are connected by seams.
 *
 * @param providers by participant, those whose contracts it consumes; every participant is a key
 */
public record Network(Map<ParticipantName, Set<ParticipantName>> providers) {

    public static Network of(List<Seam> seams) {
        var providers = new LinkedHashMap<ParticipantName, Set<ParticipantName>>();
        for (var seam : seams) {
            providers
                    .computeIfAbsent(seam.consumer(), name -> new LinkedHashSet<>())
                    .add(seam.provider());
            providers.computeIfAbsent(seam.provider(), name -> new LinkedHashSet<>());
        }
        return new Network(providers);
    }

    /**
     * The part that is reached from a participant, in either direction, the nearest first.
     *
     * @param most participants at most
     */
    public Network around(ParticipantName start, int most) {
        var neighbours = new LinkedHashMap<ParticipantName, List<ParticipantName>>();
        providers.forEach((consumer, all) -> all.forEach(provider -> {
            neighbours.computeIfAbsent(consumer, name -> new ArrayList<>()).add(provider);
            neighbours.computeIfAbsent(provider, name -> new ArrayList<>()).add(consumer);
        }));
        var reached = new LinkedHashSet<ParticipantName>();
        var open = new ArrayDeque<ParticipantName>();
        reached.add(start);
        open.add(start);
        while (!open.isEmpty()) {
            for (var next : neighbours.getOrDefault(open.remove(), List.of())) {
                if (reached.size() < most && reached.add(next)) {
                    open.add(next);
                }
            }
        }
        var part = new LinkedHashMap<ParticipantName, Set<ParticipantName>>();
        for (var name : reached) {
            var near = new LinkedHashSet<>(providers.getOrDefault(name, Set.of()));
            near.retainAll(reached);
            part.put(name, near);
        }
        return new Network(part);
    }
}
