package dev.seamwright.verifier.footprint;

import dev.seamwright.contracts.pact.Pact;
import java.util.List;

/**
 * A version of a consumer.
 *
 * @param version empty when it is not known
 * @param environments where it is deployed; empty: nowhere
 * @param pact with the provider whose document is looked at
 */
public record Consumer(String name, String version, List<String> environments, Pact pact) {
    public Consumer {
        environments = List.copyOf(environments);
    }

    /** Whether it runs somewhere. */
    public boolean isDeployed() {
        return !environments.isEmpty();
    }

    /** {@code web 1.2.3 (production)}. */
    @Override
    public String toString() {
        var text = version.isEmpty() ? name : name + " " + version;
        return environments.isEmpty() ? text : "%s (%s)".formatted(text, String.join(", ", environments));
    }
}
