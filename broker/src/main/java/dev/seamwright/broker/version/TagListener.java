package dev.seamwright.broker.version;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.contracts.TagName;

/** Is told of a tag that is new on a version, in the transaction that added it. */
@FunctionalInterface
public interface TagListener {
    void tagged(Tx tx, Participant participant, Version version, TagName tag);
}
