package dev.seamwright.schemadiff.postgres.plan;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.lint.LintReport;
import dev.seamwright.schemadiff.postgres.lint.LintReport.Judged;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint.File;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Step;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.Application;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each statement of a migration locks, reads and writes anew, and what is wrong with it; after a rehearsal in which the migration is
 * executed with the transactions that its tool opens.
 */
public final class StepReview {
    private static final int MOST_NOTES = 20;

    private final Shadow shadow;
    private final MigrationLint lint;

    public StepReview(Shadow shadow) {
        this.shadow = shadow;
        this.lint = new MigrationLint(shadow);
    }

    /**
     * What was seen.
     *
     * @param notes what of the schema or the migration was not tried as it is, as sentences
     */
    public record Reviewed(Map<Step, Judged> steps, List<String> notes) {
        public Reviewed {
            steps = Map.copyOf(steps);
            notes = List.copyOf(notes);
        }

        /** What was seen of a step. */
        public Optional<Judged> of(Step step) {
            return Optional.ofNullable(steps.get(step));
        }
    }

    private record Rehearsal(Set<String> roles, List<String> notes) {}

    /**
     * Executes the migration on the schema, twice.
     *
     * @param texts of the steps, by name, with the comments that suppress findings; the statements themselves where there is none
     * @param rows how many rows tables have, by name
     * @throws Rejected when PostgreSQL refuses the migration as its tool runs it
     */
    public Reviewed review(
            DatabaseSchema before, List<MigrationStep> migration, Map<String, String> texts, Map<String, Long> rows) {
        var rehearsal = rehearse(before, migration);
        try {
            var report = lint.judge(before, rehearsal.roles(), files(migration, texts), rows);
            return new Reviewed(byStep(migration, report), rehearsal.notes());
        } catch (MigrationLint.ShadowTooOld tooOld) {
            var notes = new ArrayList<>(rehearsal.notes());
            notes.add("Locks and hazards are not told. " + tooOld.getMessage());
            return new Reviewed(Map.of(), notes);
        }
    }

    private static Map<Step, Judged> byStep(List<MigrationStep> migration, LintReport report) {
        var judged = report.judged().iterator();
        var steps = new HashMap<Step, Judged>();
        for (var step : migration) {
            for (var statement : step.statements()) {
                steps.put(new Step(step.name(), statement.line(), statement.sql()), judged.next());
            }
        }
        return steps;
    }

    private static List<File> files(List<MigrationStep> migration, Map<String, String> texts) {
        return migration.stream()
                .map(step -> new File(
                        step.name(),
                        Optional.ofNullable(texts.get(step.name())).orElseGet(step::text),
                        step.inTransaction()))
                .toList();
    }

    private Rehearsal rehearse(DatabaseSchema before, List<MigrationStep> migration) {
        return shadow.run(List.copyOf(SchemaLoader.roles(before)), database -> {
            try {
                return rehearse(database, before, migration);
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }

    private static Rehearsal rehearse(ShadowDatabase database, DatabaseSchema before, List<MigrationStep> migration)
            throws SQLException {
        var notes = new ArrayList<String>();
        var unloaded = SchemaLoader.load(before, database).stream()
                .filter(Unloaded::isInDatabase)
                .toList();
        unloaded.stream().limit(MOST_NOTES).forEach(fact -> notes.add("The shadow could not make " + fact + "."));
        if (unloaded.size() > MOST_NOTES) {
            notes.add("Nor %d other parts of the schema.".formatted(unloaded.size() - MOST_NOTES));
        }
        try (var application = Application.to(database)) {
            for (var step : migration) {
                application.apply(step);
            }
            notes.addAll(texts(application.notes()));
            return new Rehearsal(application.roles(), notes);
        }
    }

    private static List<String> texts(Collection<?> notes) {
        return notes.stream().map(Object::toString).toList();
    }
}
