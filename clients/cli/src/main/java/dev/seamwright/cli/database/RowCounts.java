package dev.seamwright.cli.database;

import dev.seamwright.schemadiff.postgres.drift.Connector;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many rows the tables of a live database have. */
public final class RowCounts {
    private RowCounts() {}

    /**
     * What the planner's statistics say, by {@code schema.table}; of a partitioned table the sum of its partitions. A table that was
     * never analysed is left out.
     *
     * @throws DatabaseFailure when it cannot be read
     */
    public static Map<String, Long> of(Connector database) {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                               CASE c.relkind WHEN 'p'
                                    THEN (SELECT sum(greatest(leaf.reltuples, 0)) FROM pg_partition_tree(c.oid) tree
                                            JOIN pg_class leaf ON leaf.oid = tree.relid WHERE tree.isleaf)
                                    ELSE c.reltuples END::bigint AS rows
                          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                           AND (c.relkind = 'p' OR c.reltuples >= 0)
                         ORDER BY 1
                        """)) {
            var counts = new LinkedHashMap<String, Long>();
            while (row.next()) {
                counts.put(row.getString(1), row.getLong(2));
            }
            return counts;
        } catch (SQLException failure) {
            throw DatabaseFailure.of("The statistics of the database cannot be read", failure);
        }
    }
}
