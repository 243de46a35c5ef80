package dev.seamwright.contracts.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes compact JSON as UTF-8 into one growing buffer: no spaces, {@code "}, {@code \} and the control characters below
 * U+0020 escaped (short forms where JSON has one, else four lower-case hexadecimal digits), everything else as it is.
 */
public final class JsonWriter {
    /** The order in which the keys of an object are written. */
    public enum Keys {
        /** By code point, which is also the order of their UTF-8 bytes. */
        SORTED,
        AS_WRITTEN
    }

    /** Spells a number that has a fraction or an exponent with all its digits. */
    public static final Function<JsonNode, String> EXACT_DECIMALS = number ->
            number.isDouble() ? number.asText() : number.decimalValue().toString();

    private static final Comparator<Map.Entry<String, JsonNode>> BY_CODE_POINT =
            (a, b) -> compareCodePoints(a.getKey(), b.getKey());
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Keys keys;
    private final Function<JsonNode, String> decimals;
    private byte[] buffer = new byte[1024];
    private int length;

    /**
     * An empty buffer.
     *
     * @param decimals spells every number that is not an integer
     */
    public JsonWriter(Keys keys, Function<JsonNode, String> decimals) {
        this.keys = keys;
        this.decimals = decimals;
    }

    /** How many bytes there are so far. */
    public int length() {
        return length;
    }

    /** A copy of all bytes. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    /** A copy of the bytes from {@code start} (inclusive) to {@code end} (exclusive). */
    public byte[] toBytes(int start, int end) {
        return Arrays.copyOfRange(buffer, start, end);
    }

    /** Writes text that is JSON already, in ASCII. */
    public JsonWriter raw(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            buffer[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** Writes bytes that are JSON already. */
    public JsonWriter raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, buffer, length, json.length);
        length += json.length;
        return this;
    }

    /** Writes a value. */
    public JsonWriter append(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case STRING -> string(node.textValue());
            case NUMBER -> raw(node.isIntegralNumber() ? node.asText() : decimals.apply(node));
            case BOOLEAN -> raw(node.booleanValue() ? "true" : "false");
            case NULL -> raw("null");
            default -> throw new IllegalArgumentException("not a JSON value: " + node.getNodeType());
        }
        return this;
    }

    private void object(JsonNode node) {
        one('{');
        boolean first = true;
        for (var entries = entries(node); entries.hasNext(); ) {
            var entry = entries.next();
            if (!first) {
                one(',');
            }
            first = false;
            string(entry.getKey());
            one(':');
            append(entry.getValue());
        }
        one('}');
    }

    private Iterator<Map.Entry<String, JsonNode>> entries(JsonNode node) {
        if (keys == Keys.AS_WRITTEN || node.size() < 2) {
            return node.properties().iterator();
        }
        return node.properties().stream().sorted(BY_CODE_POINT).iterator();
    }

    private void array(JsonNode node) {
        one('[');
        for (int i = 0; i < node.size(); i++) {
            if (i > 0) {
                one(',');
            }
            append(node.get(i));
        }
        one(']');
    }

    /** Writes a string with its quotes. */
    public JsonWriter string(String text) {
        reserve(text.length() + 2);
        one('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            reserve(6);
            if (c < 0x20) {
                control(c);
            } else if (c == '"' || c == '\\') {
                buffer[length++] = '\\';
                buffer[length++] = (byte) c;
            } else if (c < 0x80) {
                buffer[length++] = (byte) c;
            } else if (c < 0x800) {
                buffer[length++] = (byte) (0xC0 | (c >> 6));
                buffer[length++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                buffer[length++] = (byte) (0xE0 | (c >> 12));
                buffer[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                buffer[length++] = (byte) (0x80 | (c & 0x3F));
            } else {
                int codePoint = text.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(codePoint)) {
                    throw new IllegalArgumentException("half of a surrogate pair at index " + i);
                }
                i++;
                buffer[length++] = (byte) (0xF0 | (codePoint >> 18));
                buffer[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
                buffer[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
                buffer[length++] = (byte) (0x80 | (codePoint & 0x3F));
            }
        }
        one('"');
        return this;
    }

    private void control(char c) {
        switch (c) {
            case '\b' -> raw("\\b");
            case '\t' -> raw("\\t");
            case '\n' -> raw("\\n");
            case '\f' -> raw("\\f");
            case '\r' -> raw("\\r");
            default -> {
                raw("\\u00");
                one((char) HEX[c >> 4]);
                one((char) HEX[c & 0xF]);
            }
        }
    }

    private void one(char ascii) {
        reserve(1);
        buffer[length++] = (byte) ascii;
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(length, more), buffer.length + (buffer.length >> 1)));
        }
    }

    /** Compares as the UTF-8 bytes would compare; {@link String#compareTo} sorts U+E000 behind U+10000. */
    static int compareCodePoints(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean sameKind = Character.isSurrogate(x) == Character.isSurrogate(y);
                return sameKind ? x - y : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
