package dev.seamwright.recorder;

import org.jspecify.annotations.Nullable;

/**
 * What is told of a statement that ran; what ran alike is counted.
 *
 * @param user as whom its connection came; null: the driver does not say
 * @param caller null: no code of the service, as in a thread of a pool
 * @param test null: it ran outside of tests, or several ran
 * @param byTest whether the test itself ran it, and not the service
 * @param failure SQLSTATE, or the exception; null: it worked
 */
record Run(
        Sql sql,
        @Nullable String user,
        @Nullable String caller,
        @Nullable String test,
        boolean byTest,
        @Nullable String failure) {}
