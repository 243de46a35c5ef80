package dev.seamwright.broker.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.token.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Appends to a workspace's audit log. One entry a transaction, with all its changes; entries form a chain:
 * {@code hash = sha256(hash of the entry before || UTF-8 of the entry)}, the first one after 32 zero bytes. An export of the
 * entries can be checked without the broker.
 */
public final class AuditTrail {
    // The chain's head is the last lock that a transaction takes, so waiting for it cannot close a cycle.
    private static final String APPEND = """
            WITH head AS (
                INSERT INTO audit_head AS head (seq, hash)
                VALUES (1, sha256(decode(repeat('00', 32), 'hex') || convert_to(?, 'UTF8')))
                ON CONFLICT (workspace_id) DO UPDATE
                    SET seq = head.seq + 1, hash = sha256(head.hash || convert_to(?, 'UTF8'))
                RETURNING seq, hash)
            INSERT INTO audit_entry (seq, at, entry, hash)
            SELECT seq, ?, ?, hash FROM head
            """;

    private AuditTrail() {}

    /** Appends one entry for a transaction's changes. */
    public static void append(Connection connection, Caller caller, Instant at, List<ObjectNode> changes)
            throws SQLException {
        var entry = JsonNodeFactory.instance.objectNode();
        entry.put("at", at.toString());
        entry.put("principal", caller.principal());
        entry.putArray("changes").addAll(changes);
        var text = entry.toString();
        try (var statement = connection.prepareStatement(APPEND)) {
            statement.setString(1, text);
            statement.setString(2, text);
            statement.setObject(3, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
            statement.setString(4, text);
            statement.executeUpdate();
        }
    }
}
