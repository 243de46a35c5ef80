package dev.seamwright.broker.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the broker can be told.
 *
 * @param name as in a configuration file; the flag is {@code --name}, the variable {@code SEAMWRIGHT_NAME}
 * @param fallback the default, as one would write it; null: none
 * @param description one sentence for people
 * @param secret masked when it is shown
 */
public record Setting<T>(
        String name, Type<T> type, @Nullable String fallback, String description, boolean secret) {
    static final String PREFIX = "SEAMWRIGHT_";
    static final String MASK = "********";

    static <T> Setting<T> of(String name, Type<T> type, @Nullable String fallback, String description) {
        return new Setting<>(name, type, fallback, description, false);
    }

    static Setting<String> secret(String name, String description) {
        return new Setting<>(name, Type.TEXT, null, description, true);
    }

    /** {@code SEAMWRIGHT_DATA_DIR} for {@code data-dir}. */
    public String variable() {
        return variable(name);
    }

    static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The setting's key for a file that holds its value. */
    public String fileName() {
        return name + "-file";
    }

    /** Whether the value, or a part of it, is secret, so that it can come from a file. */
    public boolean holdsSecret() {
        return secret || Type.DATABASE_URL.equals(type);
    }

    /** The value as it may be shown. */
    String shown(String value) {
        return secret ? MASK : type.masked(value);
    }
}
