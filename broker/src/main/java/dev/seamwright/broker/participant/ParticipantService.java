package dev.seamwright.broker.participant;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Participants: found by name, and made when somebody first speaks of them. */
public final class ParticipantService {
    /** Branches that become the main branch of a participant that has none. */
    private static final Set<String> MAIN_BRANCHES = Set.of("develop", "main", "master");

    public Optional<Participant> find(Tx tx, ParticipantName name) {
        return tx.store(ParticipantStore.class).find(name);
    }

    /** @throws NotFound when the workspace has no such participant */
    public Participant get(Tx tx, ParticipantName name) {
        return find(tx, name).orElseThrow(() -> new NotFound("There is no participant '%s'.".formatted(name.value())));
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
            tx.store(ParticipantStore.class).create(texts(missing), tx.now());
            missing.forEach(name -> tx.audit("participant.create").put("participant", name.value()));
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

    /** Takes {@code branch} for the main branch when its name is customary for one and none is set. */
    public void detectMainBranch(Tx tx, Participant participant, BranchName branch) {
        if (participant.mainBranch() == null
                && MAIN_BRANCHES.contains(branch.value())
                && tx.store(ParticipantStore.class).detectMainBranch(participant.id(), branch, tx.now()) == 1) {
            tx.audit("participant.main-branch")
                    .put("participant", participant.name().value())
                    .put("branch", branch.value());
        }
    }
}
