package dev.seamwright.verifier.probe;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.verifier.replay.RequestHeader;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a provider is asked.
 *
 * @param headers sent with every request
 * @param values of parameters, by their names
 * @param isUnsafe whether operations are asked that may change something
 * @param mostRequests over all operations
 * @param seed of all that is left to chance: the same one makes the same requests of the same document
 * @param requestLimit for one request, from its start to the last byte of its answer
 * @param totalLimit for all
 */
public record ProbeOptions(
        List<RequestHeader> headers,
        Map<String, String> values,
        boolean isUnsafe,
        int mostRequests,
        long seed,
        Duration requestLimit,
        Duration totalLimit) {
    public static final int DEFAULT_REQUESTS = 1_000;
    private static final int MOST_REQUESTS = 100_000;

    public ProbeOptions {
        headers = List.copyOf(headers);
        values = Map.copyOf(values);
        if (mostRequests < 1 || mostRequests > MOST_REQUESTS) {
            throw new InvalidInput("requests", "is %d; give 1 to %d".formatted(mostRequests, MOST_REQUESTS));
        }
        if (!requestLimit.isPositive() || !totalLimit.isPositive()) {
            throw new InvalidInput("time limits", "must be longer than nothing");
        }
    }

    /** Values of parameters as people give them: {@code orderId=7}. */
    public static Map<String, String> values(List<String> texts) {
        return RequestPlan.given(texts);
    }
}
