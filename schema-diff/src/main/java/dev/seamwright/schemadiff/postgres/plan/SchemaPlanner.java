package dev.seamwright.schemadiff.postgres.plan;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.contracts.dbusage.Statement.Use;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.postgres.capture.OwnerNames;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import dev.seamwright.schemadiff.postgres.lint.LintFinding;
import dev.seamwright.schemadiff.postgres.lint.LintReport.Judged;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Cause;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Consumer;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.StatementEffect;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Step;
import dev.seamwright.schemadiff.postgres.plan.MigrationPlan.Waiting;
import dev.seamwright.schemadiff.postgres.plan.StepReview.Reviewed;
import dev.seamwright.schemadiff.postgres.replay.Effect;
import dev.seamwright.schemadiff.postgres.replay.LoadableSchema;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.rules.SchemaReview;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Plans a change of which only its outcome is known, a schema: all of it is one step. */
public final class SchemaPlanner {
    private static final String UNKNOWN_WAY =
            "Only the schema afterwards is known: what live prepared statements do, and what stands between two statements of the migration, was not tried.";

    private final Shadow shadow;
    private final QueryReplay replay;

    public SchemaPlanner(Shadow shadow) {
        this.shadow = shadow;
        this.replay = new QueryReplay(shadow);
    }

    /**
     * The plan, and what each change between the schemas means by itself.
     *
     * @param plan without a step when there is no change
     */
    public record Planned(MigrationPlan plan, Reviewed reviewed) {}

    /**
     * Tries the consumers' statements on both schemas.
     *
     * @param name of the schema after, for people
     * @param consumers those that run meanwhile
     */
    public Planned plan(
            DatabaseSchema capturedBefore, DatabaseSchema capturedAfter, String name, List<Consumer> consumers) {
        var before = shared(capturedBefore);
        var after = shared(capturedAfter);
        var review = review(before, after);
        if (review.diff().isEmpty()) {
            return new Planned(new MigrationPlan(List.of(), List.of(), List.of()), new Reviewed(Map.of(), List.of()));
        }
        var effects = effects(before, after, name, review.diff().changes(), consumers);
        var broken = effects.stream()
                .filter(effect -> effect.effect() instanceof Effect.Fails)
                .toList();
        var step = new Step(
                name, 1, "-- %d changes".formatted(review.diff().changes().size()));
        var plan = broken.isEmpty()
                ? new MigrationPlan(List.of(step), List.of(), effects)
                : new MigrationPlan(List.of(), List.of(new Waiting(step, new Cause.Breaks(broken))), List.of());
        return new Planned(plan, new Reviewed(Map.of(step, judged(name, review)), List.of(UNKNOWN_WAY)));
    }

    /** What the change does to each consumer's statements, where that is anything. */
    public List<StatementEffect> effects(DatabaseSchema before, DatabaseSchema after, List<Consumer> consumers) {
        var old = shared(before);
        var now = shared(after);
        return effects(old, now, "schema", SchemaDiff.between(old, now).changes(), consumers);
    }

    /** What two databases can share: who owns the database has no name, and what is said of it as a whole is left out. */
    private static DatabaseSchema shared(DatabaseSchema schema) {
        var owner = schema.fact(Kind.DATABASE)
                .map(fact -> fact.members().path("owner").asText())
                .orElse("");
        var named = owner.isEmpty() ? schema : OwnerNames.without(owner, schema);
        return new DatabaseSchema(
                named.origin(),
                named.facts().stream()
                        .filter(fact ->
                                fact.key().kind() != Kind.DATABASE && fact.key().kind() != Kind.DATABASE_GRANT)
                        .toList(),
                named.objectIds(),
                named.unmodelled(),
                named.extensionMembers());
    }

    private List<StatementEffect> effects(
            DatabaseSchema before,
            DatabaseSchema after,
            String name,
            List<SchemaChange> changes,
            List<Consumer> consumers) {
        var reports = replay.compare(
                LoadableSchema.of(before),
                LoadableSchema.of(after),
                consumers.stream().map(Consumer::usage).toList(),
                (statement, _) -> cause(name, changes, statement));
        return MigrationPlanner.effects(reports, consumers);
    }

    private static Judged judged(String name, SchemaReview review) {
        var findings = review.findings().stream()
                .map(found -> new LintFinding(
                        at(new Finding.Place(name, 1), found.finding()),
                        found.axes().hazard(),
                        null))
                .toList();
        return new Judged(name, 1, findings, null, false);
    }

    private static Finding at(Finding.Place place, Finding finding) {
        return new Finding(
                finding.rule(),
                finding.level(),
                finding.subject(),
                finding.message(),
                finding.remedy(),
                finding.witness(),
                place);
    }

    /** The changes of what the statement is recorded to touch; all of them, when none is. */
    private static Effect.Cause cause(String name, List<SchemaChange> changes, Statement statement) {
        var touched = changes.stream()
                .filter(change -> statement.uses().stream().anyMatch(use -> isAbout(change.key(), use)))
                .toList();
        var told = (touched.isEmpty() ? changes : touched)
                .stream().limit(3).map(SchemaPlanner::words).toList();
        return new Effect.Cause(name, 1, "-- " + String.join("; ", told));
    }

    private static boolean isAbout(Fact.Key key, Use use) {
        var identity = key.identity();
        return identity.contains(use.name()) && (use.column() == null || identity.contains(use.column()));
    }

    private static String words(SchemaChange change) {
        var what = change.key().kind().label() + " "
                + String.join(".", change.key().identity());
        return switch (change) {
            case SchemaChange.Added _ -> what + " added";
            case SchemaChange.Removed _ -> what + " removed";
            case SchemaChange.Changed changed ->
                "%s changed: %s"
                        .formatted(what, String.join(", ", changed.differences().keySet()));
        };
    }

    private SchemaReview review(DatabaseSchema before, DatabaseSchema after) {
        var draft = in(after, SchemaReview.Draft.of(before, after)::tryAfter);
        return draft.hasFailures() ? in(before, draft::tryBefore) : draft.withoutWitness();
    }

    /** Work where a schema is loaded. */
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T in(DatabaseSchema schema, Work<T> work) {
        Function<ShadowDatabase, T> run = database -> {
            try {
                SchemaLoader.load(schema, database);
                try (var connection = database.connect()) {
                    return work.with(connection);
                }
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        };
        return shadow.run(List.copyOf(SchemaLoader.roles(schema)), run);
    }
}
