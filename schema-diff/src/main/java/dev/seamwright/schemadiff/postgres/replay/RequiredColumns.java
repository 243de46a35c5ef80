package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.dbusage.Statement.Use.Access;
import dev.seamwright.schemadiff.postgres.usage.ParseTree;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns that need a value, have no default, and are not among those that a statement inserts. */
record RequiredColumns(String relation, List<String> columns) {
    Failure failure() {
        return new Failure(
                "23502",
                "null value in column \"%s\" of relation \"%s\" violates not-null constraint"
                        .formatted(columns.getFirst(), relation.substring(relation.indexOf('.') + 1)),
                0);
    }

    /** The first relation of the statement that lacks columns; null: none does. A trigger may fill them in, so then none does. */
    static @Nullable RequiredColumns missing(Statement statement, String sql) throws SQLException {
        statement.clearWarnings();
        statement.execute("SAVEPOINT of_tree; " + ParseTree.PRINT);
        statement.execute("PREPARE seamwright_tree AS " + sql + "\n");
        var touches = ParseTree.touches(statement);
        statement.execute("ROLLBACK TO of_tree; RELEASE of_tree; DEALLOCATE seamwright_tree");
        for (var touch : touches) {
            if (touch.access() == Access.INSERT) {
                var missing = missing(statement, touch);
                if (missing != null) {
                    return missing;
                }
            }
        }
        return null;
    }

    private static @Nullable RequiredColumns missing(Statement statement, ParseTree.Touch touch) throws SQLException {
        var columns = new ArrayList<String>();
        var relation = "";
        try (var row = statement.executeQuery("""
                SELECT n.nspname || '.' || c.relname, a.attnum, a.attname
                  FROM pg_catalog.pg_class c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                 WHERE c.oid = %d AND c.relkind IN ('r', 'p') AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
                   AND t.typdefault IS NULL
                   AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger g
                                    WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgtype & 7 = 7)
                 ORDER BY a.attnum
                """.formatted(touch.relation()))) {
            while (row.next()) {
                if (!touch.columns().contains(row.getInt(2))) {
                    relation = row.getString(1);
                    columns.add(row.getString(3));
                }
            }
        }
        return columns.isEmpty() ? null : new RequiredColumns(relation, columns);
    }
}
