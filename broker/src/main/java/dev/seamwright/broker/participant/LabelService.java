package dev.seamwright.broker.participant;

import dev.seamwright.broker.db.Slice;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.LabelName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Labels: words by which people group participants. */
public final class LabelService {

    /** The labels of the participants, by participant id and then by name; a participant without labels is left out. */
    public Map<Long, List<Label>> of(Tx tx, Collection<Participant> participants) {
        var labels = new HashMap<Long, List<Label>>();
        var ids = participants.stream().map(Participant::id).toArray(Long[]::new);
        for (var label : tx.store(LabelStore.class).of(ids)) {
            labels.computeIfAbsent(label.participantId(), id -> new ArrayList<>())
                    .add(label);
        }
        return labels;
    }

    /** @throws NotFound when the participant has no such label */
    public Label get(Tx tx, Participant participant, LabelName name) {
        return tx.store(LabelStore.class)
                .find(participant.id(), name)
                .orElseThrow(() -> new NotFound(
                        "'%s' has no label '%s'.".formatted(participant.name().value(), name.value())));
    }

    /** Whether the label is new on the participant. */
    public boolean add(Tx tx, Participant participant, LabelName name) {
        var added = tx.store(LabelStore.class).add(participant.id(), name, tx.now()) == 1;
        if (added) {
            audit(tx, "label.add", participant, name);
        }
        return added;
    }

    /** @throws NotFound when the participant has no such label */
    public void remove(Tx tx, Participant participant, LabelName name) {
        get(tx, participant, name);
        tx.store(LabelStore.class).remove(participant.id(), name);
        audit(tx, "label.remove", participant, name);
    }

    /** Every label that some participant has, by name. */
    public List<LabelName> names(Tx tx, Slice slice) {
        return tx.store(LabelStore.class).names(slice.limit(), slice.offset());
    }

    public long count(Tx tx) {
        return tx.store(LabelStore.class).count();
    }

    private static void audit(Tx tx, String action, Participant participant, LabelName name) {
        tx.audit(action).put("participant", participant.name().value()).put("label", name.value());
    }
}
