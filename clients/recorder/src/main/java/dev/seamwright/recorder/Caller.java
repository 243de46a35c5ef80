package dev.seamwright.recorder;

/**
 * Who ran a statement.
 *
 * @param place as a stack trace has it
 * @param topLevel the class, or the one around it
 * @param isDirect whether it ran the statement itself, and not by a method of which a library makes a statement
 */
record Caller(String place, String topLevel, boolean isDirect, boolean isFixture) {
    /** A tool that makes the schema. */
    static final Caller MIGRATION = new Caller("", "", true, false);
}
