package dev.seamwright.schemadiff.openapi.containment;

/**
 * How much work a {@link Containment} may do over all its questions. What exceeds it is undecided.
 *
 * @param pairs how many sets of schemas that meet at one value may be looked at
 * @param steps how many cases may be told apart
 */
public record Budget(long pairs, long steps) {
    public static final Budget DEFAULT = new Budget(2_000_000, 20_000_000);
}
