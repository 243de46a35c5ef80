package dev.seamwright.broker.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.postgres.impact.Impact;
import dev.seamwright.schemadiff.postgres.impact.Impact.Failure;
import dev.seamwright.schemadiff.postgres.impact.MigrationImpact;
import dev.seamwright.schemadiff.postgres.impact.MigrationImpact.Question;
import dev.seamwright.schemadiff.postgres.impact.MigrationImpact.Statement;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a migration does to consumers' statements, by executing all of them. */
final class MigrationImpactRoutes {
    private static final int MOST_STATEMENTS = 1_000;

    private final MigrationImpact impact;

    MigrationImpactRoutes(Shadow shadow) {
        this.impact = new MigrationImpact(shadow);
    }

    void register(Api api) {
        api.compute("/api/v1/analysis/migration-impact", this::migrationImpact);
    }

    private void migrationImpact(Context ctx) {
        var body = Requests.object(ctx);
        var transactional = body.path("transactional");
        if (!transactional.isMissingNode() && !transactional.isBoolean()) {
            throw new InvalidInput("/transactional", "Must be true or false.");
        }
        var schema = Analysis.sql(body, "schema", "");
        var migration = Analysis.sql(body, "migration", "");
        var statements = statements(body);
        var answer = Analysis.judged(() -> impact.judge(new Question(
                Script.parse("schema", schema),
                Script.parse("migration", migration),
                transactional.asBoolean(true),
                statements)));
        Answers.json(ctx, 200, json(answer));
    }

    private static List<Statement> statements(ObjectNode body) {
        if (!(body.get("statements") instanceof ArrayNode array) || array.size() > MOST_STATEMENTS) {
            throw new InvalidInput("/statements", "Must be an array of at most %d items.".formatted(MOST_STATEMENTS));
        }
        var statements = new ArrayList<Statement>();
        var names = new HashSet<String>();
        for (var i = 0; i < array.size(); i++) {
            var place = "/statements/" + i;
            var statement =
                    new Statement(Analysis.sql(array.get(i), "name", place), Analysis.sql(array.get(i), "sql", place));
            if (!names.add(statement.name())) {
                throw new InvalidInput(place + "/name", "Is the name of another statement, too.");
            }
            statements.add(statement);
        }
        return statements;
    }

    private static ObjectNode json(Impact impact) {
        var json = JsonNodeFactory.instance.objectNode();
        var statements = json.putArray("statements");
        for (var statement : impact.statements()) {
            var item = statements.addObject().put("name", statement.name());
            var before = statement.before();
            item.put("outcome", outcome(before, statement.after()));
            item.put("preparedOutcome", outcome(before, statement.prepared()));
            var failure = statement.after() != null ? statement.after() : statement.prepared();
            if (failure != null) {
                item.put("sqlState", failure.sqlState()).put("error", failure.message());
            }
        }
        var locks = json.putObject("locks");
        impact.locks().forEach(locks::put);
        impact.rewritten().forEach(json.putArray("rewritten")::add);
        impact.scanned().forEach(json.putArray("scanned")::add);
        return json;
    }

    /** What failed before the migration is not broken by it. */
    private static String outcome(@Nullable Failure before, @Nullable Failure after) {
        if (after == null) {
            return "works";
        }
        return before == null ? "fails" : "failed-before";
    }
}
