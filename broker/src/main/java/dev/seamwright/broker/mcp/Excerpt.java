package dev.seamwright.broker.mcp;

import dev.seamwright.contracts.InvalidInput;
import java.util.regex.Pattern;

/**
 * A part of a long text, and the handle to the rest. The handle says all that is needed to go on, so any broker can answer it: which text it was,
 * by its hash, and from where.
 *
 * @param handle empty: there is no more
 * @param left how many characters come after it
 */
record Excerpt(String text, String handle, int left) {
    private static final Pattern HANDLE = Pattern.compile("([0-9a-f]{32})\\.(\\d{1,9})");

    /**
     * A part that ends with a line, where one ends in time.
     *
     * @param handle of an answer before; empty: from the beginning
     * @throws InvalidInput when the text is another one now
     */
    static Excerpt of(String text, String handle, int most) {
        var hash = Fence.hash(text);
        var from = from(text, hash, handle);
        var end = Math.min(text.length(), from + most);
        if (end < text.length()) {
            var line = text.lastIndexOf('\n', end - 1) + 1;
            if (line > from) {
                end = line;
            } else if (Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
        }
        return new Excerpt(
                text.substring(from, end),
                end == text.length() ? "" : "%s.%d".formatted(hash, end),
                text.length() - end);
    }

    private static int from(String text, String hash, String handle) {
        if (handle.isEmpty()) {
            return 0;
        }
        var parts = HANDLE.matcher(handle);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > text.length()) {
            throw new InvalidInput("/continue", "Is no handle of this answer: ask without it.");
        }
        if (!parts.group(1).equals(hash)) {
            throw new InvalidInput("/continue", "The answer has changed since: ask again without it.");
        }
        return Integer.parseInt(parts.group(2));
    }
}
