package dev.seamwright.cli.setup;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant to write. */
final class Words {
    private Words() {}

    /** {@code ; did you mean production?}; empty when no word resembles it. */
    static String meant(String word, Collection<String> known) {
        return known.stream()
                .filter(other -> distance(word, other) <= Math.max(word.length() < 4 ? 1 : 2, word.length() / 3))
                .min(Comparator.comparingInt((String other) -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()))
                .map("; did you mean %s?"::formatted)
                .orElse("");
    }

    /** How many letters have to be put in, taken out or replaced, whatever their case. */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                var replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
