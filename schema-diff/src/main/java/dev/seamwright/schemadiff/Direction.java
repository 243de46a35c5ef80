package dev.seamwright.schemadiff;

/** Who writes what is exchanged. */
public enum Direction {
    /** The consumer writes, the provider reads. */
    REQUEST,
    /** The provider writes, the consumer reads; so it is with messages. */
    RESPONSE
}
