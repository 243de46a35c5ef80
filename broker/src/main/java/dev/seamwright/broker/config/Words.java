package dev.seamwright.broker.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Suggestions for mistyped names. */
public final class Words {
    private Words() {}

    /** The known word that differs from {@code word} in the fewest letters; the first one of several. */
    public static String nearest(String word, Collection<String> known) {
        var typed = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(typed, candidate.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /** Letters to insert, delete or replace (Levenshtein). */
    static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
