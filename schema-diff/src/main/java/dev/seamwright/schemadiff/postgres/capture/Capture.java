package dev.seamwright.schemadiff.postgres.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbschema.ObjectId;
import dev.seamwright.contracts.dbschema.Origin;
import dev.seamwright.contracts.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the schema of a live database from its catalogs: in one read-only snapshot, with a number of queries that does not depend on
 * the number of objects. It needs no privilege beyond CONNECT; options of user mappings that the role may not see are left out.
 */
public final class Capture {
    static final int FETCH_SIZE = 2000;
    private static final int OLDEST = 13;
    private static final int COMMON_LENGTH = 200;
    private static final int ATTEMPTS = 20;
    // internal error, which "cache lookup failed" is; undefined objects; a lock that was not to be had
    private static final Set<String> VANISHED =
            Set.of("XX000", "42P01", "42703", "42704", "42883", "3F000", "55P03", "40001");
    static final List<String> QUERIES = List.of(
            "database",
            "setting",
            "extension",
            "language",
            "access-method",
            "cast",
            "transform",
            "foreign-data-wrapper",
            "server",
            "user-mapping",
            "event-trigger",
            "publication",
            "subscription",
            "default-privileges",
            "security-label",
            "grant",
            "schema",
            "type",
            "routine",
            "operator",
            "operator-class",
            "operator-family",
            "collation",
            "conversion",
            "statistics",
            "text-search-configuration",
            "text-search-dictionary",
            "text-search-parser",
            "text-search-template",
            "relation",
            "sequence",
            "column",
            "column-order",
            "constraint",
            "index",
            "trigger",
            "rule",
            "policy",
            "publication-table");

