package dev.seamwright.broker.config;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The effective value of every setting, and where each came from. */
public final class Configuration {
    /**
     * A value and its origin.
     *
     * @param text as it was written, defaults included
     * @param value {@code text}, read
     * @param source for people: {@code flag --port}, {@code SEAMWRIGHT_PORT}, {@code /etc/seamwright.conf}, {@code default}
     */
    record Entry(String text, Object value, String source) {}

    private final Map<String, Entry> entries;

    Configuration(Map<String, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    /** The value of a setting that has a default. */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalArgumentException(setting.name() + " has no default"));
    }

    /** The value, or empty when it was not given and has no default. */
    @SuppressWarnings("unchecked") // the entry was read by this setting's type
    public <T> Optional<T> find(Setting<T> setting) {
        var entry = entry(setting);
        return entry == null ? Optional.empty() : Optional.of((T) entry.value());
    }

    /** Whether somebody asked for it. */
    public boolean isGiven(Setting<?> setting) {
        var entry = entry(setting);
        return entry != null && !entry.source().equals(ConfigLoader.DEFAULT);
    }

    private @Nullable Entry entry(Setting<?> setting) {
        return entries.get(setting.name());
    }

    /** A line for each setting: name, value with secrets masked, source. */
    public String print() {
        var lines = new StringBuilder();
        for (var setting : Settings.ALL) {
            var entry = entry(setting);
            lines.append("%-30s %-40s %s%n"
                    .formatted(
                            setting.name(),
                            entry == null ? "-" : setting.shown(entry.text()),
                            entry == null ? "not set" : entry.source()));
        }
        return lines.toString();
    }
}
