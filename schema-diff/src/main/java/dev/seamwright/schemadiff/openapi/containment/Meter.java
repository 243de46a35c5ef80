package dev.seamwright.schemadiff.openapi.containment;

import org.jspecify.annotations.Nullable;

/** Counts the work, and says when it has been too much. */
final class Meter {
    private final Budget budget;
    private long pairs;
    private long steps;
    private long stepsBefore;
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

    Outcome.@Nullable Unknown step() {
        steps++;
        return exhausted();
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
