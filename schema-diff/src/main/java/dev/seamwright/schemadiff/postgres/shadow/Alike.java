package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is alike in every new database of a server, as long as nobody has lost the connection to it. */
final class Alike {
    private @Nullable Object value;

    /** What {@code reading} gave the first time. */
    synchronized <T> T once(Class<T> type, ShadowDatabase.Reading<T> reading) throws SQLException {
        if (!type.isInstance(value)) {
            value = reading.read();
        }
        return type.cast(value);
    }
}
