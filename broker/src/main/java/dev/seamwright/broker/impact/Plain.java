package dev.seamwright.broker.impact;

import java.util.List;

/** Texts of others as one line that cannot pretend to be another one. */
public final class Plain {
    private static final int LONGEST = 300;

    private Plain() {}

    /** One line of at most 300 characters: white space as one blank, what cannot be seen as its code point. */
    public static String line(String text) {
        var line = new StringBuilder();
        var blank = false;
        for (var point : text.strip().codePoints().limit(2L * LONGEST).toArray()) {
            if (Character.isWhitespace(point)) {
                blank = true;
                continue;
            }
            if (blank) {
                line.append(' ');
                blank = false;
            }
            if (isInvisible(point)) {
                line.append("\\u{%x}".formatted(point));
            } else {
                line.appendCodePoint(point);
            }
            if (line.length() > LONGEST) {
                return line.append('…').toString();
            }
        }
        return line.toString();
    }

    /** Lines as they are, without characters that cannot be seen: those are shown as their code points. */
    public static String block(String text) {
        var block = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (isInvisible(point) && point != '\n' && point != '\t') {
                if (point != '\r') {
                    block.append("\\u{%x}".formatted(point));
                }
            } else {
                block.appendCodePoint(point);
            }
        });
        return block.toString();
    }

    /** Control and format characters, directions among them, line separators, halves of pairs, and what is assigned to nobody. */
    private static boolean isInvisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    /** {@code 1 statement}, {@code 2 statements}. */
    static String count(long count, String one) {
        return count == 1 ? "1 " + one : count + " " + one + "s";
    }

    /** {@code a, b and 3 more}. */
    static String few(List<String> texts, int most) {
        var shown =
                String.join(", ", texts.stream().limit(most).map(Plain::line).toList());
        return texts.size() > most ? "%s and %d more".formatted(shown, texts.size() - most) : shown;
    }
}
