package dev.seamwright.cli.database;

import java.sql.SQLException;

/** A live database could not be asked. The message holds no URL, for a password may stand in it. */
public final class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseFailure(String message) {
        super(message);
    }

    private DatabaseFailure(String message, SQLException cause) {
        super(message, cause);
    }

    static DatabaseFailure of(String what, SQLException failure) {
        var message =
                String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
        var detail = message.isEmpty() || message.contains("jdbc:") ? "SQLSTATE " + failure.getSQLState() : message;
        return new DatabaseFailure("%s: %s".formatted(what, detail), failure);
    }
}
