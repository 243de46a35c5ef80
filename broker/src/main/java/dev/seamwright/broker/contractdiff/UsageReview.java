package dev.seamwright.broker.contractdiff;

import dev.seamwright.broker.contractdiff.ContractDiff.Found;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What changed between the statements of a consumer in two versions: whether a schema fits them, only their replay tells. */
final class UsageReview {
    private UsageReview() {}

    static ContractDiff of(DatabaseUsage before, DatabaseUsage after) {
        var old = before.statements().stream().collect(Collectors.toMap(Statement::id, one -> one));
        var current = after.statements().stream().collect(Collectors.toMap(Statement::id, one -> one));
        var findings = new ArrayList<Found>();
        for (var statement : after.statements()) {
            var was = old.get(statement.id());
            if (was == null) {
                findings.add(found(
                        "statement-added",
                        Level.RISKY,
                        statement,
                        "The consumer runs one more statement.",
                        List.of("+ " + statement.sql()),
                        null,
                        pointer(after, statement)));
            } else if (!was.sql().equals(statement.sql())) {
                findings.add(found(
                        "statement-changed",
                        Level.RISKY,
                        statement,
                        "The statement is another one.",
                        List.of("- " + was.sql(), "+ " + statement.sql()),
                        pointer(before, was),
                        pointer(after, statement)));
            } else if (!was.uses().equals(statement.uses())) {
                findings.add(found(
                        "statement-uses-changed",
                        Level.RISKY,
                        statement,
                        "The same statement touches something else.",
                        List.of(),
                        pointer(before, was),
                        pointer(after, statement)));
            }
        }
        for (var statement : before.statements()) {
            if (!current.containsKey(statement.id())) {
                findings.add(found(
                        "statement-removed",
                        Level.SAFE,
                        statement,
                        "The consumer does not run the statement any more.",
                        List.of("- " + statement.sql()),
                        pointer(before, statement),
                        null));
            }
        }
        return new ContractDiff(findings, List.of());
    }

    private static String pointer(DatabaseUsage usage, Statement statement) {
        return "/statements/" + usage.statements().indexOf(statement);
    }

    private static Found found(
            String rule,
            Level level,
            Statement statement,
            String message,
            List<String> witness,
            @Nullable String before,
            @Nullable String after) {
        var isSafe = level == Level.SAFE;
        return new Found(
                rule,
                level,
                statement.id(),
                message,
                isSafe
                        ? "No schema has to fit it any more."
                        : "A schema that fitted the statements as they were may not fit them as they are.",
                isSafe ? "" : "Look whether the schemas that run were replayed with it.",
                witness,
                before,
                after,
                null);
    }
}
