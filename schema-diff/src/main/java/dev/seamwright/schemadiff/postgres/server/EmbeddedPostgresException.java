package dev.seamwright.schemadiff.postgres.server;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL cannot be used. The message is for the person at the terminal: what was found, and what to do. */
public final class EmbeddedPostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(@Nullable String message) {
        super(message);
    }

    EmbeddedPostgresException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
