package dev.seamwright.schemadiff.postgres.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Comments {@code -- seamwright:ignore rule-id reason} of a file. One on a line of its own is about the statement that begins on the
 * next line that is no comment; one behind a statement is about that.
 */
final class Suppressions {
    private static final Pattern COMMENT = Pattern.compile("^(.*?)--\\s*seamwright:ignore\\b[ \\t]*(\\S*)[ \\t]*(.*)$");

    private final List<Suppression> valid = new ArrayList<>();
    private final List<Invalid> invalid = new ArrayList<>();

    private record Suppression(String rule, int line, String reason) {}

    /** A comment that suppresses nothing. */
    record Invalid(int line, String message) {}

    private Suppressions() {}

    static Suppressions of(String text) {
        var found = new Suppressions();
        var ids = LintRules.ALL.stream().map(rule -> rule.rule().id()).collect(Collectors.toSet());
        var lines = text.lines().toList();
        for (var i = 0; i < lines.size(); i++) {
            var comment = COMMENT.matcher(lines.get(i));
            if (!comment.matches()) {
                continue;
            }
            var rule = comment.group(2);
            var reason = comment.group(3).strip();
            if (!ids.contains(rule)) {
                found.invalid.add(new Invalid(i + 1, "There is no rule '%s'.".formatted(rule)));
            } else if (reason.isEmpty()) {
                found.invalid.add(
                        new Invalid(i + 1, "The reason is missing: -- seamwright:ignore %s reason".formatted(rule)));
            } else {
                found.valid.add(
                        new Suppression(rule, comment.group(1).isBlank() ? statementAfter(lines, i) : i + 1, reason));
            }
        }
        return found;
    }

    private static int statementAfter(List<String> lines, int comment) {
        var next = comment + 1;
        while (next < lines.size()
                && (lines.get(next).isBlank() || lines.get(next).strip().startsWith("--"))) {
            next++;
        }
        return next + 1;
    }

    /** The reason for not telling a rule's finding about a statement. */
    Optional<String> reason(String rule, Step.Place place) {
        return valid.stream()
                .filter(suppression -> suppression.rule().equals(rule)
                        && suppression.line() >= place.line()
                        && suppression.line() <= place.lastLine())
                .map(Suppression::reason)
                .findFirst();
    }

    List<Invalid> invalid() {
        return List.copyOf(invalid);
    }
}
