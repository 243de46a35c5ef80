package dev.seamwright.junit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * How a run is to be published. A setting {@code brokerUrl} is the configuration parameter of JUnit {@code seamwright.brokerUrl} (a system property,
 * or in {@code junit-platform.properties}), else the environment variable {@code SEAMWRIGHT_BROKER_URL}. These win over an annotation.
 */
final class Settings {
    private static final String YES = "true";
    private static final Set<String> CI =
            Set.of("CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID");

    private final Function<String, Optional<String>> parameters;
    private final Map<String, String> environment;

    /** @param parameters JUnit's, by name */
    Settings(Function<String, Optional<String>> parameters, Map<String, String> environment) {
        this.parameters = parameters;
        this.environment = Map.copyOf(environment);
    }

    Optional<String> get(String name) {
        return parameters
                .apply("seamwright." + name)
                .or(() -> Optional.ofNullable(environment.get(variable(name))))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The values of a setting, with commas between them. */
    List<String> list(String name) {
        return get(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static String variable(String name) {
        return "SEAMWRIGHT_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    /** Whether to publish: {@code publish} is {@code never} (without it), {@code always}, or {@code ci}: on a CI system. */
    boolean publishes() {
        var when = get("publish").orElse("never");
        return switch (when) {
            case "never" -> false;
            case "always" -> true;
            case "ci" ->
                CI.stream()
                        .flatMap(variable -> Stream.ofNullable(environment.get(variable)))
                        .anyMatch(value -> !value.isBlank() && !value.equalsIgnoreCase("false"));
            default ->
                throw new ExtensionConfigurationException(
                        "seamwright.publish (or SEAMWRIGHT_PUBLISH) is '%s'; it can be never, ci or always."
                                .formatted(when));
        };
    }

    /** Whether a run fails when it cannot be published. */
    boolean failsBuild() {
        return get("failBuild").filter(YES::equalsIgnoreCase).isPresent();
    }

    /** The program of the command line. */
    String command() {
        return get("command").orElse("seamwright");
    }
}
