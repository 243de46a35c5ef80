package dev.seamwright.broker.db;

/**
 * A part of an ordered list.
 *
 * @param limit rows at most
 * @param offset rows to skip
 */
public record Slice(long limit, long offset) {
    public static final Slice ALL = new Slice(Long.MAX_VALUE, 0);
}
