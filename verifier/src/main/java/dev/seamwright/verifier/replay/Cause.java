package dev.seamwright.verifier.replay;

import java.util.Locale;

/** Why an interaction was not verified: nothing is known of the provider's answer, so it is neither right nor wrong. */
public enum Cause {
    /** Nothing listens there, or its name, its certificate or the way to it is wrong. */
    UNREACHABLE,
    /** No whole answer within the time for a request. */
    TIMED_OUT,
    /** The connection ended before the answer did. */
    CONNECTION_CLOSED,
    /** What came back is no HTTP, or no body of the type that it says it is. */
    GARBAGE,
    /** The answer is larger than what is read. */
    TOO_LARGE,
    /** The provider could not be brought into the state that the interaction needs. */
    STATE_NOT_SET_UP,
    /** Comparing took longer than the time for it: a matching rule or a body of the pact explodes. */
    COMPARISON_TIMED_OUT,
    /** The pact asks for something that is not replayed here, such as the content of a plugin. */
    NOT_SUPPORTED,
    /** The pact says something that cannot be sent or compared. */
    INVALID_PACT,
    /** The time for the whole replay was over before its turn. */
    NO_TIME_LEFT,
    /** The replay was given up. */
    CANCELLED;

    /** As it stands in reports: {@code timed-out}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
