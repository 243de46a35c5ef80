package dev.seamwright.cli.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What all wrappers are made of.
 *
 * @param reports the file of each format, below {@code .seamwright}
 */
record Manifest(
        String name,
        String id,
        String description,
        List<Input> inputs,
        List<Output> outputs,
        Map<String, String> reports,
        List<Map<String, Object>> hooks) {
    static final Path HOME = Path.of("../ci");

    /**
     * What whoever uses a wrapper may say.
     *
     * @param fallback empty: there is none
     * @param values none: any
     * @param variable what the script calls it
     * @param secret it comes from the CI system's secrets
     */
    record Input(
            String name,
            String description,
            String fallback,
            List<String> values,
            String variable,
            boolean required,
            boolean secret) {
        /** For languages without dashes in names. */
        String underscored() {
            return name.replace('-', '_');
        }

        /** Whether the command line reads the variable itself, so that it may be set for the whole build. */
        boolean isKnownToTheCommandLine() {
            return variable.startsWith("SEAMWRIGHT_");
        }
    }

    /** What a wrapper tells the steps after it. */
    record Output(String name, String description) {}

    static Manifest read() throws IOException {
        Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(HOME.resolve("manifest.yaml")));
        var reports = new LinkedHashMap<String, String>();
        map(yaml.get("reports")).forEach((format, file) -> reports.put(format, text(file)));
        return new Manifest(
                text(yaml.get("name")),
                text(yaml.get("id")),
                text(yaml.get("description")),
                list(yaml.get("inputs")).stream().map(Manifest::input).toList(),
                list(yaml.get("outputs")).stream()
                        .map(Manifest::map)
                        .map(output -> new Output(text(output.get("name")), text(output.get("description"))))
                        .toList(),
                reports,
                list(yaml.get("hooks")).stream().map(Manifest::map).toList());
    }

    private static Input input(Object item) {
        var input = map(item);
        var name = text(input.get("name"));
        var variable = text(input.get("variable"));
        return new Input(
                name,
                text(input.get("description")),
                text(input.get("default")),
                list(input.get("values")).stream().map(Manifest::text).toList(),
                variable.isEmpty() ? "GATE_" + name.toUpperCase(Locale.ROOT).replace('-', '_') : variable,
                Boolean.TRUE.equals(input.get("required")),
                Boolean.TRUE.equals(input.get("secret")));
    }

    @SuppressWarnings("unchecked") // a mapping of the manifest has words for keys
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }

    private static List<?> list(@Nullable Object node) {
        return node == null ? List.of() : (List<?>) node;
    }

    private static String text(@Nullable Object node) {
        return node == null ? "" : node.toString();
    }
}
