package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.dbusage.Statement.Column;
import dev.seamwright.schemadiff.postgres.usage.ResultTypes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Executes a plan with its deferred checks. */
final class Execution {
    private final Statement statement;
    private final ResultTypes resultTypes;

    Execution(Statement statement, ResultTypes resultTypes) {
        this.statement = statement;
        this.resultTypes = resultTypes;
    }

    /**
     * What it gave.
     *
     * @param count rows that it wrote; -1: it has a result
     */
    record Result(List<Column> columns, int count, @Nullable Trace trace) {}

    /**
     * What could be seen of it.
     *
     * @param rows of the result, by the labels of the columns
     * @param count rows that it wrote; -1: it has a result
     * @param stored rows in every table that were not there before, by the table's oid and the columns' names
     */
    record Trace(List<Map<String, String>> rows, int count, Map<Long, List<Map<String, String>>> stored) {}

    /** @param watch whether to look at the rows, too: then it is undone, to the savepoint {@code replay} */
    Result run(String sql, Watch watch) throws SQLException {
        var writes = watch == Watch.RESULT_AND_TABLES ? StoredRows.writes(statement) : Map.<Long, Long>of();
        statement.execute(sql);
        List<Column> columns = List.of();
        var rows = new ArrayList<Map<String, String>>();
        int count = statement.getUpdateCount();
        try (var result = statement.getResultSet()) {
            if (result != null) {
                columns = resultTypes.columns(result.getMetaData());
                if (watch != Watch.NOTHING) {
                    rows(result, columns, rows);
                }
            }
        }
        statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        return switch (watch) {
            case NOTHING -> new Result(columns, count, null);
            case RESULT -> new Result(columns, count, new Trace(rows, count, Map.of()));
            case RESULT_AND_TABLES ->
                new Result(columns, count, new Trace(rows, count, StoredRows.added(statement, writes)));
        };
    }

    private static void rows(ResultSet result, List<Column> columns, List<Map<String, String>> rows)
            throws SQLException {
        while (result.next()) {
            var row = new TreeMap<String, String>();
            for (var i = 0; i < columns.size(); i++) {
                row.merge(columns.get(i).name(), String.valueOf(result.getString(i + 1)), (a, b) -> a + ", " + b);
            }
            rows.add(row);
        }
    }

    /** At what to look. */
    enum Watch {
        NOTHING,
        RESULT,
        RESULT_AND_TABLES
    }
}
