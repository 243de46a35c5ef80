package dev.seamwright.broker.seam;

import dev.seamwright.broker.contract.PublishedPact;
import dev.seamwright.broker.db.Slice;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.TagName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has pacts with whom, and how they stand. */
public final class SeamService {
    private static final int MOST_HEADS = 100;

    /**
     * The seams by consumer and provider.
     *
     * @param q text that one of the names holds, in any case; null: any
     */
    public List<Seam> list(Tx tx, @Nullable String q, Slice slice) {
        return SeamStore.list(tx.handle(), q, slice);
    }

    /** How many seams {@link #list} has in all. */
    public long count(Tx tx, @Nullable String q) {
        return SeamStore.count(tx.handle(), q);
    }

    /**
     * Which seams to list; null does not filter.
     *
     * @param name a part of either side's name, in any case of its letters
     * @param result of the newest contract: success, failed or unknown
     * @param lastConsumer with the other two, the seam before the first one; null: from the start
     */
    public record Filter(
            @Nullable Long consumer,
            @Nullable Long provider,
            @Nullable String kind,
            @Nullable String name,
            @Nullable String result,
            @Nullable String lastConsumer,
            @Nullable String lastProvider,
            @Nullable String lastKind,
            int limit) {}

    /** The seams of every kind by consumer and provider, each with its newest contract. */
    public List<ListedSeam> page(Tx tx, Filter filter) {
        return tx.store(ListedSeamStore.class).page(filter);
    }

    /** The newest pact of each of these seams, and how it stands. */
    public List<SeamState> states(Tx tx, @Nullable String q, Slice slice) {
        return SeamStore.states(tx.handle(), q, slice);
    }

    /** The newest pact and those of the heads of branches and tags, the newest first; at most {@value #MOST_HEADS}. */
    public List<SeamState> heads(Tx tx, Participant consumer, Participant provider) {
        return SeamStore.heads(tx.handle(), consumer.id(), provider.id(), MOST_HEADS);
    }

    /** How a pact stands. */
    public SeamState state(Tx tx, PublishedPact pact) {
        var state = SeamStore.one(tx.handle(), pact.versionId(), pact.providerId());
        if (state == null) {
            throw new NotFound("The pact was deleted meanwhile.");
        }
        return state;
    }

    /** What the newest provider version with the tag that has verified the pact made of it; empty: none has. */
    public Optional<Boolean> result(Tx tx, PublishedPact pact, TagName providerTag) {
        return Optional.ofNullable(SeamStore.result(tx.handle(), pact.contentId(), providerTag.value()));
    }

    /**
     * Removes all that there is between the two: pacts, their verification results, and the webhooks for exactly this pair.
     *
     * @throws NotFound when there is nothing
     */
    public void delete(Tx tx, Participant consumer, Participant provider) {
        if (SeamStore.delete(tx.handle(), consumer.id(), provider.id()) == 0) {
            throw new NotFound("There is no integration of '%s' and '%s'.".formatted(consumer.name(), provider.name()));
        }
        tx.audit("seam.delete")
                .put("kind", "pact")
                .put("consumer", consumer.name().value())
                .put("provider", provider.name().value());
    }

    /** Removes all pacts and results of the workspace, and the webhooks for single pairs; participants and versions stay. */
    public void deleteAll(Tx tx) {
        var contents = SeamStore.deleteAll(tx.handle());
        tx.audit("seam.delete-all").put("kind", "pact").put("contents", contents);
    }
}
