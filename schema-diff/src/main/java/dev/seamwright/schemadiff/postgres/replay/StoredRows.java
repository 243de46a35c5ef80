package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows that a statement leaves in tables. */
final class StoredRows {
    private static final int MOST_ROWS = 500;

    /** What {@code pg_stat_xact_user_tables} tells of them, without its joins: it is asked after every statement. */
    private static final String WRITES = """
            SELECT t.oid, t.writes
              FROM (SELECT c.oid, pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid)
                                + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)
                                + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) AS writes
                      FROM pg_catalog.pg_class c
                     WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm')) t -- FirstNormalObjectId
             WHERE t.writes > 0
            """;

    private StoredRows() {}

    /** How often each table was written to in this session, by its oid. */
    static Map<Long, Long> writes(Statement statement) throws SQLException {
        var writes = new HashMap<Long, Long>();
        try (var row = statement.executeQuery(WRITES)) {
            while (row.next()) {
                writes.put(row.getLong(1), row.getLong(2));
            }
        }
        return writes;
    }

    /**
     * The rows that were not there before, of each table that was written to; the execution is undone.
     *
     * @param before {@link #writes} before the execution, which follows the savepoint {@code replay}
     */
    static Map<Long, List<Map<String, String>>> added(Statement statement, Map<Long, Long> before) throws SQLException {
        statement.execute("SET LOCAL ROLE NONE");
        var tables = new TreeMap<Long, List<Map<String, String>>>();
        for (var table : writes(statement).entrySet()) {
            if (table.getValue() > before.getOrDefault(table.getKey(), 0L)) {
                tables.put(table.getKey(), rows(statement, table.getKey()));
            }
        }
        statement.execute("ROLLBACK TO replay; SET LOCAL ROLE NONE");
        for (var table : tables.entrySet()) {
            rows(statement, table.getKey()).forEach(table.getValue()::remove);
        }
        statement.execute("ROLLBACK TO replay");
        return tables;
    }

    private static List<Map<String, String>> rows(Statement statement, long table) throws SQLException {
        String name;
        try (var row = statement.executeQuery("SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)"
                + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = "
                + table)) {
            row.next();
            name = row.getString(1);
        }
        var rows = new ArrayList<Map<String, String>>();
        try (var row =
                statement.executeQuery("SELECT pg_catalog.to_jsonb(t) FROM %s t LIMIT %d".formatted(name, MOST_ROWS))) {
            while (row.next()) {
                var map = new TreeMap<String, String>();
                Json.parse(row.getString(1).getBytes(StandardCharsets.UTF_8))
                        .properties()
                        .forEach(member ->
                                map.put(member.getKey(), member.getValue().toString()));
                rows.add(map);
            }
        }
        return rows;
    }
}
