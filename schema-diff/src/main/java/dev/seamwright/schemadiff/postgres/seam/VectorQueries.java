package dev.seamwright.schemadiff.postgres.seam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether queries by distance can use the indexes on vectors. PostgreSQL says so: which operators a query has is in the dependencies
 * of a function that is made of it, and which index is used is in its plan.
 */
public final class VectorQueries {
    private static final String NAME = "seamwright_query";

    /** Plans as if the table were too large to read and to sort; and once for all parameters. */
    private static final String SESSION = """
            SET LOCAL enable_seqscan = off;
            SET LOCAL enable_sort = off;
            SET LOCAL enable_bitmapscan = off;
            SET LOCAL plan_cache_mode = force_generic_plan;
            SET LOCAL statement_timeout = '10s'
            """;

    private static final String OPERATORS = """
            SELECT DISTINCT o.oprname
              FROM pg_depend d
              JOIN pg_operator o ON o.oid = d.refobjid
              JOIN pg_depend member ON member.classid = 'pg_operator'::regclass AND member.objid = o.oid AND member.deptype = 'e'
              JOIN pg_extension x ON x.oid = member.refobjid AND x.extname = 'vector'
             WHERE d.classid = 'pg_proc'::regclass AND d.objid = 'pg_temp.seamwright_query'::regproc
               AND d.refclassid = 'pg_operator'::regclass
             ORDER BY 1
            """;

    private static final String INDEXES = """
            SELECT DISTINCT i.indexrelid::regclass::text, oc.opcname,
                   (SELECT string_agg(DISTINCT op.oprname, ', ')
                      FROM pg_amop ao JOIN pg_operator op ON op.oid = ao.amopopr
                     WHERE ao.amopfamily = oc.opcfamily AND ao.amoppurpose = 'o')
              FROM pg_depend d
              JOIN pg_index i ON i.indrelid = d.refobjid AND i.indisvalid
              JOIN pg_class ic ON ic.oid = i.indexrelid
              JOIN pg_am am ON am.oid = ic.relam AND am.amname IN ('hnsw', 'ivfflat')
              JOIN pg_opclass oc ON oc.oid = i.indclass[0]
             WHERE d.classid = 'pg_proc'::regclass AND d.objid = 'pg_temp.seamwright_query'::regproc
               AND d.refclassid = 'pg_class'::regclass
             ORDER BY 1
            """;

    private final Statement statement;

    private VectorQueries(Statement statement) {
        this.statement = statement;
    }

    /**
     * Looks at one query.
     *
     * @param connection to a database with the schema, best a shadow of it; in autocommit mode, as it is again afterwards. All is rolled back
     * @throws SQLException when the database does not take the query
     */
    public static List<Finding> review(Connection connection, String query) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(SESSION);
            var findings = new Findings();
            new VectorQueries(statement).review(query, findings);
            return findings.all();
        } finally {
            connection.rollback();
            try (var statement = connection.createStatement()) {
                statement.execute("DEALLOCATE ALL");
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private void review(String query, Findings findings) throws SQLException {
        statement.execute("PREPARE %s AS %s".formatted(NAME, query));
        var types = parameterTypes();
        statement.execute("CREATE FUNCTION pg_temp.%s(%s) RETURNS SETOF record BEGIN ATOMIC %s; END"
                .formatted(NAME, String.join(", ", types), query));
        var operators = texts(OPERATORS);
        var indexes = texts(INDEXES);
        if (operators.isEmpty() || indexes.isEmpty()) {
            return;
        }
        var plan = plan(types.size());
        var sorted = nodes(plan)
                .filter(node -> node.path("Node Type").asText().contains("Sort"))
                .flatMap(node -> Tables.texts(node.path("Sort Key")).stream())
                .filter(key -> operators.stream()
                        .anyMatch(operator -> key.contains(" " + operator + " ")
                                || (key.contains("OPERATOR(") && key.contains(operator))))
                .toList();
        if (!sorted.isEmpty()) {
            findings.add(
                    VectorRules.INDEX_UNUSED,
                    Level.RISKY,
                    query,
                    "It sorts by %s; the indexes serve other distances: %s."
                            .formatted(String.join(", ", sorted), String.join("; ", indexes)),
                    VectorRules.INDEX_UNUSED.remedy(),
                    nodes(plan)
                            .map(node -> Stream.of("Node Type", "Relation Name", "Index Name", "Sort Key")
                                    .filter(node::has)
                                    .map(member -> node.path(member).toString())
                                    .collect(Collectors.joining(" ")))
                            .toList());
        }
    }

    private List<String> parameterTypes() throws SQLException {
        var types = new ArrayList<String>();
        try (var rows = statement.executeQuery("""
                SELECT format_type(t.type, NULL)
                  FROM pg_prepared_statements p, unnest(p.parameter_types::oid[]) WITH ORDINALITY AS t (type, place)
                 WHERE p.name = 'seamwright_query' ORDER BY t.place
                """)) {
            while (rows.next()) {
                types.add(rows.getString(1));
            }
        }
        return types;
    }

    private List<String> texts(String query) throws SQLException {
        var texts = new ArrayList<String>();
        try (var rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                var cells = new ArrayList<String>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(rows.getString(i));
                }
                texts.add(String.join(" ", cells));
            }
        }
        return texts;
    }

    private JsonNode plan(int parameters) throws SQLException {
        var arguments = parameters == 0 ? "" : "(" + String.join(", ", Collections.nCopies(parameters, "NULL")) + ")";
        try (var row = statement.executeQuery("EXPLAIN (FORMAT JSON, COSTS OFF) EXECUTE " + NAME + arguments)) {
            row.next();
            return Json.parse(row.getString(1).getBytes(StandardCharsets.UTF_8))
                    .path(0)
                    .path("Plan");
        }
    }

    private static Stream<JsonNode> nodes(JsonNode plan) {
        return Stream.concat(Stream.of(plan), plan.path("Plans").valueStream().flatMap(VectorQueries::nodes));
    }
}
