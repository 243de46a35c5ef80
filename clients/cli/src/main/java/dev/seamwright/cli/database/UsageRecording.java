package dev.seamwright.cli.database;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.schemadiff.postgres.drift.Connector;
import dev.seamwright.schemadiff.postgres.recording.Literals;
import dev.seamwright.schemadiff.postgres.recording.Recording;
import dev.seamwright.schemadiff.postgres.recording.UsageRecorder;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.Application;
import dev.seamwright.schemadiff.postgres.source.Migrations;
import dev.seamwright.schemadiff.postgres.syntax.Syntax;
import dev.seamwright.schemadiff.postgres.usage.UsageResolver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records the statements of a consumer, and finds out what they take, give and touch. */
public final class UsageRecording {
    private static final String NO_SUCH_TABLE = "42P01";
    private static final String NOT_PRELOADED = "55000";

    private final Shadow shadow;
    private final Identity identity;

    /** Where statements were seen. */
    public sealed interface Source {
        /** .sql files, by name. */
        record Sql(Map<String, String> texts) implements Source {
            public Sql {
                texts = Map.copyOf(texts);
            }
        }

        /** A server's log. */
        record Log(String file, String text) implements Source {}

        /** What seamwright-recorder wrote while tests ran, by name. */
        record Driver(Map<String, String> texts) implements Source {
            public Driver {
                texts = Map.copyOf(texts);
            }
        }

        /** What the extension pg_stat_statements has counted in a database. */
        record StatStatements(Connector database) implements Source {}
    }

    /** Where the statements are known to work. */
    public sealed interface Place {
        /** Nobody asks. */
        record Nowhere() implements Place {}

        /** A test database. Nothing is executed in it, and everything is undone. */
        record Live(Connector database) implements Place {}

        /** A database that migrations make in the shadow. */
        record Built(Migrations migrations) implements Place {}
    }

    /** @param shadow where the literals of statements are found */
    public UsageRecording(Shadow shadow, Identity identity) {
        this.shadow = shadow;
        this.identity = identity;
    }

    /**
     * The statements of all sources, resolved in the place.
     *
     * @throws DatabaseFailure when a live database cannot be asked
     */
    public Recording record(List<Source> sources, Place place) {
        return shadow.run(List.of(), database -> {
            try {
                var recording = recorded(database, sources);
                return switch (place) {
                    case Place.Nowhere _ -> recording;
                    case Place.Live(var live) -> new Recording(resolved(live, recording.usage()), recording.notes());
                    case Place.Built(var migrations) -> resolved(database, migrations, recording);
                };
            } catch (SQLException failure) {
                throw DatabaseFailure.of("The PostgreSQL of this program failed", failure);
            }
        });
    }

    private Recording recorded(ShadowDatabase database, List<Source> sources) throws SQLException {
        try (var parsing = database.connect()) {
            var recorder = new UsageRecorder(new Literals(parsing), identity);
            var who = identity;
            var usage = new DatabaseUsage(identity, List.of());
            var notes = new ArrayList<String>();
            for (var source : sources) {
                var recording = switch (source) {
                    case Source.Sql(var texts) -> recorder.ofSql(texts);
                    case Source.Log(var file, var text) -> recorder.ofLog(file, text);
                    case Source.Driver(var texts) -> driven(database, recorder, texts);
                    case Source.StatStatements(var live) -> counted(recorder, live);
                };
                if (source instanceof Source.Driver) {
                    who = recording.usage().identity();
                }
                usage = usage.and(recording.usage());
                notes.addAll(recording.notes());
            }
            return new Recording(new DatabaseUsage(who, usage.statements()), notes);
        }
    }

    private static Recording driven(ShadowDatabase database, UsageRecorder recorder, Map<String, String> texts)
            throws SQLException {
        try (var asking = database.connect()) {
            return recorder.ofRecordings(texts, Syntax.of(asking));
        }
    }

    private static Recording counted(UsageRecorder recorder, Connector live) {
        try (var connection = live.open()) {
            return recorder.ofStatStatements(connection);
        } catch (SQLException failure) {
            var state = String.valueOf(failure.getSQLState());
            if (state.equals(NO_SUCH_TABLE) || state.equals(NOT_PRELOADED)) {
                throw new DatabaseFailure(
                        "The database counts no statements: start its server with shared_preload_libraries = "
                                + "'pg_stat_statements', and execute CREATE EXTENSION pg_stat_statements in the database.");
            }
            throw DatabaseFailure.of("The statements of the database cannot be read", failure);
        }
    }

    private static DatabaseUsage resolved(Connector live, DatabaseUsage usage) {
        try (var connection = live.open()) {
            return UsageResolver.resolve(connection, usage).ofSchema();
        } catch (SQLException failure) {
            throw DatabaseFailure.of("The statements cannot be resolved in the database", failure);
        }
    }

    private static Recording resolved(ShadowDatabase database, Migrations migrations, Recording recording)
            throws SQLException {
        var notes = new ArrayList<>(recording.notes());
        migrations.notes().forEach(note -> notes.add(note.toString()));
        try (var application = Application.to(database)) {
            for (var step : migrations.steps()) {
                application.apply(step);
            }
            application.notes().forEach(note -> notes.add(note.toString()));
            try (var connection = database.connect()) {
                return new Recording(
                        UsageResolver.resolve(connection, recording.usage()).ofSchema(), notes);
            }
        }
    }
}
