package dev.seamwright.schemadiff.openapi.containment;

import org.jspecify.annotations.Nullable;

/** Counts the work, and says when it has been too much. */
final class Meter {
    private static final int SIZE_OF_A_STEP = 64;
    private static final int LOOKS_OF_A_STEP = 100;
    private static final int SHARE_OF_ONE = 10;
    private static final Outcome.Unknown NO_BETTER = new Outcome.Unknown("no better value was found in time");

    private final Budget budget;
    private long pairs;
    private long steps;
    private long stepsBefore;
    private long looks;
    private boolean aside;
    private long stepsAside;
    private long stepsAsideBefore;
    private volatile boolean stopped;

    Meter(Budget budget) {
        this.budget = budget;
    }

    /** A new question begins. */
    void question() {
        aside = false;
        stepsBefore = steps;
    }

    /** What follows makes an answer better that is known, and takes nothing from the means of the questions. */
    void aside() {
        aside = true;
        stepsAsideBefore = stepsAside;
    }

    Outcome.@Nullable Unknown pair() {
        if (aside) {
            return step(0);
        }
        if (pairs >= budget.pairs()) {
            return new Outcome.Unknown("too complex: more than %d pairs of schemas meet".formatted(budget.pairs()));
        }
        pairs++;
        return exhausted();
    }

    /** @param size how much is known in the case; what it costs grows with it */
    Outcome.@Nullable Unknown step(int size) {
        return spend(1 + size / SIZE_OF_A_STEP);
    }

    /** Work that grows with what is known in a case, and is no case of its own. */
    Outcome.@Nullable Unknown within(int size) {
        return spend(size / SIZE_OF_A_STEP);
    }

    private Outcome.@Nullable Unknown spend(int cases) {
        if (aside) {
            stepsAside += cases;
        } else {
            steps += cases;
        }
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
        if (aside) {
            return stepsAside > budget.stepsAside()
                            || stepsAside - stepsAsideBefore > budget.stepsAside() / SHARE_OF_ONE
                    ? NO_BETTER
                    : null;
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
