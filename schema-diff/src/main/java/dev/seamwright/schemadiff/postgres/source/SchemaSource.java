package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.capture.OwnerNames;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.Migrations.Note;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema that DDL makes: applied in the shadow, and captured. The same text has the same hash each time: whoever owns what no
 * statement gives to somebody is called {@link OwnerNames#DATABASE_OWNER}.
 */
public final class SchemaSource {
    private final Shadow shadow;

    public SchemaSource(Shadow shadow) {
        this.shadow = shadow;
    }

    /**
     * A schema, and what was left out on the way to it.
     *
     * @param notes those of the migrations, then those of their application
     */
    public record Captured(DatabaseSchema schema, List<Note> notes) {
        public Captured {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The schema after all steps.
     *
     * @throws Rejected when PostgreSQL refuses a statement; it names file and line
     */
    public Captured capture(Migrations migrations) {
        return shadow.run(List.of(), database -> {
            try {
                var notes = new ArrayList<>(migrations.notes());
                try (var application = Application.to(database)) {
                    for (var step : migrations.steps()) {
                        application.apply(step);
                    }
                    notes.addAll(application.notes());
                }
                return new Captured(captured(database), notes);
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }

    /**
     * The schema before the steps that follow the first {@code applied}, and after each of them: one more than there are such steps.
     *
     * @throws Rejected when PostgreSQL refuses a statement; it names file and line
     */
    public List<DatabaseSchema> history(Migrations migrations, int applied) {
        return shadow.run(List.of(), database -> {
            try {
                var history = new ArrayList<DatabaseSchema>();
                apply(database, migrations.first(applied).steps());
                history.add(captured(database));
                for (var step : migrations.after(applied)) {
                    apply(database, List.of(step));
                    history.add(captured(database));
                }
                return List.copyOf(history);
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }

    private static void apply(ShadowDatabase database, List<MigrationStep> steps) throws SQLException {
        try (var application = Application.to(database)) {
            for (var step : steps) {
                application.apply(step);
            }
        }
    }

    /** What a shadow database holds, with the candidate's role under its lasting name. */
    public static DatabaseSchema captured(ShadowDatabase database) throws SQLException {
        try (var connection = database.connect()) {
            return OwnerNames.without(database.candidate(), Capture.of(connection));
        }
    }
}
