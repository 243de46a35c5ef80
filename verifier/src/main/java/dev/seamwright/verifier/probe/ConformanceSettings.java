package dev.seamwright.verifier.probe;

import java.util.Map;

/**
 * How far a provider may be probed, for a worker.
 *
 * @param isUnsafe whether operations are asked that may change something
 * @param isPartialEnough whether the verdict is known without the operations that were not to be asked
 * @param values of parameters, by their names
 * @param mostRequests over all operations
 */
public record ConformanceSettings(
        boolean isUnsafe, boolean isPartialEnough, Map<String, String> values, int mostRequests) {
    /** Nothing is changed, and a whole answer is wanted. */
    public static final ConformanceSettings SAFE =
            new ConformanceSettings(false, false, Map.of(), ProbeOptions.DEFAULT_REQUESTS);

    public ConformanceSettings {
        values = Map.copyOf(values);
    }
}
