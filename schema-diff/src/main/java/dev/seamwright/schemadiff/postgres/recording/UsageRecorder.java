package dev.seamwright.schemadiff.postgres.recording;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.syntax.Syntax;
import dev.seamwright.schemadiff.postgres.usage.Preparable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the statements of a consumer. Values are replaced by parameters before anything else sees them. */
public final class UsageRecorder {
    private final Literals literals;
    private final Identity identity;

    /** @param literals of a PostgreSQL 18 that may be anyone's: statements are parsed there, and not executed */
    public UsageRecorder(Literals literals, Identity identity) {
        this.literals = literals;
        this.identity = identity;
    }

    /** Statements of .sql files, by the name of the file. */
    public Recording ofSql(Map<String, String> files) throws SQLException {
        var seen = new ArrayList<Seen>();
        files.forEach((file, text) -> seen.addAll(SqlFile.read(file, text)));
        return recording(seen, List.of());
    }

    /** Statements of a server's log: of the identity's role, where the log tells roles. */
    public Recording ofLog(String file, String text) throws SQLException {
        return recording(ServerLog.read(file, text, identity.role()), List.of());
    }

    /**
     * Statements that a service's tests have run, as {@code seamwright-recorder} wrote them: of the identity's role, if connections of that
     * user were recorded. What the identity does not say is in the recording's, as far as it was seen: see {@link SeenIdentity}.
     *
     * @param files what the recorder wrote, by name
     * @param syntax of a connection of its own
     */
    public Recording ofRecordings(Map<String, String> files, Syntax syntax) throws SQLException {
        var runs = new ArrayList<DriverRecording.Run>();
        var notes = new ArrayList<String>();
        for (var file : files.entrySet()) {
            var recording = DriverRecording.read(file.getKey(), file.getValue());
            runs.addAll(recording.runs());
            notes.addAll(recording.notes());
        }
        var statements = DriverStatements.of(runs, identity.role(), syntax);
        notes.addAll(statements.notes());
        var who = statements.identity().complete(identity, notes);
        var recording = recording(statements.seen(), notes);
        return new Recording(new DatabaseUsage(who, recording.usage().statements()), recording.notes());
    }

    /** Statements that {@code pg_stat_statements} has counted in this database: of the identity's role, if it has one. */
    public Recording ofStatStatements(Connection connection) throws SQLException {
        var seen = new ArrayList<Seen>();
        var hidden = 0;
        try (var query = connection.prepareStatement("""
                SELECT s.query, s.calls, s.rows
                  FROM pg_stat_statements s
                  JOIN pg_catalog.pg_database d ON d.oid = s.dbid AND d.datname = current_database()
                 WHERE ?::text IS NULL OR pg_catalog.pg_get_userbyid(s.userid) = ?
                 ORDER BY s.queryid
                """)) {
            query.setString(1, identity.role());
            query.setString(2, identity.role());
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var sql = row.getString(1);
                    if (sql == null || sql.equals("<insufficient privilege>")) {
                        hidden++;
                    } else if (!sql.contains("pg_stat_statements")) {
                        seen.add(new Seen(null, sql, List.of("pg_stat_statements"), row.getLong(2), row.getLong(3)));
                    }
                }
            }
        }
        return recording(
                seen,
                hidden == 0
                        ? List.of()
                        : List.of(
                                "%d statements have no text: it was lost, or the role may not see it (pg_read_all_stats)."
                                        .formatted(hidden)));
    }

    private Recording recording(List<Seen> seen, List<String> more) throws SQLException {
        var statements = new LinkedHashMap<String, Statement>();
        var utility = 0;
        var notes = new ArrayList<>(more);
        for (var one : seen) {
            if (Preparable.obstacle(one.sql()).isPresent()) {
                utility++;
                continue;
            }
            var sql = literals.replace(one.sql());
            if (sql.isEmpty()) {
                notes.add(
                        "A statement from %s is left out: PostgreSQL cannot parse it without its values, as when it was cut off."
                                .formatted(String.join(", ", one.sources())));
                continue;
            }
            var id = id(one, sql.get(), statements);
            statements.merge(id, statement(id, sql.get(), one), Statement::and);
        }
        if (utility > 0) {
            notes.add("%d texts are left out: PostgreSQL prepares only single statements that read or write rows."
                    .formatted(utility));
        }
        return new Recording(new DatabaseUsage(identity, List.copyOf(statements.values())), notes);
    }

    /** The name, unless another statement has it. */
    private static String id(Seen seen, String sql, Map<String, Statement> statements) {
        var name = seen.name();
        if (name == null) {
            return Statement.idOf(sql);
        }
        var other = statements.get(name);
        return other == null || other.sql().equals(sql) ? name : name + "-" + Statement.idOf(sql);
    }

    private static Statement statement(String id, String sql, Seen seen) {
        return new Statement(id, sql, null, List.of(), false, false, null, seen.calls(), seen.rows(), seen.sources());
    }
}
