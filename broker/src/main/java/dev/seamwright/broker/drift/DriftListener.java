package dev.seamwright.broker.drift;

import dev.seamwright.broker.db.Tx;

/** Hears when a drift begins and when it ends, in the transaction that knows it. */
public interface DriftListener {
    /** Nobody listens. */
    DriftListener NONE = new DriftListener() {
        @Override
        public void found(Tx tx, DriftTarget target, Drift drift) {}

        @Override
        public void ended(Tx tx, DriftTarget target, Drift drift) {}
    };

    /** What runs there is not what was recorded, as of now. */
    void found(Tx tx, DriftTarget target, Drift drift);

    /** It is again, or nobody looks any more. */
    void ended(Tx tx, DriftTarget target, Drift drift);
}
