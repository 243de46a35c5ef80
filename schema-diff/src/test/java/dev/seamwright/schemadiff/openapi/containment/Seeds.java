package dev.seamwright.schemadiff.openapi.containment;

import java.util.function.LongConsumer;

/** Laws that are tried on random cases. */
final class Seeds {
    private Seeds() {}

    /** Tries a law on so many cases; the seed of one that fails is in its message. */
    static void forAll(int count, LongConsumer law) {
        for (long seed = 0; seed < count; seed++) {
            try {
                law.accept(seed);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
