package dev.seamwright.schemadiff.openapi.containment;

import org.jspecify.annotations.Nullable;

/** Counts the work, and says when it has been too much. */
final class Meter {
    private final Budget budget;
    private long pairs;
    private long steps;
    private volatile boolean stopped;

    Meter(Budget budget) {
        this.budget = budget;
    }

    Outcome.@Nullable Unknown pair() {
        pairs++;
        if (stopped) {
            return new Outcome.Unknown("the search was interrupted");
        }
        return pairs > budget.pairs()
                ? new Outcome.Unknown("too complex: more than %d pairs of schemas meet".formatted(budget.pairs()))
                : null;
    }

    Outcome.@Nullable Unknown step() {
        steps++;
        return steps > budget.steps()
                ? new Outcome.Unknown("too complex: more than %d cases".formatted(budget.steps()))
                : null;
    }

    void stop() {
        stopped = true;
    }

    long pairs() {
        return pairs;
    }

    long steps() {
        return steps;
    }
}
