package dev.seamwright.recorder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object in a line; what has no value is left out. */
final class JsonLine {
    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder text = new StringBuilder("{");

    JsonLine with(String name, long value) {
        name(name).append(value);
        return this;
    }

    JsonLine with(String name, boolean value) {
        if (value) {
            name(name).append(true);
        }
        return this;
    }

    JsonLine with(String name, @Nullable String value) {
        if (value != null) {
            string(name(name), value);
        }
        return this;
    }

    JsonLine with(String name, List<String> values) {
        if (!values.isEmpty()) {
            var array = name(name).append('[');
            for (var i = 0; i < values.size(); i++) {
                string(i == 0 ? array : array.append(','), values.get(i));
            }
            array.append(']');
        }
        return this;
    }

    private StringBuilder name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        return string(text, name).append(':');
    }

    private static StringBuilder string(StringBuilder text, String value) {
        text.append('"');
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
                // a lone surrogate has no UTF-8
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"');
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
