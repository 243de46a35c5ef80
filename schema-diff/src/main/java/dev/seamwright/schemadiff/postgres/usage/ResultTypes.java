package dev.seamwright.schemadiff.postgres.usage;

import dev.seamwright.contracts.dbusage.Statement.Column;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spells the types of results as {@code format_type} does. */
public final class ResultTypes {
    private static final int NO_LIMIT = Integer.MAX_VALUE;
    private static final int MICROSECONDS = 6;

    private final Map<String, String> names = new HashMap<>();

    /** The spellings of a server. */
    public ResultTypes(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var types = statement.executeQuery("SELECT typname, format_type(oid, NULL) FROM pg_catalog.pg_type"
                        + " WHERE typnamespace = 'pg_catalog'::regnamespace AND typrelid = 0")) {
            while (types.next()) {
                names.put(types.getString(1), types.getString(2));
            }
        }
    }

    /** The columns of a result; empty: there is none. */
    public List<Column> columns(@Nullable ResultSetMetaData metadata) throws SQLException {
        if (metadata == null) {
            return List.of();
        }
        var columns = new ArrayList<Column>(metadata.getColumnCount());
        for (var i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(new Column(metadata.getColumnLabel(i), type(metadata, i), null));
        }
        return columns;
    }

    private String type(ResultSetMetaData metadata, int i) throws SQLException {
        var typname = metadata.getColumnTypeName(i);
        var name = names.getOrDefault(serial(typname), typname.replace("\"", ""));
        return switch (typname) {
            case "varchar", "bpchar", "bit", "varbit" ->
                metadata.getPrecision(i) == NO_LIMIT || metadata.getPrecision(i) <= 0
                        ? name
                        : "%s(%d)".formatted(name, metadata.getPrecision(i));
            case "numeric" ->
                metadata.getPrecision(i) == 0
                        ? name
                        : "%s(%d,%d)".formatted(name, metadata.getPrecision(i), metadata.getScale(i));
            case "time", "timetz", "timestamp", "timestamptz" ->
                metadata.getScale(i) == MICROSECONDS
                        ? name
                        : name.replaceFirst(" |$", "(%d)$0".formatted(metadata.getScale(i)));
            default -> name;
        };
    }

    /** The driver says serial where a column has a sequence. */
    private static String serial(String typname) {
        return switch (typname) {
            case "smallserial" -> "int2";
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            default -> typname;
        };
    }
}
