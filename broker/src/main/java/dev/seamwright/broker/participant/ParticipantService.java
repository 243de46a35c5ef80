package dev.seamwright.broker.participant;

import dev.seamwright.broker.db.Slice;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Participants: found by name, and made when somebody first speaks of them. */
public final class ParticipantService {
    /** Branches that become the main branch of a participant that has none. */
    private static final Set<String> MAIN_BRANCHES = Set.of("develop", "main", "master");

    public Optional<Participant> find(Tx tx, ParticipantName name) {
        return tx.store(ParticipantStore.class).find(name);
    }

    /** @throws NotFound when the workspace has no such participant */
    public Participant get(Tx tx, ParticipantName name) {
        return find(tx, name).orElseThrow(() -> unknown(name));
    }

    /** @throws NotFound when the workspace has no such participant */
    public long id(Tx tx, ParticipantName name) {
        return get(tx, name).id();
    }

    private static NotFound unknown(ParticipantName name) {
        return new NotFound("There is no participant '%s'.".formatted(name.value()));
    }

    /**
     * Participants by name.
     *
     * @param q text that the name holds, in any case; null: any
     * @param label a label that it has; null: any
     */
    public List<Participant> list(Tx tx, @Nullable String q, @Nullable LabelName label, Slice slice) {
        return tx.store(ParticipantStore.class).list(q, label, slice.limit(), slice.offset());
    }

    /**
     * Participants by name.
     *
     * @param name only those with this in their name, in any case of its letters; null: all
     * @param after the name before the first one; null: from the start
     */
    public List<Participant> page(Tx tx, @Nullable String name, @Nullable String after, int limit) {
        return tx.store(ParticipantStore.class).page(name, after, limit);
    }

    /** The participant, of that kind from now on. */
    public Participant setKind(Tx tx, Participant participant, ParticipantKind kind) {
        if (participant.kind() == kind) {
            return participant;
        }
        var changed = tx.store(ParticipantStore.class)
                .setKind(participant.id(), kind, tx.now())
                .orElseThrow(() -> unknown(participant.name()));
        tx.audit("participant.set-kind")
                .put("participant", participant.name().value())
                .put("kind", kind.word());
        return changed;
    }

    /** How many participants {@link #list} has in all. */
    public long count(Tx tx, @Nullable String q, @Nullable LabelName label) {
        return tx.store(ParticipantStore.class).count(q, label);
    }

    /**
     * Makes a participant on request. Names that resemble another are accepted: this is how they are made on purpose.
     *
     * @throws Conflict when there is one of that name
     */
    public Participant create(Tx tx, ParticipantName name, ParticipantDetails details) {
        var created = tx.store(ParticipantStore.class)
                .insert(name, details, tx.now())
                .orElseThrow(
                        () -> new Conflict("There is a participant '%s' already: change it with PATCH /pacticipants/%s."
                                .formatted(name.value(), name.value())));
        tx.audit("participant.create").put("participant", name.value());
        return created;
    }

    /** The participant with other details. */
    public Participant update(Tx tx, Participant participant, ParticipantDetails details) {
        if (details.equals(ParticipantDetails.of(participant))) {
            return participant;
        }
        var updated = tx.store(ParticipantStore.class)
                .update(participant.id(), details, tx.now())
                .orElseThrow(() -> unknown(participant.name()));
        tx.audit("participant.update").put("participant", participant.name().value());
        return updated;
    }

    /** Removes a participant with all its versions, contracts and results. */
    public void delete(Tx tx, Participant participant) {
        if (tx.store(ParticipantStore.class).delete(participant.id()) == 1) {
            tx.audit("participant.delete").put("participant", participant.name().value());
        }
    }

    /** The participant, made if it was not there. */
    public Participant ensure(Tx tx, ParticipantName name) {
        return find(tx, name).orElseGet(() -> {
            ensureAll(tx, Set.of(name));
            return get(tx, name);
        });
    }

    /** The participants by name, each made if it was not there. */
    public Map<ParticipantName, Participant> ensureAll(Tx tx, Collection<ParticipantName> names) {
        var found = findAll(tx, names);
        var missing = new HashSet<>(names);
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            tx.store(ParticipantStore.class)
                    .create(texts(missing), tx.now())
                    .forEach(name -> tx.audit("participant.create").put("participant", name.value()));
            found = findAll(tx, names);
        }
        return found;
    }

    /** All names in the workspace, in their order. */
    public List<ParticipantName> names(Tx tx) {
        return tx.store(ParticipantStore.class).names().stream()
                .map(ParticipantName::new)
                .toList();
    }

    /** Those of the participants that exist, by name. */
    public Map<ParticipantName, Participant> findAll(Tx tx, Collection<ParticipantName> names) {
        var found = new HashMap<ParticipantName, Participant>();
        for (var participant : tx.store(ParticipantStore.class).findAll(texts(names))) {
            found.put(participant.name(), participant);
        }
        return found;
    }

    private static String[] texts(Collection<ParticipantName> names) {
        return names.stream().map(ParticipantName::value).distinct().sorted().toArray(String[]::new);
    }

    /**
     * Takes {@code branch} for the main branch when its name is customary for one and none is set.
     *
     * @return whether it did
     */
    public boolean detectMainBranch(Tx tx, Participant participant, BranchName branch) {
        if (participant.mainBranch() != null
                || !MAIN_BRANCHES.contains(branch.value())
                || tx.store(ParticipantStore.class).detectMainBranch(participant.id(), branch, tx.now()) == 0) {
            return false;
        }
        tx.audit("participant.main-branch")
                .put("participant", participant.name().value())
                .put("branch", branch.value());
        return true;
    }
}
