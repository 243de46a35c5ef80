package dev.seamwright.schemadiff.postgres.replay;

import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL said.
 *
 * @param sqlState PostgreSQL's documentation, appendix A
 * @param position the character of the statement, from 1, to which it points; 0: to none
 * @param about the constraint, or else the column, of which it speaks; null: of none
 */
public record Failure(
        String sqlState,
        String message,
        int position,
        @Nullable String about) {
    public Failure(String sqlState, String message, int position) {
        this(sqlState, message, position, null);
    }
}
