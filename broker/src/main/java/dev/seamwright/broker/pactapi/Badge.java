package dev.seamwright.broker.pactapi;

import java.util.Locale;

/**
 * An image of two words, such as {@code Web/Orders pact | verified}, as SVG 1.1.
 *
 * @param label what it is about
 * @param message what is said of it
 */
record Badge(String label, String message, Colour colour) {
    private static final int LONGEST = 120;
    private static final int MARGIN = 5;
    // an estimate: the letters are set to exactly the width that is left for them
    private static final double LETTER = 6.6;

    /** What the message means. */
    enum Colour {
        GOOD("#2c7a3f"),
        BAD("#b3261e"),
        CHANGED("#9a5b00"),
        UNKNOWN("#6b6b6b");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    String svg() {
        var left = shown(label);
        var right = shown(message);
        var leftWidth = width(left);
        var rightWidth = width(right);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s: %3$s">\
                <title>%2$s: %3$s</title>\
                <clipPath id="r"><rect width="%1$d" height="20" rx="3"/></clipPath>\
                <g clip-path="url(#r)"><rect width="%4$d" height="20" fill="#444"/>\
                <rect x="%4$d" width="%5$d" height="20" fill="%6$s"/></g>\
                <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">\
                <text x="%7$d" y="14" textLength="%8$d">%2$s</text>\
                <text x="%9$d" y="14" textLength="%10$d">%3$s</text></g></svg>
                """.formatted(
                        leftWidth + rightWidth,
                        escaped(left),
                        escaped(right),
                        leftWidth,
                        rightWidth,
                        colour.code,
                        MARGIN,
                        leftWidth - 2 * MARGIN,
                        leftWidth + MARGIN,
                        rightWidth - 2 * MARGIN);
    }

    private static int width(String text) {
        return (int) Math.ceil(text.codePointCount(0, text.length()) * LETTER) + 2 * MARGIN;
    }

    /** One short line; what XML cannot hold, or what would turn the text around, becomes U+FFFD. */
    private static String shown(String text) {
        var out = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> out.appendCodePoint(isVisible(c) ? c : 0xFFFD));
        return out.isEmpty() ? " " : out.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** The first letters of a name's words: {@code fl} for Foo-Loader or FooLoader. */
    static String initials(String name) {
        var words = name.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ").split("[^\\p{L}\\p{N}]+", -1);
        var initials = new StringBuilder();
        for (var word : words) {
            if (!word.isEmpty()) {
                initials.appendCodePoint(word.codePointAt(0));
            }
        }
        return initials.codePointCount(0, initials.length()) < 2
                ? name
                : initials.toString().toLowerCase(Locale.ROOT);
    }
}
