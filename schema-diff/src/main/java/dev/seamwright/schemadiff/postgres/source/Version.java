package dev.seamwright.schemadiff.postgres.source;

import java.util.Arrays;
import java.util.List;

/**
 * The version in the name of a migration: numbers with points or underscores between them.
 *
 * @param text as it is in the name, with points
 */
record Version(String text) implements Comparable<Version> {
    Version {
        text = text.replace('_', '.');
    }

    private List<String> numbers() {
        return Arrays.asList(text.split("\\.", -1));
    }

    /** 1.0 is 1. */
    @Override
    public int compareTo(Version other) {
        var mine = numbers();
        var theirs = other.numbers();
        for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
            int order = compareDigits(i < mine.size() ? mine.get(i) : "0", i < theirs.size() ? theirs.get(i) : "0");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Compares numbers of any length. */
    static int compareDigits(String a, String b) {
        var one = a.replaceFirst("^0+(?=.)", "");
        var other = b.replaceFirst("^0+(?=.)", "");
        return one.length() != other.length() ? one.length() - other.length() : one.compareTo(other);
    }
}
