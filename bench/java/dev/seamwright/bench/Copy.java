package dev.seamwright.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** COPY of rows into a table, in PostgreSQL's text format. */
final class Copy implements AutoCloseable {
    private static final int FLUSH_CHARS = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder(FLUSH_CHARS + 8192);

    /** @param columns as in SQL: {@code version (workspace_id, number)} */
    Copy(Connection connection, String columns) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + columns + " FROM STDIN");
    }

    /** One row; null is NULL. */
    void row(Object... values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            if (i > 0) {
                buffer.append('\t');
            }
            switch (values[i]) {
                case null -> buffer.append("\\N");
                case byte[] bytes -> buffer.append("\\\\x").append(HexFormat.of().formatHex(bytes));
                case Instant at -> buffer.append(at);
                case String text ->
                    buffer.append(text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n"));
                default -> buffer.append(values[i]);
            }
        }
        buffer.append('\n');
        if (buffer.length() > FLUSH_CHARS) {
            flush();
        }
    }

    private void flush() throws SQLException {
        var bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.setLength(0);
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            flush();
            copy.endCopy();
        }
    }
}
