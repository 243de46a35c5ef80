package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.ObjectId;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.Migrations.Note;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The schema that DDL makes: applied in the shadow, and captured. The same text has the same hash each time: whoever owns what no
 * statement gives to somebody is called {@link ShadowDatabase#OWNER}.
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
            return named(Capture.of(connection), database.candidate());
        }
    }

    private static DatabaseSchema named(DatabaseSchema schema, String role) {
        var facts = new ArrayList<Fact>(schema.facts().size());
        var objectIds = new HashMap<Fact.Key, ObjectId>();
        var keys = new HashMap<Fact.Key, Fact.Key>();
        for (var fact : schema.facts()) {
            var key = key(fact.key(), role);
            keys.put(fact.key(), key);
            facts.add(
                    fact.payload().contains(role) ? renamed(key, fact.payload(), role) : new Fact(key, fact.payload()));
        }
        for (Map.Entry<Fact.Key, ObjectId> id : schema.objectIds().entrySet()) {
            objectIds.put(keys.getOrDefault(id.getKey(), id.getKey()), id.getValue());
        }
        return new DatabaseSchema(schema.origin(), facts, objectIds, schema.unmodelled(), schema.extensionMembers());
    }

    private static Fact.Key key(Fact.Key key, String role) {
        return key.identity().contains(role)
                ? new Fact.Key(
                        key.kind(),
                        key.identity().stream()
                                .map(part -> part.equals(role) ? ShadowDatabase.OWNER : part)
                                .toList())
                : key;
    }

    // the name of a run's role stands for nothing else
    private static Fact renamed(Fact.Key key, String payload, String role) {
        var text = payload.replace(role, ShadowDatabase.OWNER);
        return Fact.of(key, Json.parse(text.getBytes(StandardCharsets.UTF_8)));
    }
}
