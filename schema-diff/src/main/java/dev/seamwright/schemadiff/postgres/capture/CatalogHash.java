package dev.seamwright.schemadiff.postgres.capture;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbschema.Origin;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The hash of what a {@link Capture} would read, made by the server, so that one line crosses the network. Two databases on servers of
 * one major version with one hash have one schema; two hashes may still be one schema, where the same is written in two ways.
 *
 * @param unmodelled how many there are of each kind of thing that no fact tells
 */
public record CatalogHash(Origin origin, Sha256 hash, SortedMap<String, Long> unmodelled) {
    /** The hashes of all rows of one query, in an order of their own, become one. */
    private static final String ROWS = """
            SELECT encode(sha256(convert_to(coalesce(string_agg(h.row, '' ORDER BY h.row), ''), 'UTF8')), 'hex')
              FROM (SELECT encode(sha256(convert_to(
                               f.kind || f.identity::text || %s, 'UTF8')), 'hex')
                           COLLATE "C" AS row
                      FROM (%s) f) h
            """;

    /**
     * Hashes the database to which the connection leads.
     *
     * @param connection in autocommit mode, as it is again afterwards
     * @param withoutKinds a kind that a query of its own reads is left out with it; others have no effect
     * @param withoutMembers members of payloads that are left out
     * @throws InvalidInput when the server is older than PostgreSQL 13
     */
    public static CatalogHash of(Connection connection, Set<Kind> withoutKinds, Set<String> withoutMembers)
            throws SQLException {
        if (!connection.getAutoCommit()) {
            throw new IllegalStateException("a hash is a transaction of its own; give a connection in autocommit mode");
        }
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(Capture.SESSION);
            var origin = Capture.origin(statement);
            int majorVersion = origin.serverVersion() / 10_000;
            return new CatalogHash(
                    origin,
                    hash(statement, majorVersion, withoutKinds, withoutMembers),
                    unmodelled(statement, majorVersion));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** The queries travel together, which counts where the database is far away. */
    private static Sha256 hash(
            Statement statement, int majorVersion, Set<Kind> withoutKinds, Set<String> withoutMembers)
            throws SQLException {
        var payload = withoutMembers.isEmpty()
                ? "f.payload::text"
                : withoutMembers.stream()
                        .sorted()
                        .collect(Collectors.joining(",", "(f.payload::jsonb - '{", "}'::text[])::text"));
        var kinds = withoutKinds.stream().map(Kind::label).collect(Collectors.toSet());
        var queries = Capture.QUERIES.stream()
                .filter(query -> !kinds.contains(query.equals("grant") ? Kind.RELATION_GRANT.label() : query))
                .map(query -> ROWS.formatted(payload, CatalogQuery.text(query, majorVersion)))
                .toList();
        var digest = Sha256.digest();
        digest.update((byte) majorVersion);
        statement.execute(String.join(";\n", queries));
        for (int i = 0; i < queries.size(); i++) {
            try (var row = statement.getResultSet()) {
                row.next();
                digest.update(row.getString(1).getBytes(StandardCharsets.US_ASCII));
            }
            statement.getMoreResults();
        }
        return Sha256.of(digest.digest());
    }

    private static SortedMap<String, Long> unmodelled(Statement statement, int majorVersion) throws SQLException {
        var counts = new TreeMap<String, Long>();
        try (var rows = statement.executeQuery(CatalogQuery.text("unmodelled", majorVersion))) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }
}
