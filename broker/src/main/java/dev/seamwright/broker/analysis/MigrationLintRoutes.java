package dev.seamwright.broker.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.postgres.lint.LintJson;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint.File;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint.Question;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import io.javalin.http.Context;
import java.util.List;

/** What is wrong with a migration, statement by statement. */
final class MigrationLintRoutes {
    private final MigrationLint lint;

    MigrationLintRoutes(Shadow shadow) {
        this.lint = new MigrationLint(shadow);
    }

    void register(Api api) {
        api.compute("/api/v1/analysis/migration-lint", this::migrationLint);
    }

    private void migrationLint(Context ctx) {
        var body = Requests.object(ctx);
        var schema = Analysis.sql(body, "schema", "");
        var migration = Analysis.sql(body, "migration", "");
        var version = version(body.path("postgresVersion"));
        var inTransaction = inTransaction(body.path("inTransaction"));
        var rows = Analysis.rows(body);
        var report = Analysis.judged(() -> lint.judge(new Question(
                Script.parse("schema", schema),
                List.of(new File("migration", migration)),
                version,
                inTransaction,
                rows)));
        Answers.json(ctx, 200, LintJson.of(report));
    }

    /** A number, or the same as a string. */
    private static int version(JsonNode version) {
        if (version.isMissingNode() || version.isNull()) {
            return MigrationLint.NEWEST;
        }
        var number = version.isTextual() && version.textValue().matches("\\d{1,3}")
                ? Integer.parseInt(version.textValue())
                : version.isInt() ? version.intValue() : 0;
        if (number < MigrationLint.OLDEST || number > MigrationLint.NEWEST) {
            throw new InvalidInput(
                    "/postgresVersion",
                    "Must be a major version of PostgreSQL from %d to %d."
                            .formatted(MigrationLint.OLDEST, MigrationLint.NEWEST));
        }
        return number;
    }

    private static boolean inTransaction(JsonNode value) {
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new InvalidInput("/inTransaction", "Must be true, false or null.");
        }
        return value.asBoolean(false);
    }
}
