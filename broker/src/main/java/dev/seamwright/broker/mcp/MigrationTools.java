package dev.seamwright.broker.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.analysis.Analysis;
import dev.seamwright.broker.impact.ImpactService;
import dev.seamwright.broker.impact.Workbench;
import dev.seamwright.broker.mcp.RecordedContracts.Recorded;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.schemadiff.postgres.lint.LintFinding;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.rls.ReviewedRoles;
import dev.seamwright.schemadiff.postgres.rls.ReviewedSchema;
import dev.seamwright.schemadiff.postgres.rls.RlsReport;
import dev.seamwright.schemadiff.postgres.rls.RlsReview;
import dev.seamwright.schemadiff.postgres.rls.SessionSetup;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import dev.seamwright.schemadiff.report.Reported;
import dev.seamwright.schemadiff.report.TextReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a migration does, and who can see whose rows. */
final class MigrationTools {
    private static final int LONGEST = 100_000;

    private final RecordedContracts contracts;
    private final ImpactService impacts;
    private final MigrationLint lint;
    private final RlsReview rls;
    private final Workbench workbench;

    MigrationTools(RecordedContracts contracts, ImpactService impacts, Shadow shadow, Workbench workbench) {
        this.contracts = contracts;
        this.impacts = impacts;
        this.lint = new MigrationLint(shadow);
        this.rls = new RlsReview(shadow);
        this.workbench = workbench;
    }

    List<Tool> all() {
        return List.of(
                new Tool(
                        "check_migration",
                        "What is wrong with this migration?",
                        "Locks, rewrites, data loss and other hazards of a SQL migration on the recorded schema, each with its remedy; and which consumers it breaks.",
                        new Inputs()
                                .required("database", "The participant that is the database.")
                                .required("sql", "The migration.")
                                .schema(),
                        false,
                        this::check),
                new Tool(
                        "rls_review",
                        "Can one tenant see another's rows?",
                        "Acts as a tenant on the recorded schema, and tells what of another tenant it could read or write; with a migration, what that changes.",
                        new Inputs()
                                .required("database", "The participant that is the database.")
                                .required("role", "The login of the application.")
                                .text("setting", "The parameter that names the tenant, 'app.tenant' for example.")
                                .text("migration", "SQL that is to be reviewed on top of the recorded schema.")
                                .schema(),
                        false,
                        this::review));
    }

    private static String sql(Call call, String name) {
        var sql = call.text(name);
        if (sql.length() > LONGEST || sql.indexOf('\0') >= 0) {
            throw new InvalidInput(
                    "/" + name, "Must be at most %d characters, without zero characters.".formatted(LONGEST));
        }
        return sql;
    }

    private DatabaseSchema schema(Call call) {
        var name = new ParticipantName(call.text("database"));
        return call.access().read(tx -> switch (contracts.of(tx, name, "")) {
            case Recorded.Database database -> database.schema();
            case Recorded.Api _ -> throw new InvalidInput("/database", "Is no database.");
        });
    }

    private ToolAnswer check(Call call) {
        var sql = sql(call, "sql");
        var schema = schema(call);
        var question = JsonNodeFactory.instance
                .objectNode()
                .put("participant", call.text("database"))
                .put("ddl", sql);
        var impact = impacts.answer(question, call.access());
        return workbench.run(() -> {
            var report = Analysis.judged(() -> lint.judge(
                    schema, SchemaLoader.roles(schema), List.of(new MigrationLint.File("migration", sql)), Map.of()));
            var flagged =
                    report.findings().stream().filter(LintFinding::isFlagged).count();
            var word = impact.path("breaks").asText();
            return new ToolAnswer(
                    word,
                    "Breaks consumers: %s; %d hazards to act on. As of %s."
                            .formatted(word, flagged, impact.path("asOf").asText()),
                    "%s%nHazards of the migration itself:%n%s"
                            .formatted(
                                    impact.path("text").asText(),
                                    TextReport.of(report.findings().stream()
                                            .map(found -> new Reported(found.finding(), found.suppression()))
                                            .toList())));
        });
    }

    private ToolAnswer review(Call call) {
        var role = call.text("role");
        var setting = call.text("setting", "");
        var migration = call.arguments().hasNonNull("migration") ? sql(call, "migration") : "";
        var schema = schema(call);
        return workbench.run(() -> Analysis.judged(() -> {
            var before = new ReviewedSchema.Facts(schema);
            var after = migration.isEmpty()
                    ? before
                    : new ReviewedSchema.Migrated(
                            before,
                            new ReviewedSchema.Steps(List.of(MigrationStep.of(Script.parse("migration", migration)))));
            var question = new RlsReview.Question(
                    new ReviewedRoles.Made(new Script("roles", List.of())),
                    after,
                    role,
                    setting.isEmpty()
                            ? new SessionSetup.Statements(new Script("session", List.of()))
                            : new SessionSetup.BySetting(setting, Identity.Scope.TRANSACTION, null, List.of()),
                    null);
            try {
                var review = migration.isEmpty() ? rls.review(question) : rls.compare(before, question);
                return new ToolAnswer(
                        review.verdict().name().toLowerCase(Locale.ROOT),
                        "%d findings.".formatted(review.findings().size()),
                        RlsReport.text(review, role));
            } catch (RlsReview.NotReviewable wrong) {
                throw new Unprocessable(String.valueOf(wrong.getMessage()));
            }
        }));
    }
}
