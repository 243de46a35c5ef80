package dev.seamwright.verifier.replay;

import dev.seamwright.contracts.InvalidInput;
import java.time.Duration;

/**
 * How a pact is replayed.
 *
 * @param parallel how many interactions at once
 * @param statesAreIndependent whether interactions that need provider states may run beside others too
 * @param requestLimit for one request, from its start to the last byte of its answer, and for one comparison
 * @param totalLimit for a whole pact
 */
public record ReplayOptions(int parallel, boolean statesAreIndependent, Duration requestLimit, Duration totalLimit) {
    public static final int MOST_PARALLEL = 256;
    public static final ReplayOptions DEFAULT =
            new ReplayOptions(1, false, Duration.ofSeconds(30), Duration.ofMinutes(30));

    public ReplayOptions {
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw new InvalidInput("parallel", "is %d; give 1 to %d".formatted(parallel, MOST_PARALLEL));
        }
        if (!requestLimit.isPositive() || !totalLimit.isPositive()) {
            throw new InvalidInput("time limits", "must be longer than nothing");
        }
    }
}
