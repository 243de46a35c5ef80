package dev.seamwright.broker.config;

import dev.seamwright.broker.config.Configuration.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings. Flags win over {@code SEAMWRIGHT_*} variables, these over the configuration file (Java properties,
 * UTF-8), and that over the defaults. A key that is not known is a mistake, never ignored.
 */
public final class ConfigLoader {
    static final String DEFAULT = "default";

    private static final String CONFIG = "config";

    /** Variables of the client and the launcher, which may share our environment. */
    private static final Set<String> NOT_OURS = Set.of(
            "SEAMWRIGHT_BROKER_URL",
            "SEAMWRIGHT_TOKEN",
            "SEAMWRIGHT_TOKEN_FILE",
            "SEAMWRIGHT_WORKSPACE",
            "SEAMWRIGHT_CACHE_DIR",
            "SEAMWRIGHT_JAVA_OPTS",
            "SEAMWRIGHT_ON_OUTAGE");

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Path home;
    private final List<String> mistakes = new ArrayList<>();

    private ConfigLoader(Map<String, String> flags, Map<String, String> environment, Path home) {
        this.flags = flags;
        this.environment = environment;
        this.home = home;
    }

    /**
     * The effective configuration.
     *
     * @param flags by name without dashes; {@code config} names the file
     * @param home the user's directory, where the default file is looked for
     * @throws InvalidConfiguration with every mistake that was found
     */
    public static Configuration load(Map<String, String> flags, Map<String, String> environment, Path home) {
        return new ConfigLoader(flags, environment, home).load();
    }

    /** One place where settings come from: its values by setting name, and how to call each. */
    private record Layer(Map<String, Given> values) {}

    private record Given(String text, String source) {}

    private Configuration load() {
        var file = file();
        var layers = List.of(
                layer(flags, name -> "flag --" + name), variables(), file == null ? new Layer(Map.of()) : read(file));
        var entries = new LinkedHashMap<String, Entry>();
        for (var setting : Settings.ALL) {
            var given = layers.stream()
                    .flatMap(layer -> Stream.ofNullable(layer.values().get(setting.name())))
                    .findFirst()
                    .orElse(setting.fallback() == null ? null : new Given(setting.fallback(), DEFAULT));
            if (given != null) {
                enter(entries, setting, given);
            }
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        return new Configuration(entries);
    }

    private void enter(Map<String, Entry> entries, Setting<?> setting, Given given) {
        try {
            entries.put(setting.name(), new Entry(given.text(), setting.type().parse(given.text()), given.source()));
        } catch (IllegalArgumentException invalid) {
            mistakes.add("%s = '%s' (%s): it is %s."
                    .formatted(setting.name(), setting.shown(given.text()), given.source(), invalid.getMessage()));
        }
    }

    private @Nullable Path file() {
        var named = flags.containsKey(CONFIG) ? flags.get(CONFIG) : environment.get(Setting.variable(CONFIG));
        if (named != null) {
            return Path.of(named);
        }
        var usual = home.resolve(".seamwright/seamwright.conf");
        return Files.exists(usual) ? usual : null;
    }

    private Layer variables() {
        var named = new TreeMap<String, String>();
        var names = names();
        var ours = new LinkedHashMap<String, String>();
        names.forEach(name -> ours.put(Setting.variable(name), name));
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(Setting.PREFIX) || NOT_OURS.contains(variable)) {
                return;
            }
            var name = ours.get(variable);
            if (name == null) {
                mistakes.add("The environment variable %s is not known; did you mean %s?"
                        .formatted(variable, Words.nearest(variable, ours.keySet())));
            } else {
                named.put(name, value);
            }
        });
        return layer(named, Setting::variable);
    }

    private Layer read(Path file) {
        var duplicates = new ArrayList<String>();
        var properties = new Properties() {
            @Override
            public synchronized @Nullable Object put(Object key, Object value) {
                var before = super.put(key, value);
                if (before != null) {
                    duplicates.add(key.toString());
                }
                return before;
            }
        };
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            mistakes.add("Cannot read the configuration file %s: %s.".formatted(file, reason(unreadable)));
            return new Layer(Map.of());
        }
        duplicates.forEach(key -> mistakes.add("%s gives '%s' twice.".formatted(file, key)));
        var known = names();
        known.remove(CONFIG);
        var named = new TreeMap<String, String>();
        for (var key : properties.stringPropertyNames()) {
            if (known.contains(key)) {
                named.put(key, properties.getProperty(key).strip());
            } else {
                mistakes.add("%s has an unknown key '%s'; did you mean '%s'?"
                        .formatted(file, key, Words.nearest(key, known)));
            }
        }
        return layer(named, name -> name + " in " + file);
    }

    private interface Naming {
        String source(String name);
    }

    /** Resolves the keys that name a file with a secret. */
    private Layer layer(Map<String, String> named, Naming naming) {
        var values = new LinkedHashMap<String, Given>();
        for (var setting : Settings.ALL) {
            var text = named.get(setting.name());
            var file = setting.holdsSecret() ? named.get(setting.fileName()) : null;
            if (text != null && file != null) {
                mistakes.add("%s and %s are both given; give one."
                        .formatted(naming.source(setting.name()), naming.source(setting.fileName())));
            }
            if (text != null) {
                values.put(setting.name(), new Given(text, naming.source(setting.name())));
            } else if (file != null) {
                secret(file, naming.source(setting.fileName())).ifPresent(given -> values.put(setting.name(), given));
            }
        }
        return new Layer(values);
    }

    private java.util.Optional<Given> secret(String file, String source) {
        try {
            return java.util.Optional.of(
                    new Given(Files.readString(Path.of(file)).strip(), source));
        } catch (IOException | IllegalArgumentException unreadable) {
            mistakes.add("Cannot read %s, named by %s: %s.".formatted(file, source, reason(unreadable)));
            return java.util.Optional.empty();
        }
    }

    private static String reason(Exception unreadable) {
        return switch (unreadable) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file";
            case java.nio.file.AccessDeniedException _ -> "access denied";
            case java.nio.charset.CharacterCodingException _ -> "it is not UTF-8";
            default -> String.valueOf(unreadable.getMessage());
        };
    }

    /** Every name that flags, variables and files may use. */
    static Set<String> names() {
        var names = new java.util.LinkedHashSet<String>();
        names.add(CONFIG);
        for (var setting : Settings.ALL) {
            names.add(setting.name());
            if (setting.holdsSecret()) {
                names.add(setting.fileName());
            }
        }
        return names;
    }
}
