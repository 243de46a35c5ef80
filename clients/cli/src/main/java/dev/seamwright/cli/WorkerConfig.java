package dev.seamwright.cli;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.verifier.probe.ConformanceSettings;
import dev.seamwright.verifier.probe.ProbeOptions;
import dev.seamwright.verifier.replay.ReplayOptions;
import dev.seamwright.verifier.replay.RequestHeader;
import dev.seamwright.verifier.worker.ServedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The providers of a worker, from a YAML file. Keys are the names of the options; one that is not known is a mistake, never ignored. All
 * mistakes are told at once, with their places.
 */
final class WorkerConfig {
    private static final int LARGEST_FILE = 1024 * 1024;

    private final String file;
    private final HeaderValues headers;
    private final List<String> mistakes = new ArrayList<>();

    private WorkerConfig(String file, HeaderValues headers) {
        this.file = file;
        this.headers = headers;
    }

    /** @throws UsageFailure with every mistake that was found */
    static List<ServedProvider> read(Surroundings surroundings, String file) {
        var config = new WorkerConfig(file, new HeaderValues(surroundings));
        var providers = config.providers(config.load(surroundings));
        if (!config.mistakes.isEmpty()) {
            throw new UsageFailure("%s:\n  %s".formatted(file, String.join("\n  ", config.mistakes)));
        }
        return providers;
    }

    private @Nullable Object load(Surroundings surroundings) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(10);
        options.setCodePointLimit(LARGEST_FILE);
        try {
            var text = Files.readString(surroundings.directory().resolve(file));
            return new Yaml(new SafeConstructor(options)).load(text);
        } catch (IOException failure) {
            throw new UsageFailure("%s cannot be read: %s".formatted(file, FileFailure.reason(failure)));
        } catch (MarkedYAMLException invalid) {
            var mark = invalid.getProblemMark();
            throw new UsageFailure("%s is no YAML: %s%s"
                    .formatted(
                            file,
                            invalid.getProblem(),
                            mark == null
                                    ? ""
                                    : " (line %d, column %d)".formatted(mark.getLine() + 1, mark.getColumn() + 1)));
        } catch (YAMLException invalid) {
            throw new UsageFailure("%s is no YAML: %s".formatted(file, invalid.getMessage()));
        }
    }

    private List<ServedProvider> providers(@Nullable Object document) {
        var root = new Section("", document);
        var list = root.take("providers", List.class);
        root.end();
        var providers = new ArrayList<ServedProvider>();
        if (list.isEmpty() || list.get().isEmpty()) {
            mistakes.add("providers: is missing; list at least one, with its name and its base-url");
            return List.of();
        }
        var index = 0;
        for (var item : list.get()) {
            provider(new Section("providers[%d]".formatted(index++), item)).ifPresent(providers::add);
        }
        return List.copyOf(providers);
    }

    private Optional<ServedProvider> provider(Section section) {
        var before = mistakes.size();
        var name = section.text("name");
        var baseUrl = section.text("base-url");
        if (name == null || baseUrl == null) {
            mistakes.add("%s: needs a name and a base-url".formatted(section.place));
        }
        var versions = section.texts("versions");
        var version = section.text("provider-version");
        if (version != null) {
            versions.add(version);
        }
        var stateUrl = section.text("state-url");
        var teardown = section.flag("state-teardown");
        var messageUrl = section.text("message-url");
        var sent = headers(section);
        var redacted = section.texts("redact");
        var parallel = section.number("parallel", 1);
        var independent = section.flag("independent-states");
        var request = section.number("request-timeout", 30);
        var total = section.number("total-timeout", 1800);
        var start = section.text("start");
        var readyUrl = section.text("ready-url");
        var ready = section.number("ready-timeout", 60);
        var unsafe = section.flag("unsafe");
        var partial = section.flag("partial");
        var values = section.texts("values");
        var requests = section.number("requests", ProbeOptions.DEFAULT_REQUESTS);
        section.end();
        if (mistakes.size() > before || name == null || baseUrl == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ServedProvider(
                    name,
                    versions,
                    baseUrl,
                    stateUrl,
                    teardown,
                    messageUrl,
                    sent,
                    redacted,
                    new ReplayOptions(parallel, independent, Duration.ofSeconds(request), Duration.ofSeconds(total)),
                    start,
                    readyUrl,
                    Duration.ofSeconds(ready),
                    new ConformanceSettings(unsafe, partial, ProbeOptions.values(values), requests)));
        } catch (InvalidInput invalid) {
            mistakes.add("%s: %s".formatted(section.place, invalid.getMessage()));
            return Optional.empty();
        }
    }

    private List<RequestHeader> headers(Section section) {
        var all = new ArrayList<RequestHeader>();
        section.take("headers", Map.class).ifPresent(map -> {
            for (Map.Entry<?, ?> header : ((Map<?, ?>) map).entrySet()) {
                var place = "%s.headers.%s".formatted(section.place, header.getKey());
                if (header.getKey() instanceof String name && header.getValue() instanceof String value) {
                    try {
                        all.add(headers.of(place, name, value));
                    } catch (InvalidInput | UsageFailure invalid) {
                        mistakes.add(String.valueOf(invalid.getMessage()));
                    }
                } else {
                    mistakes.add("%s: is no text; write it in quotes".formatted(place));
                }
            }
        });
        return all;
    }

    /** A mapping of the file. Whoever has taken what it knows asks for the end: what is left is not known. */
    private final class Section {
        private final String place;
        private final Map<?, ?> values;
        private final TreeSet<String> known = new TreeSet<>();

        Section(String place, @Nullable Object value) {
            this.place = place;
            if (value instanceof Map<?, ?> map) {
                this.values = map;
            } else {
                mistakes.add("%s: is no mapping of names to values".formatted(place.isEmpty() ? file : place));
                this.values = Map.of();
            }
        }

        <T> Optional<T> take(String key, Class<T> type) {
            known.add(key);
            var value = values.get(key);
            if (value == null) {
                return Optional.empty();
            }
            if (type.isInstance(value)) {
                return Optional.of(type.cast(value));
            }
            mistakes.add("%s: is no %s".formatted(at(key), word(type)));
            return Optional.empty();
        }

        private String at(String key) {
            return place.isEmpty() ? key : place + "." + key;
        }

        private static String word(Class<?> type) {
            if (type == String.class) {
                return "text; write it in quotes";
            }
            if (type == Integer.class) {
                return "whole number";
            }
            if (type == Boolean.class) {
                return "true or false";
            }
            return type == List.class ? "list" : "mapping of names to values";
        }

        @Nullable
        String text(String key) {
            return take(key, String.class).orElse(null);
        }

        boolean flag(String key) {
            return take(key, Boolean.class).orElse(false);
        }

        int number(String key, int otherwise) {
            return take(key, Integer.class).orElse(otherwise);
        }

        List<String> texts(String key) {
            var all = new ArrayList<String>();
            take(key, List.class).ifPresent(list -> {
                for (Object value : (List<?>) list) {
                    if (value instanceof String text) {
                        all.add(text);
                    } else {
                        mistakes.add("%s: %s is no text; write it in quotes".formatted(at(key), value));
                    }
                }
            });
            return all;
        }

        void end() {
            for (var key : values.keySet()) {
                if (!known.contains(String.valueOf(key))) {
                    mistakes.add("%s: is not known; there is %s"
                            .formatted(at(String.valueOf(key)), String.join(", ", known)));
                }
            }
        }
    }
}
