package dev.seamwright.schemadiff.postgres.lint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the shadow database knows of the objects that a statement names. */
final class Catalog {
    private final Connection connection;

    Catalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * A relation before a statement.
     *
     * @param kind as in {@code pg_class.relkind}
     * @param constraints their types as in {@code pg_constraint.contype}, by name
     * @param hasPolicies whether row security would let any row through
     */
    record Relation(
            long oid,
            String kind,
            Map<String, Column> columns,
            Map<String, Character> constraints,
            boolean uniqueIndex,
            boolean hasPolicies) {}

    /** A column before a statement. */
    record Column(String type, boolean notNull, boolean hasDefault) {}

    Optional<Relation> relation(Name name) throws SQLException {
        try (var query = connection.prepareStatement("""
                SELECT c.oid, c.relkind, coalesce(i.indisunique, false), EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid)
                  FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
                 WHERE c.oid = to_regclass(?)
                """)) {
            query.setString(1, name.sql());
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                var oid = row.getLong(1);
                return Optional.of(new Relation(
                        oid, row.getString(2), columns(oid), constraints(oid), row.getBoolean(3), row.getBoolean(4)));
            }
        }
    }

    private Map<String, Column> columns(long oid) throws SQLException {
        try (var query = connection.prepareStatement("""
                SELECT attname, format_type(atttypid, atttypmod), attnotnull, atthasdef OR attidentity <> ''
                  FROM pg_attribute WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped
                """)) {
            query.setLong(1, oid);
            try (var row = query.executeQuery()) {
                var columns = new HashMap<String, Column>();
                while (row.next()) {
                    columns.put(row.getString(1), new Column(row.getString(2), row.getBoolean(3), row.getBoolean(4)));
                }
                return columns;
            }
        }
    }

    private Map<String, Character> constraints(long oid) throws SQLException {
        try (var query = connection.prepareStatement("SELECT conname, contype FROM pg_constraint WHERE conrelid = ?")) {
            query.setLong(1, oid);
            try (var row = query.executeQuery()) {
                var constraints = new HashMap<String, Character>();
                while (row.next()) {
                    constraints.put(row.getString(1), row.getString(2).charAt(0));
                }
                return constraints;
            }
        }
    }

    /**
     * Whether a call may give another value for every row; so it is taken to be where the function is not known, since that is what
     * functions are unless they are declared otherwise.
     */
    boolean isVolatile(Name function, int arguments) throws SQLException {
        try (var query = connection.prepareStatement("""
                SELECT coalesce(bool_or(p.provolatile = 'v'), true)
                  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                 WHERE p.proname = ? AND (?::text IS NULL OR n.nspname = ?)
                   AND (? BETWEEN p.pronargs - p.pronargdefaults AND p.pronargs OR p.provariadic <> 0)
                """)) {
            query.setString(1, function.name());
            query.setString(2, function.schema());
            query.setString(3, function.schema());
            query.setInt(4, arguments);
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** What a type is, as in {@code pg_type.typtype}; empty when it is not known. */
    Optional<Character> type(Name name) throws SQLException {
        try (var query = connection.prepareStatement("SELECT typtype FROM pg_type WHERE oid = to_regtype(?)")) {
            query.setString(1, name.sql());
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1).charAt(0)) : Optional.empty();
            }
        }
    }
}
