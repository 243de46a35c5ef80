package dev.seamwright.broker.queryreplay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.schemadiff.postgres.replay.Failure;
import dev.seamwright.schemadiff.postgres.replay.Outcome;
import dev.seamwright.schemadiff.postgres.replay.ReplayReport;
import dev.seamwright.schemadiff.postgres.replay.TypeChange;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the body of a verification by {@code query-replay} holds: how many statements work, and the others one by one. */
public final class ReplayResultJson {
    private static final String UNKNOWN_ROLE =
            "The schema says nothing of the role %s: the statements were tried as the owner, so neither privileges nor policies were.";

    private ReplayResultJson() {}

    /** @param unknownRole as which the statements could not run */
    public static ObjectNode of(ReplayReport report, DatabaseUsage usage, Optional<String> unknownRole) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put(
                "works",
                report.results().stream()
                        .filter(it -> it.outcome() instanceof Outcome.Works)
                        .count());
        unknownRole.ifPresent(role -> json.putArray("notes").add(UNKNOWN_ROLE.formatted(role)));
        var statements = json.putArray("statements");
        report.results().stream()
                .filter(result -> !(result.outcome() instanceof Outcome.Works))
                .forEach(result -> statement(
                        statements,
                        result,
                        usage.statement(result.id()).orElseThrow().sql()));
        return json;
    }

    private static void statement(ArrayNode statements, ReplayReport.Result result, String sql) {
        var json = statements.addObject().put("id", result.id()).put("sql", sql);
        switch (result.outcome()) {
            case Outcome.Works _ -> json.put("outcome", "works");
            case Outcome.Fails(var failure) -> failure(json.put("outcome", "fails"), failure);
            case Outcome.MissingColumns(var relation, var columns, var failure) -> {
                failure(json.put("outcome", "missing-columns").put("relation", relation), failure);
                columns.forEach(json.putArray("columns")::add);
            }
            case Outcome.NotPermitted(var role, var failure) ->
                failure(json.put("outcome", "not-permitted").put("role", role), failure);
            case Outcome.FailsOnRows(var constraint, var query, var failure) ->
                failure(
                        json.put("outcome", "fails-on-rows")
                                .put("constraint", constraint)
                                .put("rows", query),
                        failure);
            case Outcome.TypesChanged types -> {
                json.put("outcome", "types-changed").put("breaking", types.breaking());
                var changes = json.putArray("changes");
                types.changes().forEach(change -> change(changes.addObject(), change));
            }
            case Outcome.Unresolved(var reason) ->
                json.put("outcome", "unresolved").put("error", reason);
        }
    }

    private static void change(ObjectNode json, TypeChange change) {
        json.put("subject", change.subject()).put("breaking", change.breaking());
        if (change.before() != null) {
            json.put("before", change.before());
        }
        if (change.after() != null) {
            json.put("after", change.after());
        }
    }

    private static void failure(ObjectNode json, Failure failure) {
        json.put("sqlState", failure.sqlState()).put("error", failure.message());
        if (failure.position() > 0) {
            json.put("position", failure.position());
        }
    }

    /** The statements of which nobody can say whether they work, without those of which the usage itself says so; empty: none. */
    static String undecided(ReplayReport report, DatabaseUsage usage) {
        return report.results().stream()
                .filter(result -> result.outcome() instanceof Outcome.Unresolved
                        && usage.statement(result.id()).orElseThrow().unresolved() == null)
                .map(result -> "'%s': %s".formatted(result.id(), ((Outcome.Unresolved) result.outcome()).reason()))
                .collect(Collectors.joining(" "));
    }
}
