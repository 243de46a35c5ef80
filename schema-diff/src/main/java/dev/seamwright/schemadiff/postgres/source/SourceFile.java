package dev.seamwright.schemadiff.postgres.source;

import java.util.Comparator;

/**
 * A file that was given.
 *
 * @param path relative to what was given, with {@code /} between its parts
 */
public record SourceFile(String path, String text) {
    /** As people order them: {@code 2.sql} before {@code 10.sql}. */
    static final Comparator<String> NATURAL = SourceFile::compareNaturally;

    /** The path without its folders. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The text with empty lines in place of those that are left out, so that the others keep their numbers. */
    static String onlyLines(String text, LinePredicate kept) {
        var result = new StringBuilder(text.length());
        int number = 1;
        for (var line : text.split("\n", -1)) {
            if (number > 1) {
                result.append('\n');
            }
            if (kept.test(number, line)) {
                result.append(line);
            }
            number++;
        }
        return result.toString();
    }

    /** Which lines of a text, counted from 1. */
    interface LinePredicate {
        boolean test(int number, String line);
    }

    private static int compareNaturally(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = endOfDigits(a, i);
                int endB = endOfDigits(b, j);
                int order = Version.compareDigits(a.substring(i, endA), b.substring(j, endB));
                if (order != 0) {
                    return order;
                }
                i = endA;
                j = endB;
            } else if (a.charAt(i) != b.charAt(j)) {
                return Character.compare(a.charAt(i), b.charAt(j));
            } else {
                i++;
                j++;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
