package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.capture.OwnerNames;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new database like a stored schema. What a statement needs may come later: one that PostgreSQL refuses waits, and is tried again
 * as long as others succeed. What never succeeds is told, and the rest is there all the same.
 *
 * <p>Owners for which the connection's role cannot act are replaced by that role; see {@link #roles} for those that must exist.
 */
public final class SchemaLoader {
    /** All of one batch hold their locks together, and PostgreSQL has room for some thousands. */
    private static final int BATCH = 100;

    /** In which facts were written down, and in which nothing is in the way. */
    private static final String SESSION = """
            SET search_path = '';
            SET check_function_bodies = off;
            SET timezone = 'UTC';
            SET datestyle = 'ISO, YMD';
            SET intervalstyle = 'postgres';
            SET standard_conforming_strings = on;
            SET client_min_messages = error;
            """;

    private static final String AFTERWARDS = """
            RESET search_path;
            RESET check_function_bodies;
            RESET timezone;
            RESET datestyle;
            RESET intervalstyle;
            RESET standard_conforming_strings;
            RESET client_min_messages;
            """;

    /** Executes statements, each with a savepoint of its own, and returns those that were refused. */
    private static final String FUNCTION = """
            CREATE FUNCTION pg_temp.seamwright_load(statements text[])
            RETURNS TABLE (place int, state text, message text) LANGUAGE plpgsql AS $$
            BEGIN
                FOR i IN 1 .. cardinality(statements) LOOP
                    BEGIN
                        EXECUTE statements[i];
                    EXCEPTION WHEN OTHERS THEN
                        place := i;
                        state := SQLSTATE;
                        message := SQLERRM;
                        RETURN NEXT;
                    END;
                END LOOP;
            END $$
            """;

    private final Connection connection;
    private boolean batches;

    private SchemaLoader(Connection connection) {
        this.connection = connection;
    }

    private record Refused(Ddl ddl, String sqlState, String message) {
        Unloaded unloaded() {
            return new Unloaded(ddl.key(), sqlState, message, ddl.sql());
        }
    }

    /**
     * Makes the database like the schema: what a new database has and the schema has not is removed.
     *
     * @param connection to a new database, in autocommit mode; parameters of its session are reset
     * @return what it does not have afterwards; empty when the two are alike
     */
    public static List<Unloaded> load(DatabaseSchema schema, Connection connection) throws SQLException {
        return new SchemaLoader(connection).load(schema, Capture.of(connection), /* whole= */ true);
    }

    /** {@link #load(DatabaseSchema, Connection)} into the database of a shadow run, which nobody has used yet. */
    public static List<Unloaded> load(DatabaseSchema schema, ShadowDatabase database) throws SQLException {
        try (var connection = database.connect()) {
            var base = database.likeEveryNew(DatabaseSchema.class, () -> Capture.of(connection));
            return new SchemaLoader(connection).load(schema, base, /* whole= */ true);
        }
    }

    /**
     * Makes what a part of a schema holds. Schemas that it does not have and its objects need are made too; what a new database has
     * stays.
     */
    public static List<Unloaded> loadPart(DatabaseSchema part, Connection connection) throws SQLException {
        return new SchemaLoader(connection).load(part, Capture.of(connection), /* whole= */ false);
    }

    /** The roles that the schema names, but for those that PostgreSQL has itself. */
    public static SortedSet<String> roles(DatabaseSchema schema) {
        var roles = new TreeSet<String>();
        for (var fact : schema.facts()) {
            var item = Item.of(fact);
            if (item.has("owner")) {
                roles.add(item.text("owner"));
            }
            switch (item.kind()) {
                case POLICY -> Sql.texts(item.get("roles")).forEach(roles::add);
                case DEFAULT_PRIVILEGES -> {
                    roles.add(item.part(0));
                    Sql.members(item.get("grants")).forEach(grant -> roles.add(grant.getKey()));
                }
                case SETTING -> roles.add(item.part(0));
                case USER_MAPPING -> roles.add(item.part(1));
                default -> {
                    if (AccessPrinter.GRANTS.contains(item.kind())) {
                        roles.add(AccessPrinter.grantee(item));
                        roles.add(AccessPrinter.grantor(item));
                    }
                }
            }
        }
        roles.removeAll(List.of("public", Target.OWNER, OwnerNames.DATABASE_OWNER));
        roles.removeIf(role -> role.startsWith("pg_"));
        return roles;
    }

    private List<Unloaded> load(DatabaseSchema schema, DatabaseSchema base, boolean whole) throws SQLException {
        execute(SESSION);
        try {
            var statements = SchemaPrinter.print(schema, base, Target.of(connection), whole);
            var unloaded = new ArrayList<>(statements.impossible());
            unloaded.addAll(execute(statements.ddl()));
            return List.copyOf(unloaded);
        } finally {
            execute(AFTERWARDS);
        }
    }

    private List<Unloaded> execute(List<Ddl> statements) throws SQLException {
        batches = attempt(FUNCTION) == null;
        var waiting = new ArrayList<Refused>();
        for (var phase : Phase.values()) {
            var due = statements.stream().filter(ddl -> ddl.phase() == phase).toList();
            if (phase == Phase.END && batches) {
                execute("DROP FUNCTION pg_temp.seamwright_load(text[])");
                batches = false;
            }
            var refused = run(due);
            boolean progress = refused.size() < due.size();
            waiting.addAll(refused);
            while (progress && !waiting.isEmpty() && phase != Phase.END) {
                var again = run(waiting.stream().map(Refused::ddl).toList());
                progress = again.size() < waiting.size();
                waiting.clear();
                waiting.addAll(again);
            }
        }
        return waiting.stream().map(Refused::unloaded).toList();
    }

    private List<Refused> run(List<Ddl> statements) throws SQLException {
        var refused = new ArrayList<Refused>();
        for (int from = 0; from < statements.size(); from += BATCH) {
            var batch = statements.subList(from, Math.min(from + BATCH, statements.size()));
            refused.addAll(batches ? batch(batch) : singly(batch));
        }
        return refused;
    }

    private List<Refused> batch(List<Ddl> batch) throws SQLException {
        try (var query = connection.prepareStatement("SELECT * FROM pg_temp.seamwright_load(?)")) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", batch.stream().map(Ddl::sql).toArray()));
            var refused = new ArrayList<Refused>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    refused.add(new Refused(batch.get(rows.getInt(1) - 1), rows.getString(2), rows.getString(3)));
                }
            }
            return refused;
        } catch (SQLException failure) {
            // a timeout, or locks without room: of one of them, which is found so
            if (connection.isClosed()) {
                throw failure;
            }
            return singly(batch);
        }
    }

    private List<Refused> singly(List<Ddl> batch) throws SQLException {
        var refused = new ArrayList<Refused>();
        for (var ddl : batch) {
            var refusal = attempt(ddl.sql());
            if (refusal != null) {
                refused.add(new Refused(ddl, String.valueOf(refusal.getSQLState()), Rejected.error(refusal)));
            }
        }
        return refused;
    }

    /** Null when it succeeds. */
    private @Nullable SQLException attempt(String sql) throws SQLException {
        try {
            execute(sql);
            return null;
        } catch (SQLException refusal) {
            if (connection.isClosed()) {
                throw refusal;
            }
            return refusal;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
