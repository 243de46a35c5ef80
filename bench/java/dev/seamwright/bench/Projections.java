package dev.seamwright.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the broker keeps beside the facts so that reads stay flat, each with the query that computes it from the facts. The loader
 * fills them with it; {@link #check} compares them with it, also after the broker itself has written.
 *
 * @param columns of the table that the query gives, in order; without the workspace
 */
record Projections(String table, String columns, String query) {
    private static final String LINES = """
            CROSS JOIN LATERAL (
                  SELECT 'any' AS line, '' AS name
                   UNION ALL
                  SELECT 'branch', b.name FROM branch_version bv JOIN branch b USING (workspace_id, branch_id)
                   WHERE bv.workspace_id = ver.workspace_id AND bv.version_id = ver.provider_version_id
                   UNION ALL
                  SELECT 'tag', t.name FROM tag t
                   WHERE t.workspace_id = ver.workspace_id AND t.version_id = ver.provider_version_id) l
            """;

    static final List<Projections> ALL = List.of(
            new Projections(
                    "seam",
                    "consumer_id, provider_id, kind, created_at",
                    "SELECT participant_id, provider_id, kind, min(created_at) FROM publication WHERE workspace_id = %d GROUP BY 1, 2, 3"),
            new Projections(
                    "latest_verification",
                    "content_id, provider_version_id, method, verification_id, number, success, wip, verified_at",
                    """
                    SELECT DISTINCT ON (content_id, provider_version_id, method)
                           content_id, provider_version_id, method, verification_id, number, success, wip, created_at
                      FROM verification WHERE workspace_id = %d
                     ORDER BY content_id, provider_version_id, method, number DESC
                    """),
            new Projections(
                    "content_success",
                    "content_id, line, name, first_success_at, first_settled_at",
                    "SELECT ver.content_id, l.line, l.name, min(ver.created_at), min(ver.created_at) FILTER (WHERE NOT ver.wip)"
                            + " FROM verification ver " + LINES
                            + " WHERE ver.workspace_id = %d AND ver.success GROUP BY 1, 2, 3"));

    // Heads: written by the loader with the branches, so only checked.
    private static final Projections HEADS = new Projections(
            "branch",
            "branch_id, head_version_id",
            "SELECT DISTINCT ON (branch_id) branch_id, version_id FROM branch_version WHERE workspace_id = %d"
                    + " ORDER BY branch_id, created_at DESC, version_id DESC");

    String fill(int workspace) {
        return "INSERT INTO %s (workspace_id, %s) SELECT %d, q.* FROM (%s) q"
                .formatted(table, columns, workspace, query.formatted(workspace));
    }

    private String difference(int workspace) {
        var kept = "SELECT %s FROM %s WHERE workspace_id = %d".formatted(columns, table, workspace);
        var right = "SELECT * FROM (" + query.formatted(workspace) + ") q";
        return "SELECT count(*) FROM ((%1$s EXCEPT %2$s) UNION ALL (%2$s EXCEPT %1$s)) d".formatted(kept, right);
    }

    /** Rows that are not as they follow from the facts, a line for each table; empty when all is right. */
    static List<String> check(Connection connection) throws SQLException {
        var wrong = new ArrayList<String>();
        for (var workspace : Sql.lines(connection, "SELECT workspace_id FROM workspace")) {
            var all = new ArrayList<>(ALL);
            all.add(HEADS);
            for (var projection : all) {
                var rows = Sql.number(connection, projection.difference(Integer.parseInt(workspace)));
                System.err.printf("%-20s workspace %s: %d wrong rows%n", projection.table(), workspace, rows);
                if (rows > 0) {
                    wrong.add("%s: %d rows".formatted(projection.table(), rows));
                }
            }
        }
        return wrong;
    }
}
