package dev.seamwright.schemadiff.openapi.containment;

import org.jspecify.annotations.Nullable;

/** Counts the work, and says when it has been too much. */
final class Meter {
    private static final int SIZE_OF_A_STEP = 64;
    private static final int LOOKS_OF_A_STEP = 100;

    private final Budget budget;
    private long pairs;
    private long steps;
    private long stepsBefore;
    private long looks;
    private volatile boolean stopped;

    Meter(Budget budget) {
        this.budget = budget;
    }

    /** A new question begins. */
    void question() {
        stepsBefore = steps;
    }

    Outcome.@Nullable Unknown pair() {
        if (pairs >= budget.pairs()) {
            return new Outcome.Unknown("too complex: more than %d pairs of schemas meet".formatted(budget.pairs()));
        }
        pairs++;
        return exhausted();
    }

    /** @param size how much is known in the case; what it costs grows with it */
    Outcome.@Nullable Unknown step(int size) {
        steps += 1 + size / SIZE_OF_A_STEP;
        return exhausted();
    }

    /** Work that grows with what is known in a case, and is no case of its own. */
    Outcome.@Nullable Unknown within(int size) {
        steps += size / SIZE_OF_A_STEP;
        return exhausted();
    }

    /** A value is held against a schema. */
    Outcome.@Nullable Unknown look() {
        looks++;
        return looks % LOOKS_OF_A_STEP == 0 ? step(0) : null;
    }

    /** Why the work ends here; null if it goes on. */
    Outcome.@Nullable Unknown exhausted() {
        if (stopped) {
            return new Outcome.Unknown("the search was interrupted");
        }
        if (pairs >= budget.pairs()) {
            return new Outcome.Unknown("too complex: more than %d pairs of schemas meet".formatted(budget.pairs()));
        }
        if (steps > budget.steps() || steps - stepsBefore > budget.stepsEach()) {
            return new Outcome.Unknown(
                    "too complex: more than %d cases".formatted(Math.min(budget.steps(), budget.stepsEach())));
        }
        return null;
    }

    void stop() {
        stopped = true;
    }

    long pairs() {
        return pairs;
    }
}
