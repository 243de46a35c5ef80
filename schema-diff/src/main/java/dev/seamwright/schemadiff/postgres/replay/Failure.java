package dev.seamwright.schemadiff.postgres.replay;

/**
 * What PostgreSQL said.
 *
 * @param sqlState PostgreSQL's documentation, appendix A
 * @param position the character of the statement, from 1, to which it points; 0: to none
 */
public record Failure(String sqlState, String message, int position) {}
