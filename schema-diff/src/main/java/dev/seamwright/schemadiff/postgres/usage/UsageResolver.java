package dev.seamwright.schemadiff.postgres.usage;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.contracts.dbusage.Statement.Column;
import dev.seamwright.contracts.dbusage.Statement.Types;
import dev.seamwright.contracts.dbusage.Statement.Use;
import dev.seamwright.contracts.dbusage.Statement.Use.Access;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what statements take, give and touch: from the database in which they are known to work. PostgreSQL prepares each for the
 * types, prints its parse tree for the columns that it reads, inserts and updates, and makes a function of it for the routines and
 * types that it depends on. No statement is executed, and everything is undone.
 */
public final class UsageResolver {
    private final Connection connection;
    private final ResultTypes resultTypes;
    private final Map<Long, Relation> relations = new HashMap<>();

    private record Relation(String schema, String name, boolean view, List<String> columns) {}

    private UsageResolver(Connection connection) throws SQLException {
        this.connection = connection;
        this.resultTypes = new ResultTypes(connection);
    }

    /**
     * The usage with types, uses and hints; what cannot be resolved has a reason, and what is known of the consumer's tolerance stays.
     *
     * @param connection in autocommit mode, as it is again afterwards
     */
    public static DatabaseUsage resolve(Connection connection, DatabaseUsage usage) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var resolver = new UsageResolver(connection);
            resolver.searchPath(usage.identity().searchPath());
            var statements = new ArrayList<Statement>(usage.statements().size());
            for (var statement : usage.statements()) {
                statements.add(resolver.resolve(statement));
            }
            return new DatabaseUsage(usage.identity(), statements);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void searchPath(List<String> schemas) throws SQLException {
        if (!schemas.isEmpty()) {
            try (var statement = connection.createStatement()) {
                var path = new ArrayList<String>();
                for (var schema : schemas) {
                    path.add(statement.enquoteIdentifier(schema, true));
                }
                statement.execute("SET LOCAL search_path = " + String.join(", ", path));
            }
        }
    }

    private Statement resolve(Statement statement) throws SQLException {
        var obstacle = Preparable.obstacle(statement.sql());
        if (obstacle.isPresent()) {
            return unresolved(statement, obstacle.get());
        }
        try (var execution = connection.createStatement()) {
            execution.setEscapeProcessing(false);
            execution.execute("SAVEPOINT resolution; " + ParseTree.PRINT);
            var prepared = false;
            try {
                execution.execute("PREPARE resolved AS " + statement.sql() + "\n");
                prepared = true;
                var touches = ParseTree.touches(execution);
                execution.execute(ParseTree.QUIET);
                var parameters = parameters();
                var types = new Types(parameters, columns(statement, parameters.size()));
                var uses = new ArrayList<>(uses(touches));
                uses.addAll(dependencies(statement.sql(), types));
                return new Statement(
                        statement.id(),
                        statement.sql(),
                        types,
                        uses,
                        Preparable.star(statement.sql()),
                        Preparable.positional(statement.sql()),
                        null,
                        statement.calls(),
                        statement.rows(),
                        statement.sources());
            } catch (SQLException refusal) {
                if (connection.isClosed()) {
                    throw refusal;
                }
                return unresolved(statement, reason(refusal));
            } finally {
                if (!connection.isClosed()) {
                    execution.execute("ROLLBACK TO resolution; RELEASE resolution");
                    if (prepared) {
                        execution.execute("DEALLOCATE resolved");
                    }
                }
            }
        }
    }

    private static Statement unresolved(Statement statement, String reason) {
        return new Statement(
                statement.id(),
                statement.sql(),
                null,
                List.of(),
                false,
                false,
                reason,
                statement.calls(),
                statement.rows(),
                statement.sources());
    }

    private static String reason(SQLException refusal) {
        var error = "PostgreSQL says: %s (SQLSTATE %s).".formatted(Rejected.error(refusal), refusal.getSQLState());
        return "42P01".equals(refusal.getSQLState())
                ? error + " A temporary table, or one that this database does not have, cannot be resolved here."
                : error;
    }

    private List<String> parameters() throws SQLException {
        try (var query = connection.createStatement();
                var row = query.executeQuery(
                        "SELECT parameter_types::text[] FROM pg_catalog.pg_prepared_statements WHERE name = 'resolved'")) {
            row.next();
            return List.of((String[]) row.getArray(1).getArray());
        }
    }

    /** Describes the result; nothing is executed. */
    private List<Column> columns(Statement statement, int parameters) throws SQLException {
        var nulls = parameters == 0 ? "" : "(" + String.join(", ", Collections.nCopies(parameters, "NULL")) + ")";
        try (var described = connection.prepareStatement("EXECUTE resolved" + nulls)) {
            var columns = resultTypes.columns(described.getMetaData());
            var known = statement.types();
            if (known == null) {
                return columns;
            }
            var nullable = known.columns().stream()
                    .filter(column -> column.nullable() != null)
                    .collect(Collectors.toMap(Column::name, column -> column, (first, _) -> first));
            return columns.stream()
                    .map(column -> nullable.containsKey(column.name())
                            ? new Column(
                                    column.name(),
                                    column.type(),
                                    nullable.get(column.name()).nullable())
                            : column)
                    .toList();
        }
    }

