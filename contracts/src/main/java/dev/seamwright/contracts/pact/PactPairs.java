package dev.seamwright.contracts.pact;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which interactions of two pacts are the same one: by kind, description and provider states, so that their order does not matter.
 *
 * @param changed in the order of the pact after
 * @param removed in the order of the pact before
 * @param added in the order of the pact after
 */
record PactPairs(List<Pair> changed, List<Interaction> removed, List<Interaction> added) {
    record Pair(Interaction before, Interaction after) {}

    static PactPairs of(Pact before, Pact after) {
        // those that are in both as they are, so that the n-th of several with one name is not taken for another
        var unchanged = queues(before, before.interactions(), PactPairs::contentKey);
        var current = after.interactions().stream()
                .filter(interaction -> take(unchanged, contentKey(after, interaction)) == null)
                .toList();
        // what is left of a queue is in the order of the pact
        var old = before.interactions().stream()
                .filter(interaction -> takeIfFirst(unchanged, contentKey(before, interaction), interaction))
                .toList();

        var unpaired = queues(before, old, (pact, interaction) -> interaction.key());
        var changed = new ArrayList<Pair>();
        var added = new ArrayList<Interaction>();
        for (var interaction : current) {
            var paired = take(unpaired, interaction.key());
            if (paired == null) {
                added.add(interaction);
            } else {
                changed.add(new Pair(paired, interaction));
            }
        }
        var removed = old.stream()
                .filter(interaction -> takeIfFirst(unpaired, interaction.key(), interaction))
                .toList();
        return new PactPairs(List.copyOf(changed), removed, List.copyOf(added));
    }

    private static String contentKey(Pact pact, Interaction interaction) {
        return interaction.key() + PactMerger.content(pact.json(interaction)).hex();
    }

    private static Map<String, Queue<Interaction>> queues(
            Pact pact, List<Interaction> interactions, BiFunction<Pact, Interaction, String> key) {
        var queues = new HashMap<String, Queue<Interaction>>();
        for (var interaction : interactions) {
            queues.computeIfAbsent(key.apply(pact, interaction), absent -> new ArrayDeque<>())
                    .add(interaction);
        }
        return queues;
    }

    private static @Nullable Interaction take(Map<String, Queue<Interaction>> queues, String key) {
        var queue = queues.get(key);
        return queue == null ? null : queue.poll();
    }

    private static boolean takeIfFirst(Map<String, Queue<Interaction>> queues, String key, Interaction interaction) {
        var queue = queues.get(key);
        return queue != null
                && interaction.equals(queue.peek())
                && queue.remove().equals(interaction);
    }
}
