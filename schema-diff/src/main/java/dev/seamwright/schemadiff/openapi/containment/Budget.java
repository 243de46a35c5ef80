package dev.seamwright.schemadiff.openapi.containment;

/**
 * How much work a {@link Containment} may do. What exceeds it is undecided.
 *
 * @param pairs how many sets of schemas that meet at one value may be looked at, over all questions
 * @param steps how many cases may be told apart, over all questions
 * @param stepsEach how many cases may be told apart for one question
 * @param stepsAside how many cases may be told apart, over all questions, to find smaller values than those that were found; a tenth of
 *     them for one
 */
public record Budget(long pairs, long steps, long stepsEach, long stepsAside) {
    public static final Budget DEFAULT = new Budget(2_000_000, 10_000_000, 200_000, 100_000);
}