    private List<Use> uses(List<ParseTree.Touch> touches) throws SQLException {
        var uses = new ArrayList<Use>();
        for (var touch : touches) {
            var relation = relation(touch.relation());
            if (relation == null) {
                continue;
            }
            if (touch.columns().isEmpty()) {
                uses.add(use(relation, null, touch.access(), null));
            }
            for (var number : touch.columns()) {
                if (number == 0) {
                    relation.columns().stream()
                            .filter(column -> !column.isEmpty())
                            .forEach(column -> uses.add(use(relation, column, touch.access(), null)));
                } else {
                    uses.add(use(relation, relation.columns().get(number - 1), touch.access(), null));
                }
            }
            if (relation.view()) {
                uses.addAll(behind(touch.relation(), relation.schema() + "." + relation.name()));
            }
        }
        return uses;
    }

    private static Use use(Relation relation, @Nullable String column, Access access, @Nullable String via) {
        return new Use(Use.Kind.RELATION, relation.schema(), relation.name(), column, access, via);
    }

    /** The relation of a user; null: it is a catalog. Dropped columns have an empty name. */
    private @Nullable Relation relation(long oid) throws SQLException {
        var known = relations.get(oid);
        if (known != null) {
            return known;
        }
        try (var query = connection.prepareStatement("""
                SELECT n.nspname, c.relname, c.relkind IN ('v', 'm'),
                       array_agg(CASE WHEN a.attisdropped THEN '' ELSE a.attname END::text ORDER BY a.attnum)
                         FILTER (WHERE a.attnum > 0)
                  FROM pg_catalog.pg_class c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                 WHERE c.oid = ? AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                 GROUP BY 1, 2, 3
                """)) {
            query.setLong(1, oid);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                var columns = row.getArray(4);
                var relation = new Relation(
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        columns == null ? List.of() : List.of((String[]) columns.getArray()));
                relations.put(oid, relation);
                return relation;
            }
        }
    }

    /** The columns that a view takes from others, through all views below it. */
    private List<Use> behind(long view, String via) throws SQLException {
        try (var query = connection.prepareStatement("""
                WITH RECURSIVE behind (relation, part) AS (
                    SELECT d.refobjid, d.refobjsubid
                      FROM pg_catalog.pg_rewrite r
                      JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
                     WHERE r.ev_class = ? AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.ev_class
                     UNION
                    SELECT d.refobjid, d.refobjsubid
                      FROM behind b
                      JOIN pg_catalog.pg_rewrite r ON r.ev_class = b.relation
                      JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
                     WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.ev_class
                )
                SELECT n.nspname, c.relname, a.attname
                  FROM behind b
                  JOIN pg_catalog.pg_class c ON c.oid = b.relation
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = b.part AND b.part > 0
                 WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
                """)) {
            query.setLong(1, view);
            try (var row = query.executeQuery()) {
                var uses = new ArrayList<Use>();
                while (row.next()) {
                    uses.add(new Use(
                            Use.Kind.RELATION, row.getString(1), row.getString(2), row.getString(3), Access.READ, via));
                }
                return uses;
            }
        }
    }

    /** The routines and types on which a function that consists of the statement depends. */
    private List<Use> dependencies(String sql, Types types) throws SQLException {
        try (var execution = connection.createStatement()) {
            execution.setEscapeProcessing(false);
            execution.execute("SAVEPOINT of_function");
            try {
                execution.execute("CREATE FUNCTION pg_temp.resolved(%s) RETURNS %s LANGUAGE sql BEGIN ATOMIC %s\n; END"
                        .formatted(
                                String.join(", ", types.parameters()),
                                types.columns().isEmpty() ? "void" : "SETOF record",
                                sql));
                return objects(execution);
            } catch (SQLException refusal) {
                if (connection.isClosed()) {
                    throw refusal;
                }
                // no right to temporary objects, or no type of a parameter: the parse tree has told all that can be
                // told
                execution.execute("ROLLBACK TO of_function");
                return List.of();
            }
        }
    }

    private static List<Use> objects(java.sql.Statement execution) throws SQLException {
        var uses = new ArrayList<Use>();
        try (var row = execution.executeQuery("""
                SELECT n.nspname, p.proname || '(' || oidvectortypes(p.proargtypes) || ')', true
                  FROM pg_catalog.pg_depend d
                  JOIN pg_catalog.pg_proc p ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND p.oid = d.refobjid
                  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                 WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = 'pg_temp.resolved'::regproc
                   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                 UNION
                SELECT n.nspname, t.typname, false
                  FROM pg_catalog.pg_depend d
                  JOIN pg_catalog.pg_type t ON d.refclassid = 'pg_catalog.pg_type'::regclass AND t.oid = d.refobjid
                  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                 WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = 'pg_temp.resolved'::regproc
                   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                """)) {
            while (row.next()) {
                uses.add(new Use(
                        row.getBoolean(3) ? Use.Kind.ROUTINE : Use.Kind.TYPE,
                        row.getString(1),
                        row.getString(2),
                        null,
                        Access.READ,
                        null));
            }
        }
        return uses;
    }
}
