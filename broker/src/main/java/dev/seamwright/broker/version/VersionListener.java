package dev.seamwright.broker.version;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;

/** Hears when a version begins to matter to those whom it meets, in the transaction of the cause. */
@FunctionalInterface
public interface VersionListener {
    /** Nobody listens. */
    VersionListener NONE = (tx, participant, version, cause, where) -> {};

    /** Why it matters. */
    enum Cause {
        /** It has become the head of the main branch. */
        ON_MAIN,
        DEPLOYED,
        RELEASED
    }

    /** @param where name of the branch or the environment */
    void matters(Tx tx, Participant participant, Version version, Cause cause, String where);
}
