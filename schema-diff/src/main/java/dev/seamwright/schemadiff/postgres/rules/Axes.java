package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.schemadiff.postgres.rules.Hazard.Harm;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a change does, each aspect by itself: a change that takes no time can break every consumer, and one that breaks nobody can block
 * them all for an hour.
 *
 * @param lock taken when the change is made the usual way
 * @param work what its time grows with
 * @param readers statements that read fail
 * @param prepared statements that live sessions have prepared fail: "cached plan must not change result type", or all that fail anyway
 * @param writers who fails among those that write
 * @param meaning other values or rows without an error
 * @param access what roles may see or do
 * @param dataLost something is gone that making the change again the other way does not bring back
 * @param oldConsumerFails the consumer of the schema before fails on the schema after: no way to change the schema first
 * @param newConsumerFails a consumer made for the schema after fails on the schema before: no way back once it is deployed
 */
public record Axes(
        Lock lock,
        Work work,
        Effect readers,
        Effect prepared,
        Set<Writer> writers,
        Effect meaning,
        Access access,
        Effect dataLost,
        Effect oldConsumerFails,
        Effect newConsumerFails) {
    /** Nothing happens to anybody. */
    public static final Axes NONE = new Axes(
            Lock.NONE,
            Work.CATALOG,
            Effect.NO,
            Effect.NO,
            Set.of(),
            Effect.NO,
            Access.SAME,
            Effect.NO,
            Effect.NO,
            Effect.NO);

    public Axes {
        var copy = EnumSet.noneOf(Writer.class);
        copy.addAll(writers);
        writers = Collections.unmodifiableSet(copy);
    }

    /** The same in short, as a statement of a migration is judged. */
    public Hazard hazard() {
        var harms = EnumSet.noneOf(Harm.class);
        if (oldConsumerFails != Effect.NO) {
            harms.add(Harm.OLD_CODE);
        }
        if (prepared != Effect.NO) {
            harms.add(Harm.PREPARED);
        }
        if (meaning != Effect.NO) {
            harms.add(Harm.MEANING);
        }
        if (dataLost != Effect.NO) {
            harms.add(Harm.DATA_LOST);
        }
        return new Hazard(lock, work, harms);
    }

    Axes lock(Lock value) {
        return new Axes(
                value, work, readers, prepared, writers, meaning, access, dataLost, oldConsumerFails, newConsumerFails);
    }

    Axes work(Work value) {
        return new Axes(
                lock, value, readers, prepared, writers, meaning, access, dataLost, oldConsumerFails, newConsumerFails);
    }

    /** Readers fail, and so does what they prepared. */
    Axes readers(Effect value) {
        return new Axes(
                lock, work, value, value, writers, meaning, access, dataLost, oldConsumerFails, newConsumerFails);
    }

    Axes prepared(Effect value) {
        return new Axes(
                lock, work, readers, value, writers, meaning, access, dataLost, oldConsumerFails, newConsumerFails);
    }

    Axes writers(Writer first, Writer... rest) {
        return new Axes(
                lock,
                work,
                readers,
                prepared,
                EnumSet.of(first, rest),
                meaning,
                access,
                dataLost,
                oldConsumerFails,
                newConsumerFails);
    }

    Axes meaning(Effect value) {
        return new Axes(
                lock, work, readers, prepared, writers, value, access, dataLost, oldConsumerFails, newConsumerFails);
    }

    Axes access(Access value) {
        return new Axes(
                lock, work, readers, prepared, writers, meaning, value, dataLost, oldConsumerFails, newConsumerFails);
    }

    Axes dataLost(Effect value) {
        return new Axes(
                lock, work, readers, prepared, writers, meaning, access, value, oldConsumerFails, newConsumerFails);
    }

    /** Whether each of the two consumers fails on the schema that is not its own. */
    Axes rollback(Effect oldConsumer, Effect newConsumer) {
        return new Axes(lock, work, readers, prepared, writers, meaning, access, dataLost, oldConsumer, newConsumer);
    }
}
