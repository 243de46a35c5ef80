package dev.seamwright.schemadiff.postgres.drift;

import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import java.util.List;

/** How a live database stands to the schema that was recorded for it. */
public sealed interface Drift {
    /** What was left out of the comparison, and whose it is. */
    List<Disregarded> disregarded();

    /**
     * Everything was seen, and nothing differs.
     *
     * @param accepted what was not seen, as the caller allowed
     */
    record InSync(List<Unseen> accepted, List<Disregarded> disregarded) implements Drift {
        public InSync {
            accepted = List.copyOf(accepted);
            disregarded = List.copyOf(disregarded);
        }
    }

    /**
     * Something differs, and that does not rest on what was not seen.
     *
     * @param diff from the recorded schema to the live one
     * @param mends who can put which differences right
     * @param unseen where more may differ
     */
    record Drifted(SchemaDiff diff, List<Mend> mends, List<Unseen> unseen, List<Disregarded> disregarded)
            implements Drift {
        public Drifted {
            mends = List.copyOf(mends);
            unseen = List.copyOf(unseen);
            disregarded = List.copyOf(disregarded);
        }
    }

    /**
     * Nothing differs in what was seen, and that is not everything.
     *
     * @param reasons at least one
     */
    record Unknown(List<Unseen> reasons, List<Disregarded> disregarded) implements Drift {
        public Unknown {
            reasons = List.copyOf(reasons);
            disregarded = List.copyOf(disregarded);
        }
    }
}
