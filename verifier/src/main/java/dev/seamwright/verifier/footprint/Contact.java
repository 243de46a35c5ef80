package dev.seamwright.verifier.footprint;

/** Whether an interaction meets a change. */
sealed interface Contact {
    /** It does: how, for people. */
    record Touched(String how) implements Contact {}

    /** It does not: why, for people. */
    record Untouched(String why) implements Contact {}

    /** A pact does not tell. */
    record Unknown(String why) implements Contact {}
}
