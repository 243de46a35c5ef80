package dev.seamwright.broker.version;

import dev.seamwright.broker.db.Slice;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.BranchName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Branches as they stand: finding and removing them. A version comes onto one by {@link VersionService#addToBranch}. */
public final class BranchService {

    /** @throws NotFound when the participant has no such branch */
    public Branch get(Tx tx, Participant participant, BranchName name) {
        return tx.store(BranchStore.class)
                .find(participant.id(), name)
                .orElseThrow(() -> new NotFound(
                        "'%s' has no branch '%s'.".formatted(participant.name().value(), name.value())));
    }

    /**
     * The participant's branches, the newest first.
     *
     * @param q text that the name holds, in any case; null: any
     */
    public List<Branch> list(Tx tx, Participant participant, @Nullable String q, Slice slice) {
        return tx.store(BranchStore.class).list(participant.id(), q, slice.limit(), slice.offset());
    }

    /** How many branches {@link #list} has in all. */
    public long count(Tx tx, Participant participant, @Nullable String q) {
        return tx.store(BranchStore.class).count(participant.id(), q);
    }

    /**
     * When the version came onto the branch.
     *
     * @throws NotFound when it is not on it
     */
    public Instant added(Tx tx, Branch branch, Version version) {
        return tx.store(BranchStore.class)
                .added(branch.id(), version.id())
                .orElseThrow(() -> new NotFound("Version '%s' is not on branch '%s'."
                        .formatted(version.number().value(), branch.name().value())));
    }

    /** Removes a branch; its versions stay. */
    public void delete(Tx tx, Participant participant, Branch branch) {
        if (tx.store(BranchStore.class).delete(branch.id()) == 1) {
            audit(tx, participant, branch.name());
        }
    }

    /**
     * Removes all branches but the main branch and {@code kept}; their versions stay.
     *
     * @return how many were removed
     */
    public int deleteOthers(Tx tx, Participant participant, Collection<BranchName> kept) {
        var names = Stream.concat(kept.stream(), Stream.ofNullable(participant.mainBranch()))
                .map(BranchName::value)
                .toArray(String[]::new);
        var deleted = tx.store(BranchStore.class).deleteOthers(participant.id(), names);
        deleted.forEach(name -> audit(tx, participant, name));
        return deleted.size();
    }

    /**
     * Takes a version off a branch. If it was the head, the newest version that is left becomes it.
     *
     * @throws NotFound when it is not on it
     */
    public void removeVersion(Tx tx, Participant participant, Branch branch, Version version) {
        added(tx, branch, version);
        var store = tx.store(BranchStore.class);
        store.replaceHead(version.id(), branch.id(), tx.now());
        if (store.remove(branch.id(), version.id()) == 1) {
            tx.audit("branch.remove-version")
                    .put("participant", participant.name().value())
                    .put("branch", branch.name().value())
                    .put("version", version.number().value());
        }
    }

    private static void audit(Tx tx, Participant participant, BranchName branch) {
        tx.audit("branch.delete").put("participant", participant.name().value()).put("branch", branch.value());
    }
}