    /**
     * What a deparsed expression depends on is the same in every session; names are written with their schemas. The server is another's:
     * the capture takes one processor, with room to join and sort in memory, and compiles nothing, which would take longer than the queries.
     */
    static final String SESSION = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL search_path = '';
            SET LOCAL timezone = 'UTC';
            SET LOCAL datestyle = 'ISO, YMD';
            SET LOCAL intervalstyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 1;
            SET LOCAL lc_monetary = 'C';
            SET LOCAL quote_all_identifiers = off;
            SET LOCAL standard_conforming_strings = on;
            SET LOCAL lock_timeout = '2s';
            SET LOCAL statement_timeout = '60s';
            SET LOCAL jit = off;
            SET LOCAL max_parallel_workers_per_gather = 0;
            SET LOCAL work_mem = '32MB';
            """;

    private final Statement statement;
    private final Origin origin;
    private final int majorVersion;
    private final List<Fact> facts = new ArrayList<>();
    private final Map<Fact.Key, ObjectId> objectIds = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> payloads = new HashMap<>();

    private Capture(Statement statement) throws SQLException {
        this.statement = statement;
        this.origin = origin(statement);
        this.majorVersion = origin.serverVersion() / 10_000;
    }

    /**
     * Captures the database to which the connection leads. PostgreSQL writes definitions by what is committed and not by the snapshot,
     * so a capture during which a schema change was committed is taken again.
     *
     * @param connection in autocommit mode, as it is again afterwards
     * @throws InvalidInput when the server is older than PostgreSQL 13
     * @throws KeepsChanging when the schema changed during each of the attempts
     */
    public static DatabaseSchema of(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "a capture is a transaction of its own; give a connection in autocommit mode");
        }
        for (int attempt = 1; ; attempt++) {
            var schema = attempt(connection, attempt == ATTEMPTS);
            if (schema.isPresent()) {
                return schema.get();
            }
            if (attempt == ATTEMPTS) {
                throw new KeepsChanging();
            }
        }
    }

    /** Empty when something was committed meanwhile, or made a query fail. */
    private static Optional<DatabaseSchema> attempt(Connection connection, boolean last) throws SQLException {
        String snapshot;
        Fingerprint before;
        DatabaseSchema schema;
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(SESSION);
            statement.setFetchSize(FETCH_SIZE);
            var capture = new Capture(statement);
            snapshot = snapshot(statement);
            before = Fingerprint.of(statement, capture.majorVersion);
            schema = capture.schema();
        } catch (SQLException failure) {
            if (last || !VANISHED.contains(String.valueOf(failure.getSQLState()))) {
                throw failure;
            }
            return Optional.empty();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return unchanged(connection, snapshot, before) ? Optional.of(schema) : Optional.empty();
    }

    /** Where no transaction at all has ended meanwhile, which is seen at once, the catalogs need not be read again. */
    private static boolean unchanged(Connection connection, String snapshot, Fingerprint before) throws SQLException {
        try (var statement = connection.createStatement()) {
            return snapshot(statement).equals(snapshot)
                    || Fingerprint.of(connection).equals(before);
        }
    }

    /** Which transactions have ended: equal for two moments between which none did that has changed anything. */
    private static String snapshot(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Schema changes were committed all the time; there is no one state to tell. */
    public static final class KeepsChanging extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KeepsChanging() {
            super("The schema changed during each of %d attempts to read it; capture it when no migration runs."
                    .formatted(ATTEMPTS));
        }
    }

    static Origin origin(Statement statement) throws SQLException {
        boolean tellsIdentity;
        int version;
        String database;
        String oid;
        try (var row = statement.executeQuery("""
                SELECT current_setting('server_version_num')::int, b.datname, b.oid,
                       has_function_privilege('pg_control_system()', 'EXECUTE')
                  FROM pg_database b WHERE b.datname = current_database()
                """)) {
            row.next();
            version = row.getInt(1);
            database = row.getString(2);
            oid = row.getString(3);
            tellsIdentity = row.getBoolean(4);
        }
        if (version < OLDEST * 10_000) {
            throw new InvalidInput(
                    "server", "is PostgreSQL %d; capture needs %d or newer".formatted(version / 10_000, OLDEST));
        }
        if (!tellsIdentity) {
            return new Origin(version, database, null);
        }
        try (var row = statement.executeQuery("SELECT system_identifier FROM pg_control_system()")) {
            row.next();
            return new Origin(version, database, row.getString(1) + "/" + oid);
        }
    }

    private DatabaseSchema schema() throws SQLException {
        for (var query : QUERIES) {
            read(query);
        }
        return new DatabaseSchema(origin, facts, objectIds, unmodelled(), extensionMembers());
    }

    /** A query as a capture asks it. */
    static String text(String query, int majorVersion) {
        return "SELECT f.kind, f.identity, f.payload::text, f.oid, f.part FROM (%s) f"
                .formatted(CatalogQuery.text(query, majorVersion));
    }

    private void read(String query) throws SQLException {
        try (var rows = statement.executeQuery(text(query, majorVersion))) {
            while (rows.next()) {
                var key = key(rows);
                facts.add(fact(key, rows.getString(3)));
                var oid = rows.getLong(4);
                if (!rows.wasNull()) {
                    objectIds.put(key, new ObjectId(oid, rows.getInt(5)));
                }
            }
        }
    }

    private Fact.Key key(ResultSet rows) throws SQLException {
        var label = rows.getString(1);
        var kind = Kind.of(label).orElseThrow(() -> new IllegalStateException("a query names no kind: " + label));
        var identity = new ArrayList<String>();
        for (var part : (String[]) rows.getArray(2).getArray()) {
            identity.add(names.computeIfAbsent(part, name -> name));
        }
        return new Fact.Key(kind, identity);
    }

    /** Most columns say what some other column says: its payload is theirs. */
    private Fact fact(Fact.Key key, String json) {
        if (json.length() > COMMON_LENGTH || key.kind() == Kind.VIEW || key.kind() == Kind.MATERIALIZED_VIEW) {
            return Fact.of(key, payload(key.kind(), json));
        }
        var known = payloads.get(json);
        if (known == null) {
            known = Fact.of(key, payload(key.kind(), json)).payload();
            payloads.put(json, known);
        }
        return new Fact(key, known);
    }

    private ObjectNode payload(Kind kind, String json) {
        try {
            var payload = (ObjectNode) Json.mapper().readTree(json);
            removeNulls(payload);
            if (kind == Kind.VIEW || kind == Kind.MATERIALIZED_VIEW) {
                var definition = payload.path("definition").asText();
                payload.put("definition", majorVersion < 16 ? ViewText.withoutSoleQualifier(definition) : definition);
            }
            return payload;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL writes JSON", e);
        }
    }

    private static void removeNulls(JsonNode node) {
        if (node instanceof ObjectNode members) {
            members.removeIf(JsonNode::isNull);
        }
        node.forEach(Capture::removeNulls);
    }

    private SortedMap<String, Long> unmodelled() throws SQLException {
        var counts = new TreeMap<String, Long>();
        try (var rows = statement.executeQuery(CatalogQuery.text("unmodelled", majorVersion))) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }

    private SortedMap<String, SortedMap<String, Long>> extensionMembers() throws SQLException {
        var members = new TreeMap<String, SortedMap<String, Long>>();
        try (var rows = statement.executeQuery(CatalogQuery.text("extension-member", majorVersion))) {
            while (rows.next()) {
                members.computeIfAbsent(rows.getString(1), absent -> new TreeMap<>())
                        .put(rows.getString(2), rows.getLong(3));
            }
        }
        return members;
    }
}
