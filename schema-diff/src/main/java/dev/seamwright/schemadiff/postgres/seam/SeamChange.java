package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import java.util.HashSet;
import java.util.List;

/**
 * What a change of one or both sides does to the seam between them. No DDL crosses a seam, so that between the two changes there is a
 * time when one side has changed and the other has not.
 *
 * @param opened findings that were not there before
 * @param closed findings that are no longer there
 * @param order which side may change first
 * @param giverFirst what is wrong while only the giver has changed, that was not wrong before
 * @param takerFirst what is wrong while only the taker has changed, that was not wrong before
 */
public record SeamChange(
        List<Finding> opened, List<Finding> closed, Order order, List<Finding> giverFirst, List<Finding> takerFirst) {
    /** Which side may change first, so that nobody fails in between. */
    public enum Order {
        EITHER_FIRST,
        GIVER_FIRST,
        TAKER_FIRST,
        /** Each order has a time when someone fails: split the change, or stop the flow for as long. */
        NEITHER_FIRST
    }

    public SeamChange {
        opened = List.copyOf(opened);
        closed = List.copyOf(closed);
        giverFirst = List.copyOf(giverFirst);
        takerFirst = List.copyOf(takerFirst);
    }

    /** Both sides before and after; a side that does not change is the same twice. */
    public static SeamChange of(
            SeamReview review,
            DatabaseSchema giverBefore,
            DatabaseSchema giverAfter,
            DatabaseSchema takerBefore,
            DatabaseSchema takerAfter) {
        var before = review.between(giverBefore, takerBefore);
        var after = review.between(giverAfter, takerAfter);
        var giverFirst = without(review.between(giverAfter, takerBefore), before);
        var takerFirst = without(review.between(giverBefore, takerAfter), before);
        return new SeamChange(
                without(after, before),
                without(before, after),
                order(breaks(giverFirst), breaks(takerFirst)),
                giverFirst,
                takerFirst);
    }

    private static Order order(boolean giverFirstBreaks, boolean takerFirstBreaks) {
        if (giverFirstBreaks) {
            return takerFirstBreaks ? Order.NEITHER_FIRST : Order.TAKER_FIRST;
        }
        return takerFirstBreaks ? Order.GIVER_FIRST : Order.EITHER_FIRST;
    }

    private static boolean breaks(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.level() == Level.BREAKING);
    }

    private static List<Finding> without(List<Finding> findings, List<Finding> others) {
        var known = new HashSet<>(others);
        return findings.stream().filter(finding -> !known.contains(finding)).toList();
    }
}
