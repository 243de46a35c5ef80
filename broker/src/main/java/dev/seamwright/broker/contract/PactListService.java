package dev.seamwright.broker.contract;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.contracts.pact.ProviderState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Published pacts in lists, and taking them back. */
public final class PactListService {
    /** A provider state, and the consumers that rely on it, by name. */
    public record NeededState(ProviderState state, List<ParticipantName> consumers) {}

    /**
     * The pacts by consumer, provider and version, the newest first.
     *
     * @param consumer null: any
     * @param provider null: any
     */
    public List<ListedPact> list(Tx tx, @Nullable Participant consumer, @Nullable Participant provider, PactSet set) {
        return PactListStore.list(
                tx.handle(), consumer == null ? null : consumer.id(), provider == null ? null : provider.id(), set);
    }

    /** What must hold on the provider before the interactions of these pacts: each name and parameters once, by name. */
    public List<NeededState> providerStates(Tx tx, Participant provider, PactSet set) {
        var consumers = new LinkedHashMap<ProviderState, TreeSet<String>>();
        for (var stored : PactListStore.bodies(tx.handle(), provider.id(), set)) {
            for (var state : Pact.parse(stored.body().bytes()).providerStates()) {
                consumers
                        .computeIfAbsent(state, s -> new TreeSet<>())
                        .add(stored.consumer().value());
            }
        }
        return consumers.entrySet().stream()
                .map(entry -> new NeededState(
                        entry.getKey(),
                        entry.getValue().stream().map(ParticipantName::new).toList()))
                .sorted((a, b) -> a.state().name().compareTo(b.state().name()))
                .toList();
    }

    /**
     * Takes pacts back: the versions no longer have them. The contents stay, with their verification results, so that what is
     * published again is still known to work; the seam goes with its last pact.
     *
     * @return how many there were
     */
    public int delete(Tx tx, Participant consumer, Participant provider, PactSet set) {
        var count = PactListStore.delete(tx.handle(), consumer.id(), provider.id(), set);
        if (count > 0) {
            tx.audit("contract.delete")
                    .put("kind", "pact")
                    .put("consumer", consumer.name().value())
                    .put("provider", provider.name().value())
                    .put("of", words(set))
                    .put("count", count);
        }
        return count;
    }

    private static String words(PactSet set) {
        var of = switch (set.line()) {
            case PactSet.Line.Any l -> "every version";
            case PactSet.Line.OfVersion l -> "version " + l.number().value();
            case PactSet.Line.Tagged l -> "tag " + l.tag().value();
            case PactSet.Line.OnBranch l -> "branch " + l.branch().value();
            case PactSet.Line.OnMainBranch l -> "the main branch";
            case PactSet.Line.In l -> "environment " + l.environment();
        };
        return set.latest() ? "the newest of " + of : of;
    }
}
